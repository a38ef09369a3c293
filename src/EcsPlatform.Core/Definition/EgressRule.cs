using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>A destination outside the platform that a service's tasks may connect to over TCP.</summary>
public sealed record EgressRule
{
    /// <summary>The IPv4 block.</summary>
    public required string Cidr { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    [Range(1, 65535)]
    public required int Port { get; init; }

    /// <summary>What is there; shown on the security group's rule.</summary>
    public string? Description { get; init; }
}
