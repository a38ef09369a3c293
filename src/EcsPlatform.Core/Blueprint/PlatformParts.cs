namespace EcsPlatform.Core.Blueprint;

/// <summary>The parts of a platform that cmdlets build one by one.</summary>
[Flags]
public enum PlatformParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>VPC, subnets, gateways, routes.</summary>
    Network = 1,

    /// <summary>The ECS cluster.</summary>
    Cluster = 2,

    /// <summary>The load balancer with its listeners.</summary>
    LoadBalancer = 4,

    /// <summary>Secrets.</summary>
    Secrets = 8,

    /// <summary>Microservices, with their scaling.</summary>
    Services = 16,

    /// <summary>How services find each other: namespaces and what lies in them.</summary>
    Mesh = 32,

    /// <summary>All of it.</summary>
    All = Network | Cluster | LoadBalancer | Secrets | Services | Mesh,
}
