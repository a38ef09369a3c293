using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources;
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
        var groups = services.Where(service => service.ProductionListener is null).Select(service => service.Balancer).OfType<Amazon.ECS.Model.LoadBalancer>()
            .SelectMany(balancer => new[] { balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn })
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var moved = CodeDeployAsync(aws, traffic, services, cancellation);
        var reading = rules.Count == 0 ? null : aws.ElasticLoadBalancingV2.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = rules }, cancellation);
        var health = await Task.WhenAll(groups.Select(async group =>
            (group, (await aws.ElasticLoadBalancingV2.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = group }, cancellation)).TargetHealthDescriptions ?? [])).ToArray());
        foreach (var (group, targets) in health)
        {
            traffic._targets[group] = targets;
        }

        foreach (var rule in reading is null ? [] : (await reading).Rules ?? [])
        {
            foreach (var service in services.Where(service => service.ProductionRule == rule.RuleArn))
            {
                traffic._rules[service.Name] = rule;
            }
        }

        await moved;
        return traffic;
    }

    /// <summary>Percent of each rule's requests by target group's name, of all rules of some listeners.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, double>>> WeightsAsync(AwsClients aws, IEnumerable<string> listeners, CancellationToken cancellation)
    {
        var rules = await Task.WhenAll(listeners.Distinct(StringComparer.Ordinal).Select(listener => RulesAsync(aws, listener, cancellation)).ToArray());
        return [.. rules.SelectMany(rule => rule).Select(rule => Shares(rule).ToDictionary(share => share.Key.TargetGroupName(), share => share.Value, StringComparer.Ordinal))];
    }

    /// <summary>Percent of the requests by target group; empty where no rule is known.</summary>
    public IReadOnlyDictionary<string, double> Shares(DeployedService service) => _rules.TryGetValue(service.Name, out var rule) ? Shares(rule) : new Dictionary<string, double>();

    /// <summary>The two target groups that the traffic moves between.</summary>
    public IReadOnlyList<string> Pair(DeployedService service) => service.ProductionListener is null
        ? [service.Balancer?.TargetGroupArn ?? "", service.Balancer?.AdvancedConfiguration?.AlternateTargetGroupArn ?? ""]
        : _rules.TryGetValue(service.Name, out var rule) ? [.. ListenerRuleKind.TargetGroupsOf(rule).Select(tuple => tuple.TargetGroupArn)] : [];

    /// <summary>Healthy and all targets of a target group.</summary>
    public (int Healthy, int All) Targets(string group) => _targets.TryGetValue(group, out var targets)
        ? (targets.Count(target => target.TargetHealth?.State?.Value == "healthy"), targets.Count(target => target.TargetHealth?.State?.Value != "draining"))
        : (0, 0);

    /// <summary>CodeDeploy knows listeners, and changes those of their rules that forward to the service's target groups.</summary>
    private static async Task CodeDeployAsync(AwsClients aws, LiveTraffic traffic, IReadOnlyList<DeployedService> services, CancellationToken cancellation)
    {
        await Task.WhenAll(services.Where(service => service.ProductionListener is not null).GroupBy(service => service.ProductionListener!, StringComparer.Ordinal).Select(async listener =>
        {
            var rules = await RulesAsync(aws, listener.Key, cancellation);
            foreach (var service in listener)
            {
                if (rules.Find(rule => ListenerRuleKind.TargetGroupsOf(rule).Any(tuple => tuple.TargetGroupArn == service.Balancer?.TargetGroupArn)) is { } rule)
                {
                    traffic._rules[service.Name] = rule;
                }
            }
        }).ToArray());
        var groups = services.Where(service => service.ProductionListener is not null).SelectMany(traffic.Pair).Where(group => !traffic._targets.ContainsKey(group)).Distinct(StringComparer.Ordinal);
        await Task.WhenAll(groups.Select(async group =>
            traffic._targets[group] = (await aws.ElasticLoadBalancingV2.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = group }, cancellation)).TargetHealthDescriptions ?? []).ToArray());
    }

    private static async Task<List<Rule>> RulesAsync(AwsClients aws, string listener, CancellationToken cancellation) => [.. await Pages.AllAsync(
        next => aws.ElasticLoadBalancingV2.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, Marker = next }, cancellation),
        page => page.Rules,
        page => page.NextMarker)];

    private static Dictionary<string, double> Shares(Rule rule)
    {
        var tuples = ListenerRuleKind.TargetGroupsOf(rule).Where(tuple => tuple.TargetGroupArn is not null).ToList();
        var sum = tuples.Sum(tuple => tuple.Weight ?? 0);
        return tuples.ToDictionary(tuple => tuple.TargetGroupArn, tuple => sum == 0 ? 0.0 : 100.0 * (tuple.Weight ?? 0) / sum, StringComparer.Ordinal);
    }
}
