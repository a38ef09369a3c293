using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Everything that Elastic Load Balancing remembers, by ARN.</summary>
public sealed class ElbState
{
    /// <summary>Load balancers.</summary>
    public Dictionary<string, BalancerRecord> LoadBalancers { get; set; } = [];

    /// <summary>Listeners.</summary>
    public Dictionary<string, Listener> Listeners { get; set; } = [];

    /// <summary>Listeners' attributes that were set, by the listener's ARN; the others have their defaults.</summary>
    public Dictionary<string, Dictionary<string, string>> ListenerAttributes { get; set; } = [];

    /// <summary>ARNs of the certificates that listeners have besides their default one, by the listener's ARN.</summary>
    public Dictionary<string, List<string>> ListenerCertificates { get; set; } = [];

    /// <summary>Rules, each listener's default one too.</summary>
    public Dictionary<string, RuleRecord> Rules { get; set; } = [];

    /// <summary>Target groups.</summary>
    public Dictionary<string, TargetGroupRecord> TargetGroups { get; set; } = [];

    /// <summary>Tags of all of these.</summary>
    public Dictionary<string, TagSet> Tags { get; set; } = [];
}

/// <summary>A load balancer and what stands behind it.</summary>
public sealed class BalancerRecord
{
    /// <summary>As it is shown.</summary>
    public LoadBalancer Shown { get; set; } = new();

    /// <summary>Attributes that were set; the others have their defaults.</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];

    /// <summary>Its network interfaces by subnet.</summary>
    public Dictionary<string, string> Interfaces { get; set; } = [];
}

/// <summary>A rule and its listener.</summary>
public sealed class RuleRecord
{
    /// <summary>As it is shown.</summary>
    public Rule Shown { get; set; } = new();

    /// <summary>The listener's ARN.</summary>
    public string ListenerArn { get; set; } = "";
}

/// <summary>A target group and its targets.</summary>
public sealed class TargetGroupRecord
{
    /// <summary>As it is shown.</summary>
    public TargetGroup Shown { get; set; } = new();

    /// <summary>Attributes that were set; the others have their defaults.</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];

    /// <summary>Targets by "address:port".</summary>
    public Dictionary<string, TargetRecord> Targets { get; set; } = [];
}

/// <summary>A registered target.</summary>
public sealed class TargetRecord
{
    /// <summary>An IP address.</summary>
    public string Id { get; set; } = "";

    /// <summary>The port that it serves on.</summary>
    public int Port { get; set; }

    /// <summary>Its zone, or "all", where one was given.</summary>
    public string? Zone { get; set; }

    /// <summary>"initial", "healthy", "unhealthy", "draining", "unused".</summary>
    public string Health { get; set; } = "unused";

    /// <summary>"Target.FailedHealthChecks" and so on, where the state has a reason.</summary>
    public string? Reason { get; set; }

    /// <summary>The reason in words.</summary>
    public string? Description { get; set; }

    /// <summary>Since when it is registered.</summary>
    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>What faults know it by besides the target group's name: service, image.</summary>
    public List<string> Names { get; set; } = [];
}
