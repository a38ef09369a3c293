namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Capacity providers, and strategies wherever they stand.</summary>
internal static class ClusterRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        var cluster = definition.Cluster;
        if (cluster.CapacityProviders.Count == 0)
            problems.Add("cluster.no-providers", "cluster.capacityProviders");
        if (cluster.CapacityProviders.Distinct().Count() < cluster.CapacityProviders.Count)
            problems.Add("cluster.provider-twice", "cluster.capacityProviders");
        Strategy(cluster.DefaultStrategy, cluster, "cluster.defaultStrategy", problems);
        foreach (var (service, path) in definition.EachService())
            Strategy(service.CapacityProviderStrategy, cluster, $"{path}.capacityProviderStrategy", problems);
    }

    // ECS API, CapacityProviderStrategyItem: one base at most, and a weight above 0 somewhere.
    private static void Strategy(IReadOnlyList<CapacityProviderStrategyItem> strategy, ClusterDefinition cluster, string path, ProblemList problems)
    {
        for (var index = 0; index < strategy.Count; index++)
        {
            var (item, at) = (strategy[index], Paths.At(path, index));
            if (!cluster.CapacityProviders.Contains(item.Provider))
                problems.Add("strategy.provider", at, item.Provider.Spell());
            if (strategy.Take(index).Any(other => other.Provider == item.Provider))
                problems.Add("strategy.provider-twice", at, item.Provider.Spell());
        }
        if (strategy.Count(item => item.Base > 0) > 1)
            problems.Add("strategy.bases", path);
        if (strategy.Count > 0 && strategy.All(item => item.Weight == 0))
            problems.Add("strategy.weights", path);
    }
}
