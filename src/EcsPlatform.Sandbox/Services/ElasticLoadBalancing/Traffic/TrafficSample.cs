namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Where a listener would send a request at an instant.</summary>
/// <param name="At">The instant.</param>
/// <param name="Rule">The rule that matches; null where the listener is gone.</param>
/// <param name="Targets">Each target that would serve a share of the requests.</param>
public sealed record TrafficSample(DateTimeOffset At, string? Rule, IReadOnlyList<TargetShare> Targets)
{
    /// <summary>Share of the requests, 0 to 1, that a target serves whose health checks the load balancer takes for passed.</summary>
    public double HealthyShare => Sum(Targets.Where(target => target.Health == "healthy"), target => target.Share);

    /// <summary>Share of the requests, 0 to 1, that get a good answer: by targets that are healthy in truth, less the errors that these were told to make.</summary>
    public double ServedShare => Sum(Targets.Where(target => target.IsServing), target => target.Share * (1 - target.ErrorRate));

    /// <summary>Share of the requests, 0 to 1, that a target group gets, whether or not anything there can serve them.</summary>
    /// <param name="targetGroupArn">The target group.</param>
    public double ShareOf(string targetGroupArn) => Weights.GetValueOrDefault(targetGroupArn);

    /// <summary>Share of the requests, 0 to 1, by target group: the weights of the rule's forward action.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    // Shares of thirds and sevenths add up to 1 again.
    private static double Sum(IEnumerable<TargetShare> targets, Func<TargetShare, double> share) => Math.Round(targets.Sum(share), 9);
}

/// <summary>A target's share of the requests.</summary>
/// <param name="TargetGroupArn">Its target group.</param>
/// <param name="Address">"10.0.1.7:8080".</param>
/// <param name="Names">What faults know it by: service, family, "family:revision", image.</param>
/// <param name="Health">What the load balancer takes it for: "healthy", or "unhealthy" and "initial" where it fails open.</param>
/// <param name="Share">Share of the requests, 0 to 1.</param>
/// <param name="IsServing">Whether it can answer in truth: its health checks would pass now.</param>
/// <param name="ErrorRate">Share of its answers that are errors, 0 to 1.</param>
public sealed record TargetShare(
    string TargetGroupArn, string Address, IReadOnlyList<string> Names, string Health, double Share, bool IsServing, double ErrorRate);
