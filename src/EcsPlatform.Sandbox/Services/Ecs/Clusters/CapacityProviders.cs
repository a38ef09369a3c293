using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Fargate's capacity providers, and the rules for strategies over them.</summary>
internal static class CapacityProviders
{
    /// <summary>Checks what a cluster is to have: known providers, and a default strategy over these only.</summary>
    public static void Check(List<string>? providers, List<CapacityProviderStrategyItem>? strategy)
    {
        if ((providers ?? []).FirstOrDefault(name => name is not ("FARGATE" or "FARGATE_SPOT")) is { } unknown)
        {
            throw EcsErrors.InvalidParameter($"The specified capacity provider '{unknown}' was not found. Specify a valid name or ARN and try again.");
        }

        CheckStrategy(strategy, providers ?? []);
    }

    /// <summary>Checks a strategy against the cluster's providers.</summary>
    public static void CheckStrategy(List<CapacityProviderStrategyItem>? strategy, List<string> associated)
    {
        if (strategy is not { Count: > 0 })
        {
            return;
        }

        if (strategy.Any(item => !associated.Contains(item.CapacityProvider)))
        {
            throw EcsErrors.InvalidParameter("The specified capacity provider strategy contains a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.");
        }

        if (strategy.Select(item => item.CapacityProvider).Distinct().Count() != strategy.Count)
        {
            throw EcsErrors.InvalidParameter("The specified capacity provider strategy contains duplicate capacity providers. Remove the duplicates and try again.");
        }

        if (strategy.Count(item => item.Base > 0) > 1)
        {
            throw EcsErrors.InvalidParameter("The specified capacity provider strategy cannot contain more than one capacity provider with a base value.");
        }

        if (strategy.All(item => (item.Weight ?? 0) == 0))
        {
            throw EcsErrors.InvalidParameter("The specified capacity provider strategy must contain at least one capacity provider with a weight greater than zero.");
        }
    }

    /// <summary>As AWS gives it back: weight and base 0 where they were left out.</summary>
    public static List<CapacityProviderStrategyItem>? Normalize(List<CapacityProviderStrategyItem>? strategy)
    {
        foreach (var item in strategy ?? [])
        {
            item.Weight ??= 0;
            item.Base ??= 0;
        }

        return strategy;
    }

    /// <summary>Which provider the next task goes to: the base first, then by weight.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="taken">How many tasks each provider has.</param>
    public static string Pick(List<CapacityProviderStrategyItem> strategy, Func<string, int> taken)
    {
        var owed = strategy.FirstOrDefault(item => taken(item.CapacityProvider) < item.Base);
        return (owed ?? strategy.Where(item => item.Weight > 0)
            .MinBy(item => (double)(taken(item.CapacityProvider) - item.Base ?? 0) / item.Weight!.Value)!).CapacityProvider;
    }
}
