using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Turns a definition into the resources that make it up. Each part has its own file; a new part is one more line in each of the two lists.</summary>
public static class PlatformBlueprint
{
    /// <summary>Every kind that any part makes: what removal looks for.</summary>
    public static KnownKinds Kinds { get; } = new(
    [
        .. NetworkBlueprint.Kinds,
        .. ClusterBlueprint.Kinds,
        .. LoadBalancerBlueprint.Kinds,
        .. SecretsBlueprint.Kinds,
        .. MicroserviceBlueprint.Kinds,
        .. ScalingBlueprint.Kinds,
    ]);

    /// <summary>The resources of a validated definition, each after what it needs.</summary>
    public static IReadOnlyList<Resource> Build(PlatformDefinition definition, BlueprintOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var context = new BlueprintContext(definition, options);
        var network = NetworkBlueprint.Add(context);
        var cluster = ClusterBlueprint.Add(context);
        var loadBalancer = LoadBalancerBlueprint.Add(context, network);
        var secrets = SecretsBlueprint.Add(context);
        foreach (var service in MicroserviceBlueprint.Add(context, network, cluster, loadBalancer, secrets))
        {
            ScalingBlueprint.Add(context, service);
        }

        return context.Resources;
    }
}
