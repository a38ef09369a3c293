using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Turns a definition into the resources that make it up. Each part has its own file; a new part is one more line in each of the two lists.</summary>
public static class PlatformBlueprint
{
    /// <summary>Every kind that any part makes: what removal looks for.</summary>
    public static KnownKinds Kinds { get; } = new(
    [
        .. EncryptionBlueprint.Kinds,
        .. AuthorityBlueprint.Kinds,
        .. NetworkBlueprint.Kinds,
        .. ClusterBlueprint.Kinds,
        .. LoadBalancerBlueprint.Kinds,
        .. SecretsBlueprint.Kinds,
        .. RotationBlueprint.Kinds,
        .. MeshBlueprint.Kinds,
        .. MicroserviceBlueprint.Kinds,
        .. CodeDeployBlueprint.Kinds,
        .. ScalingBlueprint.Kinds,
    ]);

    /// <summary>Whether a kind is one that all services share, and belongs to these parts.</summary>
    internal static bool IsShared(string type, PlatformParts parts) =>
        (parts.HasFlag(PlatformParts.Network) && NetworkBlueprint.Kinds.Any(kind => kind.Type == type))
        || (parts.HasFlag(PlatformParts.LoadBalancer) && LoadBalancerBlueprint.Kinds.Any(kind => kind.Type == type))
        || (parts.HasFlag(PlatformParts.Mesh) && MeshBlueprint.Kinds.Any(kind => kind.Type == type));

    /// <summary>The resources of a validated definition, each after what it needs.</summary>
    public static IReadOnlyList<Resource> Build(PlatformDefinition definition, BlueprintOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        var context = new BlueprintContext(definition, options);
        context.Keys = EncryptionBlueprint.Add(context);
        context.Authority = AuthorityBlueprint.Add(context);
        var network = context.Builds(PlatformParts.Network) ? NetworkBlueprint.Add(context) : null;
        var cluster = context.Builds(PlatformParts.Cluster) ? ClusterBlueprint.Add(context) : null;
        var loadBalancer = context.Builds(PlatformParts.LoadBalancer) && network is not null ? LoadBalancerBlueprint.Add(context, network) : null;
        var secrets = context.Builds(PlatformParts.Secrets) ? SecretsBlueprint.Add(context) : new Dictionary<string, (SecretResource?, string?)>();
        if (network is not null)
        {
            var mesh = MeshBlueprint.Add(context, network);
            var groups = SecurityGroupBlueprint.Add(context, network, loadBalancer);
            if (context.Builds(PlatformParts.Services) && cluster is not null)
            {
                foreach (var service in MicroserviceBlueprint.Add(context, network, cluster, loadBalancer, groups, secrets, mesh))
                {
                    ScalingBlueprint.Add(context, service);
                }
            }
        }

        RotationBlueprint.Add(context, network);
        return context.Resources;
    }
}
