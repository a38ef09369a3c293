using System.Globalization;
using EcsPlatform.Core.Definition;
using Item = Amazon.ECS.Model.CapacityProviderStrategyItem;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Which capacity providers tasks run on: the service's own strategy, else the cluster's, else the cluster's first provider.</summary>
internal static class CapacityStrategy
{
    public static List<Item> Of(ClusterDefinition cluster, IReadOnlyList<CapacityProviderStrategyItem> own)
    {
        var strategy = own.Count > 0 ? own : cluster.DefaultStrategy;
        return strategy.Count > 0
            ? [.. strategy.Select(item => new Item { CapacityProvider = item.Provider.Spell(), Base = item.Base, Weight = item.Weight })]
            : [new Item { CapacityProvider = cluster.CapacityProviders[0].Spell(), Base = 0, Weight = 1 }];
    }

    public static string Describe(Item item) => string.Create(CultureInfo.InvariantCulture, $"{item.CapacityProvider} base {item.Base ?? 0} weight {item.Weight ?? 0}");
}
