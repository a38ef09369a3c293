using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Export;

/// <summary>A definition read back from what is live: planning it changes nothing.</summary>
/// <param name="Definition">The definition. Parts that are not there have their defaults.</param>
/// <param name="Parts">The parts that are there.</param>
public sealed record PlatformExport(PlatformDefinition Definition, PlatformParts Parts)
{
    /// <summary>Reads a definition back from live resources.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="live">What a full observation found.</param>
    public static PlatformExport Read(PlatformScope scope, IReadOnlyList<LiveResource> live)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var platform = new LivePlatform(scope, live);
        var secrets = SecretsExport.Read(platform);
        var services = platform.All<Amazon.ECS.Model.Service>(ServiceKind.Instance)
            .Select(service => MicroserviceExport.Read(platform, service, secrets))
            .OfType<MicroserviceExport>()
            .ToList();
        var definition = new PlatformDefinition
        {
            Name = scope.Platform,
            EnvironmentSuffix = scope.Suffix,
            Region = scope.Region,
            Tags = TagsExport.Read(platform),
            Network = NetworkExport.Read(platform) ?? new NetworkDefinition(),
            Cluster = ClusterExport.Read(platform) ?? new ClusterDefinition(),
            LoadBalancer = LoadBalancerExport.Read(platform),
            Encryption = EncryptionExport.Read(platform),
            Secrets = secrets.Definitions,
            Policies = [.. services.Select(service => service.Policy).OfType<PolicyDefinition>()],
            Services = [.. services.Select(service => service.Definition)],
        };
        return new PlatformExport(MeshExport.Read(definition, platform), PartsOf(platform));
    }

    private static PlatformParts PartsOf(LivePlatform platform)
    {
        var parts = PlatformParts.None;
        parts |= platform.All<VpcState>(VpcKind.Instance).Any() ? PlatformParts.Network : 0;
        parts |= platform.All<Amazon.ECS.Model.Cluster>(ClusterKind.Instance).Any() ? PlatformParts.Cluster : 0;
        parts |= platform.All<LoadBalancerState>(LoadBalancerKind.Instance).Any() ? PlatformParts.LoadBalancer : 0;
        parts |= platform.All<Amazon.SecretsManager.Model.SecretListEntry>(SecretKind.Instance).Any() ? PlatformParts.Secrets : 0;
        parts |= platform.All<NamespaceState>(NamespaceKind.Instance).Any() ? PlatformParts.Mesh : 0;
        parts |= platform.All<Amazon.ECS.Model.Service>(ServiceKind.Instance).Any() ? PlatformParts.Services : 0;
        return parts;
    }
}
