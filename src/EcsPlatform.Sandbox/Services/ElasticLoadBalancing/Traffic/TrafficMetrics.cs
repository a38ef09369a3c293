using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Sandbox.Services.CloudWatch;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>A minute's traffic as CloudWatch sees it (User Guide, "CloudWatch metrics for your Application Load Balancer").</summary>
public sealed partial class ElasticLoadBalancingService
{
    /// <summary>Requests that each rule gets in a minute, give or take a twentieth by chance.</summary>
    internal const int RequestsPerMinute = 1000;

    /// <summary>Puts the metrics of the minute that ends now, for the rules that forward to these target groups.</summary>
    internal void RecordTraffic(IReadOnlyCollection<string> targetGroups)
    {
        var rules = State.Rules.Values.Where(rule => Actions.TargetGroups(rule.Shown.Actions).Any(targetGroups.Contains));
        foreach (var perBalancer in rules.GroupBy(rule => State.Listeners[rule.ListenerArn].LoadBalancerArn).ToList())
        {
            var balancer = Dimension(perBalancer.Key, ":loadbalancer/");
            var totals = new Dictionary<string, Counts>();
            foreach (var rule in perBalancer)
            {
                Count(rule, totals);
            }

            foreach (var (group, counts) in totals)
            {
                Put(new() { ["LoadBalancer"] = balancer, ["TargetGroup"] = group[(group.LastIndexOf(':') + 1)..] }, counts);
            }

            Put(new() { ["LoadBalancer"] = balancer }, totals.Values.Aggregate(new Counts(0, 0, 0), (sum, next) => sum + next));
        }
    }

    private void Count(RuleRecord rule, Dictionary<string, Counts> totals)
    {
        var tuples = rule.Shown.Actions.Last().ForwardConfig.TargetGroups.Where(tuple => tuple.Weight is not 0).ToList();
        double total = tuples.Sum(tuple => tuple.Weight ?? 1);
        foreach (var tuple in tuples)
        {
            var chance = Faults.Chance($"{rule.Shown.RuleArn} {tuple.TargetGroupArn} {Now.UtcTicks}");
            var requests = Math.Round(RequestsPerMinute * (tuple.Weight ?? 1) / total * (0.95 + (0.1 * chance)));
            var shares = Shares(State.TargetGroups[tuple.TargetGroupArn], 1).ToList();
            var errors = Math.Round(shares.Sum(share => share.IsServing ? requests * share.Share * share.ErrorRate : 0));
            var unserved = shares.Count == 0 ? requests : Math.Round(shares.Sum(share => share.IsServing ? 0 : requests * share.Share));
            totals[tuple.TargetGroupArn] = totals.GetValueOrDefault(tuple.TargetGroupArn, new Counts(0, 0, 0)) + new Counts(requests, errors, unserved);
        }
    }

    private void Put(Dictionary<string, string> dimensions, Counts counts)
    {
        var metrics = Region.Get<CloudWatchService>();
        metrics.Record("AWS/ApplicationELB", "RequestCount", dimensions, counts.Requests);
        metrics.Record("AWS/ApplicationELB", "HTTPCode_Target_2XX_Count", dimensions, counts.Requests - counts.Errors - counts.Unserved);
        metrics.Record("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", dimensions, counts.Errors);
        if (!dimensions.ContainsKey("TargetGroup"))
        {
            metrics.Record("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", dimensions, counts.Unserved);
        }
    }

    // arn:…:loadbalancer/app/web/0123 is "app/web/0123".
    private static string Dimension(string arn, string after) => arn[(arn.IndexOf(after, StringComparison.Ordinal) + after.Length)..];

    private readonly record struct Counts(double Requests, double Errors, double Unserved)
    {
        public static Counts operator +(Counts left, Counts right) =>
            new(left.Requests + right.Requests, left.Errors + right.Errors, left.Unserved + right.Unserved);
    }
}
