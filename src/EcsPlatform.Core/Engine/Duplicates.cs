namespace EcsPlatform.Core.Engine;

/// <summary>Chooses among several live resources with the same logical id (two runs at once made them): the one that the rest of the platform was built on stays.</summary>
internal static class Duplicates
{
    /// <summary>The live resource for a desired one, or null when there is none.</summary>
    /// <param name="resource">The desired resource; what it needs is resolved already.</param>
    /// <param name="candidates">The live resources of every desired one, in a fixed order.</param>
    /// <param name="resolution">What was chosen so far; left as it is.</param>
    public static LiveResource? Choose(Resource resource, IReadOnlyDictionary<Resource, IReadOnlyList<LiveResource>> candidates, Resolution resolution)
    {
        if (candidates[resource] is not { Count: > 1 } several)
        {
            return candidates[resource].FirstOrDefault();
        }

        var dependants = candidates.Keys.Where(other => other.Needs.Any(need => ReferenceEquals(need.Resource, resource))).ToArray();
        var chosen = several.MinBy(live => Misfits(resource, live, dependants, candidates, resolution));
        resolution.Forget(resource);
        return chosen;
    }

    /// <summary>What would have to be replaced with that choice: itself, and the dependants of which no live one stands on it; then what would have to be changed.</summary>
    private static (int Itself, int Dependants, int Differences) Misfits(
        Resource resource,
        LiveResource live,
        IEnumerable<Resource> dependants,
        IReadOnlyDictionary<Resource, IReadOnlyList<LiveResource>> candidates,
        Resolution resolution)
    {
        resolution.Set(resource, live);
        var differences = resource.Kind.Compare(resource, live, resolution);
        return (
            differences.Any(difference => difference.ForcesReplacement) ? 1 : 0,
            dependants.Count(dependant => candidates[dependant].Count > 0 && !candidates[dependant].Any(other => Fits(dependant, other, resolution))),
            differences.Count);
    }

    private static bool Fits(Resource resource, LiveResource live, Resolution resolution) =>
        !resource.Kind.Compare(resource, live, resolution).Any(difference => difference.ForcesReplacement);
}
