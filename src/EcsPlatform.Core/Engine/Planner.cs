using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Core.Engine;

/// <summary>Works out the difference between what is wanted and what is there. Pure: it sends nothing.</summary>
internal static class Planner
{
    /// <summary>Which live resource is which wanted one.</summary>
    /// <param name="Sight">What is there, its resolution filled in.</param>
    /// <param name="Unclaimed">What is ours and nobody wants.</param>
    /// <param name="Problems">Names that somebody else has.</param>
    public sealed record Claims(Observer.Sight Sight, IReadOnlyCollection<LiveResource> Unclaimed, IReadOnlyList<PlanProblem> Problems);

    /// <summary>The plan that makes AWS look like the definition.</summary>
    /// <param name="desired">What is wanted, each after what it needs.</param>
    /// <param name="sight">What is there.</param>
    /// <param name="surplus">Which of ours may go when nobody wants it; all of it when left out.</param>
    public static Plan Plan(IReadOnlyList<Resource> desired, Observer.Sight sight, Predicate<LiveResource>? surplus = null) => Plan(desired, Claim(desired, sight), surplus);

    /// <summary>Finds the live resource of each wanted one.</summary>
    /// <param name="desired">What is wanted, each after what it needs.</param>
    /// <param name="sight">What is there.</param>
    public static Claims Claim(IReadOnlyList<Resource> desired, Observer.Sight sight)
    {
        var resolution = sight.Resolution;
        var problems = new List<PlanProblem>();
        var unclaimed = sight.Live.Where(live => live.Ours).ToHashSet<LiveResource>(ReferenceEqualityComparer.Instance);
        var byLogicalId = sight.Live.Where(live => live is { Ours: true, LogicalId: not null }).ToLookup(live => live.LogicalId!, StringComparer.Ordinal);
        var byName = sight.Live.ToLookup(live => (live.Type, live.Name));

        var candidates = desired.ToDictionary<Resource, Resource, IReadOnlyList<LiveResource>>(
            resource => resource,
            resource => [.. byLogicalId[resource.LogicalId].Where(live => !live.Going).OrderBy(live => live.Id, StringComparer.Ordinal)],
            ReferenceEqualityComparer.Instance);

        foreach (var resource in desired)
        {
            var live = Duplicates.Choose(resource, candidates, resolution);
            if (live is not null)
            {
                unclaimed.Remove(live);
                resolution.Set(resource, live);
                continue;
            }

            if (byName[(resource.Kind.Type, resource.Name)].FirstOrDefault(live => !live.Ours) is { } foreign)
            {
                problems.Add(PlanProblems.NameTaken(resource, foreign));
            }
        }

        return new Claims(sight, unclaimed, problems);
    }

    /// <summary>The plan that makes AWS look like the definition.</summary>
    /// <param name="desired">What is wanted, each after what it needs.</param>
    /// <param name="claims">Which live resource is which wanted one.</param>
    /// <param name="surplus">Which of ours may go when nobody wants it; all of it when left out.</param>
    public static Plan Plan(IReadOnlyList<Resource> desired, Claims claims, Predicate<LiveResource>? surplus = null)
    {
        var resolution = claims.Sight.Resolution;
        var problems = claims.Problems.ToList();
        var steps = new List<PlanStep>();
        foreach (var resource in desired)
        {
            var step = Compare(resource, resolution);
            problems.AddRange(Check(step, resolution));
            steps.Add(step);
        }

        steps.AddRange(claims.Unclaimed
            .Where(live => !live.Going && surplus?.Invoke(live) != false)
            .OrderBy(live => live.Type, StringComparer.Ordinal)
            .ThenBy(live => live.Name, StringComparer.Ordinal)
            .Select(live => Delete(live, claims.Sight)));
        return new Plan(resolution.Scope, resolution, steps, problems) { Depth = CallChain.Current?.Depth ?? 0 };
    }

    /// <summary>The plan that removes everything that is ours.</summary>
    public static Plan PlanRemoval(Observer.Sight sight) => new(
        sight.Resolution.Scope,
        sight.Resolution,
        [.. sight.Live.Where(live => live.Ours).Select(live => Delete(live, sight))],
        [])
    {
        Depth = CallChain.Current?.Depth ?? 0,
    };

    /// <summary>What one resource needs, now that the ones before it are resolved.</summary>
    public static PlanStep Compare(Resource resource, Resolution resolution)
    {
        if (resolution.Find(resource) is not { } live)
        {
            return new PlanStep(PlanAction.Create, resource.Kind, resource, null, []);
        }

        var differences = resource.Kind.Compare(resource, live, resolution);
        var action = differences.Count == 0 ? PlanAction.None
            : differences.Any(difference => difference.ForcesReplacement) ? PlanAction.Replace
            : PlanAction.Update;
        return new PlanStep(action, resource.Kind, resource, live, differences);
    }

    private static PlanStep Delete(LiveResource live, Observer.Sight sight) => new(PlanAction.Delete, sight.Kinds[live.Type], null, live, []);

    private static IEnumerable<PlanProblem> Check(PlanStep step, Resolution resolution)
    {
        if (step.Action is PlanAction.None)
        {
            return [];
        }

        if (step.Action is PlanAction.Replace)
        {
            return [PlanProblems.CannotChange(step)];
        }

        var resource = step.Desired!;
        PlanProblem[] problems = [.. step.Kind.Problems(resource, step.Live, resolution)];
        return problems.Length > 0
            ? problems
            : step.Kind.Requests(resource, resolution)
                .SelectMany(call => ConstraintCheck.Check(call.Operation, call.Request).Select(violation => PlanProblems.InvalidValue(resource, call, violation)));
    }
}
