using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>Everything that a user asks for: one platform, whole, with no AWS identifier in it that AWS itself would give.</summary>
public sealed record PlatformDefinition
{
    /// <summary>The platform's name, part of every shared name: 2 to 20 lower-case letters, digits and hyphens, a letter first.</summary>
    [RegularExpression(DefinitionPatterns.PlatformName, ErrorMessage = "platform.name")]
    public required string Name { get; init; }

    /// <summary>Ends every name so that copies live side by side: 1 to 12 lower-case letters, digits and hyphens; empty until a command line or parameter gives it.</summary>
    public string EnvironmentSuffix { get; init; } = "";

    /// <summary>The AWS region that everything is built in.</summary>
    [RegularExpression(DefinitionPatterns.Region, ErrorMessage = "platform.region")]
    public string Region { get; init; } = "us-east-1";

    /// <summary>Tags put on every resource, for cost allocation: at most 44, as AWS allows 50 and the platform adds its own.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The VPC, its zones and subnets and its way out.</summary>
    public NetworkDefinition Network { get; init; } = new();

    /// <summary>The ECS cluster that all services run in.</summary>
    public ClusterDefinition Cluster { get; init; } = new();

    /// <summary>The Application Load Balancer in front of services that have a route; none when left out.</summary>
    public LoadBalancerDefinition? LoadBalancer { get; init; }

    /// <summary>How services find and reach each other; only by address, as far as security groups let them, when left out.</summary>
    public MeshDefinition? Mesh { get; init; }

    /// <summary>Customer-managed keys; AWS's own when left out.</summary>
    public EncryptionDefinition? Encryption { get; init; }

    /// <summary>Secrets that services refer to by name.</summary>
    public IReadOnlyList<SecretDefinition> Secrets { get; init; } = [];

    /// <summary>Named permissions that services' task roles refer to.</summary>
    public IReadOnlyList<PolicyDefinition> Policies { get; init; } = [];

    /// <summary>The microservices, one ECS service and task definition each.</summary>
    public IReadOnlyList<MicroserviceDefinition> Services { get; init; } = [];
}
