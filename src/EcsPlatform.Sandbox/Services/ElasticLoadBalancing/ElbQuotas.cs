namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Quotas of a region, at AWS's defaults (user guides, "Quotas for your Application / Network Load Balancers").</summary>
public sealed record ElbQuotas
{
    /// <summary>Application load balancers per region, and network load balancers as well.</summary>
    public int LoadBalancers { get; init; } = 50;

    /// <summary>Listeners per load balancer.</summary>
    public int Listeners { get; init; } = 50;

    /// <summary>Certificates per load balancer, default ones not counted.</summary>
    public int Certificates { get; init; } = 25;

    /// <summary>Rules per application load balancer, default rules not counted.</summary>
    public int Rules { get; init; } = 100;

    /// <summary>Condition values per rule.</summary>
    public int ConditionValues { get; init; } = 5;

    /// <summary>Target groups per region.</summary>
    public int TargetGroups { get; init; } = 3000;

    /// <summary>Target groups per action.</summary>
    public int TargetGroupsPerAction { get; init; } = 5;

    /// <summary>Targets per target group.</summary>
    public int Targets { get; init; } = 1000;
}
