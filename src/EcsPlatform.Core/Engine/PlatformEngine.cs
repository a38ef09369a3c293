using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Observes, plans, applies and removes. Knows no kind of resource and no definition: resources come in, AWS calls go out.</summary>
/// <param name="aws">The clients.</param>
/// <param name="clock">The clock that every wait goes by.</param>
/// <param name="kinds">All kinds that platforms are made of.</param>
public sealed class PlatformEngine(AwsClients aws, TimeProvider clock, KnownKinds kinds)
{
    private readonly Observer _observer = new(aws, clock, kinds);

    /// <summary>Everything of one platform that is there now, and what is in the way of its names.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="desired">What the definition wants; empty when there is none at hand.</param>
    /// <param name="depth">How much is asked for.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<IReadOnlyList<LiveResource>> ObserveAsync(PlatformScope scope, IReadOnlyList<Resource> desired, ObservationDepth depth, CancellationToken cancellation = default)
    {
        CallChain.Begin(0);
        return (await _observer.LookAsync(scope, desired, depth, cancellation)).Live;
    }

    /// <summary>The difference between what is wanted and what is there.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="desired">What is wanted, in an order in which it could be made.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<Plan> PlanAsync(PlatformScope scope, IReadOnlyList<Resource> desired, CancellationToken cancellation = default)
    {
        CallChain.Begin(0);
        return Planner.Plan(desired, await _observer.ClaimAsync(scope, desired, cancellation));
    }

    /// <summary>The difference between what is there and what is to become of it.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="named">Resources whose names will be wanted: whether somebody else has them is looked at too.</param>
    /// <param name="becomes">What is wanted, given what is there.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<Plan> PlanChangeAsync(
        PlatformScope scope,
        IReadOnlyList<Resource> named,
        Func<IReadOnlyList<LiveResource>, WantedChange> becomes,
        CancellationToken cancellation = default)
    {
        CallChain.Begin(0);
        var sight = await _observer.LookAsync(scope, named, ObservationDepth.Full, cancellation);
        var change = becomes(sight.Live);
        return Planner.Plan(change.Wanted, sight, change.Surplus);
    }

    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan, just made.</param>
    /// <param name="events">Told of everything that happens, on whatever thread it happens.</param>
    /// <param name="cancellation">Stops the run cleanly: calls under way end, no new one begins.</param>
    /// <exception cref="PlanRefusedException">The plan has problems.</exception>
    public Task<RunReport> ApplyAsync(Plan plan, Action<EngineEvent> events, CancellationToken cancellation = default) =>
        ApplyAsync(plan, events, WaitFor.Everything, cancellation);

    /// <summary>Carries a plan out, and waits for all or for as little as it takes.</summary>
    /// <param name="plan">The plan, just made.</param>
    /// <param name="events">Told of everything that happens, on whatever thread it happens.</param>
    /// <param name="waitFor">What must be ready before the run ends; what is not is in the report.</param>
    /// <param name="cancellation">Stops the run cleanly: calls under way end, no new one begins.</param>
    /// <exception cref="PlanRefusedException">The plan has problems.</exception>
    public async Task<RunReport> ApplyAsync(Plan plan, Action<EngineEvent> events, WaitFor waitFor, CancellationToken cancellation = default)
    {
        if (plan.Problems.Count > 0)
        {
            throw new PlanRefusedException(plan);
        }

        var chain = CallChain.Begin(plan.Depth);
        var started = clock.GetTimestamp();
        var walk = Walk(plan, events, waitFor, cancellation);
        await walk.BuildAsync([.. plan.Steps.Where(step => step.Desired is not null)], removalFollows: plan.Count(PlanAction.Delete) > 0);
        if (walk.Report(plan.Scope, default).Succeeded)
        {
            chain.Join(walk.Depth);
            await walk.FollowUpAsync([.. Again(plan)]);
        }

        if (walk.Report(plan.Scope, default).Succeeded)
        {
            chain.Join(walk.Depth);
            await walk.RemoveAsync([.. plan.Steps.Where(step => step.Action == PlanAction.Delete)]);
        }

        return walk.Report(plan.Scope, clock.GetElapsedTime(started));
    }

    /// <summary>The plan that removes everything that carries the platform's tags.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="desired">What the definition wants, if one is at hand: its names are looked for as well.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<Plan> PlanRemovalAsync(PlatformScope scope, IReadOnlyList<Resource> desired, CancellationToken cancellation = default)
    {
        CallChain.Begin(0);
        return Planner.PlanRemoval(await _observer.LookAsync(scope, desired, ObservationDepth.Existence, cancellation));
    }

    /// <summary>Removes what the plan says and looks again whether anything is left.</summary>
    public async Task<RunReport> RemoveAsync(Plan plan, IReadOnlyList<Resource> desired, Action<EngineEvent> events, CancellationToken cancellation = default)
    {
        var chain = CallChain.Begin(plan.Depth);
        var started = clock.GetTimestamp();
        var walk = Walk(plan, events, WaitFor.Everything, cancellation);
        await walk.RemoveAsync(plan.Steps);
        var report = walk.Report(plan.Scope, clock.GetElapsedTime(started));
        if (cancellation.IsCancellationRequested)
        {
            return report;
        }

        chain.Join(walk.Depth);
        var after = await _observer.LookAgainAsync(plan, desired, cancellation);
        return report with { Left = [.. after.Live.Where(live => live is { Ours: true, Going: false })], Took = clock.GetElapsedTime(started) };
    }

    /// <summary>What differs once more, now that everything is made: it depends on what came after it.</summary>
    private static IEnumerable<PlanStep> Again(Plan plan) => plan.Steps
        .Where(step => step.Desired?.IsLookedAtAgain == true)
        .Select(step => Planner.Compare(step.Desired!, plan.Resolution))
        .Where(step => step.Action == PlanAction.Update);

    private GraphWalk Walk(Plan plan, Action<EngineEvent> events, WaitFor waitFor, CancellationToken cancellation)
    {
        var run = new RunContext(aws, clock, plan.Resolution, new WaitBoard(clock, cancellation), waitFor, cancellation);
        return new GraphWalk(run, new StepRunner(run, _observer, [.. plan.Steps.Where(step => step.Desired is not null).Select(step => step.Desired!)]), events);
    }
}

/// <summary>A plan that cannot be carried out; nothing has been changed.</summary>
public sealed class PlanRefusedException(Plan plan) : Exception(
    string.Join(Environment.NewLine, plan.Problems.Select(problem => $"{problem.LogicalId}: {problem.Message} {problem.Advice}")))
{
    /// <summary>The plan with its problems.</summary>
    public Plan Plan { get; } = plan;
}
