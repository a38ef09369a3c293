namespace EcsPlatform.Core.Deployments;

/// <summary>Cuts services into waves: each wave calls only services of the waves before it. Services that call each other in a circle share a wave.</summary>
internal static class DeploymentWaves
{
    /// <param name="services">Who is deployed.</param>
    /// <param name="calls">Whom each service calls.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> services, IReadOnlyDictionary<string, IReadOnlyList<string>> calls)
    {
        var waves = new List<IReadOnlyList<string>>();
        var waiting = services.ToList();
        while (waiting.Count > 0)
        {
            var free = waiting.Where(service => !Reach(service, waiting, calls).Any(callee => !Reach(callee, waiting, calls).Contains(service))).ToList();
            waves.Add(free);
            waiting.RemoveAll(free.Contains);
        }

        return waves;
    }

    /// <summary>Everything that a service calls, on whatever way through services that still wait.</summary>
    private static HashSet<string> Reach(string service, List<string> waiting, IReadOnlyDictionary<string, IReadOnlyList<string>> calls)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([service]);
        while (open.TryPop(out var next))
        {
            foreach (var callee in calls.GetValueOrDefault(next) ?? [])
            {
                if (waiting.Contains(callee) && reached.Add(callee))
                {
                    open.Push(callee);
                }
            }
        }

        return reached;
    }
}
