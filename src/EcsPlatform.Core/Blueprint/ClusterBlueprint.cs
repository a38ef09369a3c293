using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The ECS cluster.</summary>
internal static class ClusterBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [ClusterKind.Instance];

    public static ClusterResource Add(BlueprintContext context) => context.Add(new ClusterResource
    {
        Key = "main",
        Name = context.Names.Shared(ResourceType.Cluster),
        Tags = context.Definition.Tags,
        Settings = context.Definition.Cluster,
    });
}
