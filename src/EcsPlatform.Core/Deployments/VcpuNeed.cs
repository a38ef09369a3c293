using System.Globalization;
using EcsPlatform.Core.Definition;

using CapacityProviderStrategyItem = Amazon.ECS.Model.CapacityProviderStrategyItem;

namespace EcsPlatform.Core.Deployments;

/// <summary>The vCPUs that a deployment needs beside those that run already, by capacity provider.</summary>
internal static class VcpuNeed
{
    /// <summary>The capacity provider of tasks that are not on Spot capacity.</summary>
    public const string OnDemand = "FARGATE";

    /// <summary>The capacity provider of tasks that AWS may take back.</summary>
    public const string Spot = "FARGATE_SPOT";

    /// <summary>vCPUs by capacity provider; empty where nothing new has to start.</summary>
    /// <param name="service">The service as it runs.</param>
    /// <param name="change">What changes.</param>
    /// <param name="cpu">CPU units of a new task, "512" or ".5 vCPU"; null where it is not known.</param>
    public static IReadOnlyDictionary<string, double> Of(DeployedService service, DeploymentChange change, string? cpu)
    {
        var (tasks, size) = (NewTasks(service, change), Vcpus(cpu));
        if (tasks <= 0 || size <= 0)
        {
            return new Dictionary<string, double>();
        }

        return Places(Strategy(service), tasks).ToDictionary(place => place.Key, place => place.Value * size, StringComparer.Ordinal);
    }

    /// <summary>The capacity providers that its tasks may be on.</summary>
    public static IEnumerable<string> ProvidersOf(DeployedService service) => Strategy(service) is { Count: > 0 } strategy ? strategy.Select(item => item.CapacityProvider) : [OnDemand];

    /// <summary>Tasks that start before old ones have to make way for them.</summary>
    public static int NewTasks(DeployedService service, DeploymentChange change)
    {
        var running = service.Service.DesiredCount ?? 0;
        var wanted = change.DesiredCount ?? running;
        if (!change.ReplacesTasks)
        {
            return wanted - running; // a new count alone
        }

        if (service.Strategy != RolloutStrategy.Rolling)
        {
            return wanted; // the new version stands whole before any traffic moves
        }

        // ECS API, DeploymentConfiguration: where the minimum lets old tasks stop first, their room is enough.
        var staying = (int)Math.Ceiling(wanted * (service.Service.DeploymentConfiguration?.MinimumHealthyPercent ?? 100) / 100.0);
        return Math.Max(0, wanted - running) + (running > 0 && staying >= running ? 1 : 0);
    }

    /// <summary>vCPUs of "512" (CPU units) or ".5 vCPU"; 0 where it is neither.</summary>
    public static double Vcpus(string? cpu)
    {
        var text = cpu?.Replace("vCPU", "", StringComparison.OrdinalIgnoreCase).Trim();
        return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? 0
            : text!.Length < cpu!.Length ? number : number / 1024;
    }

    private static List<CapacityProviderStrategyItem> Strategy(DeployedService service) =>
        service.Service.CapacityProviderStrategy is { Count: > 0 } ofService ? ofService
        : service.Service.TaskSets?.Find(set => set.Status == "PRIMARY")?.CapacityProviderStrategy ?? [];

    /// <summary>The base first, the rest by weight; a part of a task counts as a whole one.</summary>
    private static Dictionary<string, int> Places(List<CapacityProviderStrategyItem> strategy, int tasks)
    {
        if (strategy.Count == 0)
        {
            return new Dictionary<string, int> { [OnDemand] = tasks };
        }

        var weights = strategy.Sum(item => item.Weight ?? 0);
        var rest = Math.Max(0, tasks - strategy.Sum(item => item.Base ?? 0));
        return strategy
            .Select(item => (item.CapacityProvider, Tasks: Math.Min(tasks, item.Base ?? 0) + (weights == 0 ? 0 : (int)Math.Ceiling((double)rest * (item.Weight ?? 0) / weights))))
            .Where(place => place.Tasks > 0)
            .ToDictionary(place => place.CapacityProvider, place => place.Tasks, StringComparer.Ordinal);
    }
}
