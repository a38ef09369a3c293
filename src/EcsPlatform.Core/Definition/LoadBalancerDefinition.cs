using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>The Application Load Balancer; what no route takes gets a fixed 404, and it is never protected from deletion.</summary>
public sealed record LoadBalancerDefinition
{
    /// <summary>Reached from the internet or from the VPC only.</summary>
    public LoadBalancerScheme Scheme { get; init; } = LoadBalancerScheme.InternetFacing;

    /// <summary>The ports that it listens on; HTTP on 80 when left out.</summary>
    public IReadOnlyList<ListenerDefinition> Listeners { get; init; } = [new ListenerDefinition { Port = 80 }];

    /// <summary>Seconds that a connection may be idle: 1 to 4,000 (<c>idle_timeout.timeout_seconds</c>).</summary>
    [Range(1, 4000)]
    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>Who may connect to the listeners' ports.</summary>
    public IReadOnlyList<string> IngressCidrs { get; init; } = ["0.0.0.0/0"];
}

/// <summary>A load balancer's scheme, spelled as ELBv2 spells it.</summary>
public enum LoadBalancerScheme
{
    /// <summary>Public addresses, in the public subnets.</summary>
    [EnumMember(Value = "internet-facing")] InternetFacing,

    /// <summary>Private addresses, in the private subnets.</summary>
    [EnumMember(Value = "internal")] Internal,
}
