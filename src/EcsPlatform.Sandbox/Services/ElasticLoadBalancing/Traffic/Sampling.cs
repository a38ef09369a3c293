using System.IO.Enumeration;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>What a listener does with a request right now: rules by priority, weights of target groups, targets that are in.</summary>
public sealed partial class ElasticLoadBalancingService
{
    /// <summary>Where the listener would send a request now.</summary>
    /// <param name="listenerArn">The listener.</param>
    /// <param name="request">The request.</param>
    public TrafficSample Sample(string listenerArn, TrafficRequest request)
    {
        var rule = RulesOf(listenerArn).OrderBy(rule => Number(rule.Shown)).FirstOrDefault(rule => Matches(rule.Shown, request));
        var tuples = rule?.Shown.Actions?.LastOrDefault()?.ForwardConfig?.TargetGroups ?? [];
        double total = tuples.Sum(tuple => tuple.Weight ?? 1);
        var weights = new Dictionary<string, double>();
        var shares = new List<TargetShare>();
        foreach (var tuple in tuples.Where(tuple => tuple.Weight is not 0))
        {
            weights[tuple.TargetGroupArn] = (tuple.Weight ?? 1) / total;
            if (State.TargetGroups.GetValueOrDefault(tuple.TargetGroupArn) is { } record)
            {
                shares.AddRange(Shares(record, weights[tuple.TargetGroupArn]));
            }
        }

        return new TrafficSample(Now, rule?.Shown.RuleArn, shares) { Weights = weights };
    }

    /// <summary>Follows a listener's traffic from now on.</summary>
    /// <param name="listenerArn">The listener.</param>
    /// <param name="request">The request that is followed.</param>
    public TrafficMeter Measure(string listenerArn, TrafficRequest request) => new(this, () => Sample(listenerArn, request));

    /// <summary>Healthy targets share; where there is none, all that are registered do (the load balancer fails open).</summary>
    private IEnumerable<TargetShare> Shares(TargetGroupRecord record, double share)
    {
        var healthy = record.Targets.Where(pair => pair.Value.Health == "healthy").ToList();
        var taking = healthy.Count > 0 ? healthy : record.Targets.Where(pair => pair.Value.Health is "unhealthy" or "initial").ToList();
        return taking.Select(pair => new TargetShare(
            record.Shown.TargetGroupArn, pair.Key, pair.Value.Names, pair.Value.Health, share / taking.Count,
            WhyFailing(record, pair.Value) is null, Faults.ErrorRate([.. pair.Value.Names, record.Shown.TargetGroupName])));
    }

    private static bool Matches(Rule rule, TrafficRequest request) => rule.IsDefault == true || rule.Conditions.TrueForAll(condition => condition.Field switch
    {
        "path-pattern" => condition.Values.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, request.Path, ignoreCase: false)),
        "host-header" => condition.Values.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, request.Host, ignoreCase: true)),
        "http-request-method" => condition.HttpRequestMethodConfig.Values.Contains(request.Method),
        "http-header" => request.Headers.FirstOrDefault(header => string.Equals(header.Key, condition.HttpHeaderConfig.HttpHeaderName, StringComparison.OrdinalIgnoreCase)).Value is { } value
            && condition.HttpHeaderConfig.Values.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true)),

        // Where the request comes from and its query are not followed: such rules are for others.
        _ => false,
    });
}
