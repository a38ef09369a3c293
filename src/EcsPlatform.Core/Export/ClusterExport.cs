using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Ecs;
using StrategyItem = EcsPlatform.Core.Definition.CapacityProviderStrategyItem;

namespace EcsPlatform.Core.Export;

/// <summary>The cluster, read back.</summary>
internal static class ClusterExport
{
    public static ClusterDefinition? Read(LivePlatform platform)
    {
        if (platform.All<Cluster>(ClusterKind.Instance).FirstOrDefault()?.State is not { } cluster)
        {
            return null;
        }

        var insights = cluster.Settings?.FirstOrDefault(setting => setting.Name?.Value == "containerInsights")?.Value ?? "disabled";
        return new ClusterDefinition
        {
            ContainerInsights = EnumSpelling.Parse<ContainerInsights>(insights),
            CapacityProviders = [.. (cluster.CapacityProviders ?? []).Select(EnumSpelling.Parse<Definition.CapacityProvider>)],
            DefaultStrategy = Strategy(cluster.DefaultCapacityProviderStrategy),
        };
    }

    public static IReadOnlyList<StrategyItem> Strategy(List<Amazon.ECS.Model.CapacityProviderStrategyItem>? strategy) =>
        [.. (strategy ?? []).Select(item => new StrategyItem
        {
            Provider = EnumSpelling.Parse<Definition.CapacityProvider>(item.CapacityProvider),
            Base = item.Base ?? 0,
            Weight = item.Weight ?? 0,
        })];
}
