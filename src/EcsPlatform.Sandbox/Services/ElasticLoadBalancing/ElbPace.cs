namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>How long Elastic Load Balancing takes, as usually seen; the sandbox's LifecycleSpeed divides it.</summary>
internal static class ElbPace
{
    public static readonly TimeSpan LoadBalancerActive = TimeSpan.FromSeconds(120);

    /// <summary>How long a deleted load balancer's interfaces hold their subnets and security groups.</summary>
    public static readonly TimeSpan InterfacesLinger = TimeSpan.FromSeconds(20);
}
