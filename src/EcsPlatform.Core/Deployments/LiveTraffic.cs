using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;

namespace EcsPlatform.Core.Deployments;

/// <summary>Where requests go right now: the weights of the production rules, and the health behind them.</summary>
internal sealed class LiveTraffic
{
    private readonly Dictionary<string, Rule> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TargetHealthDescription>> _targets = new(StringComparer.Ordinal);

    /// <summary>Reads rules and targets of all these services side by side.</summary>
    public static async Task<LiveTraffic> ReadAsync(AwsClients aws, IReadOnlyList<DeployedService> services, CancellationToken cancellation)
    {
        var traffic = new LiveTraffic();
        var rules = services.Select(service => service.ProductionRule).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var groups = services.Select(service => service.Balancer).OfType<Amazon.ECS.Model.LoadBalancer>()
            .SelectMany(balancer => new[] { balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn })
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var reading = rules.Count == 0 ? null : aws.ElasticLoadBalancingV2.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = rules }, cancellation);
        var health = await Task.WhenAll(groups.Select(async group =>
            (group, (await aws.ElasticLoadBalancingV2.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = group }, cancellation)).TargetHealthDescriptions ?? [])).ToArray());
        foreach (var (group, targets) in health)
        {
            traffic._targets[group] = targets;
        }

        foreach (var rule in reading is null ? [] : (await reading).Rules ?? [])
        {
            traffic._rules[rule.RuleArn] = rule;
        }

        return traffic;
    }

    /// <summary>Percent of the requests by target group; empty where no rule is known.</summary>
    public IReadOnlyDictionary<string, double> Shares(DeployedService service)
    {
        if (service.ProductionRule is not { } arn || !_rules.TryGetValue(arn, out var rule))
        {
            return new Dictionary<string, double>();
        }

        var tuples = ListenerRuleKind.TargetGroupsOf(rule).ToList();
        var sum = tuples.Sum(tuple => tuple.Weight ?? 0);
        return tuples.ToDictionary(tuple => tuple.TargetGroupArn, tuple => sum == 0 ? 0.0 : 100.0 * (tuple.Weight ?? 0) / sum, StringComparer.Ordinal);
    }

    /// <summary>Healthy and all targets of a target group.</summary>
    public (int Healthy, int All) Targets(string group) => _targets.TryGetValue(group, out var targets)
        ? (targets.Count(target => target.TargetHealth?.State?.Value == "healthy"), targets.Count(target => target.TargetHealth?.State?.Value != "draining"))
        : (0, 0);
}
