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

    /// <summary>What a live service runs on; null where the endpoint does not say (an ECS service of ours never has launch type EC2, which some emulators report).</summary>
    public static string? Describe(Amazon.ECS.Model.Service service) =>
        service.CapacityProviderStrategy is { Count: > 0 } strategy ? Describe(strategy)
        : service.LaunchType?.Value == "FARGATE" ? Describe([new Item { CapacityProvider = "FARGATE", Base = 0, Weight = 1 }])
        : null;

    public static string Describe(IEnumerable<Item> strategy) => string.Join(", ", strategy.Select(Describe).Order(StringComparer.Ordinal));

    public static string Describe(Item item) => string.Create(CultureInfo.InvariantCulture, $"{item.CapacityProvider} base {item.Base ?? 0} weight {item.Weight ?? 0}");
}
