namespace EcsPlatform.Core.Engine;

/// <summary>Carries out the steps of a plan: every step starts as soon as what it needs is there, and a failure holds up only what needs it.</summary>
internal sealed class GraphWalk(RunContext run, StepRunner runner, Action<EngineEvent> events)
{
    private readonly List<PlanStep> _done = [];
    private readonly List<StepFailure> _failures = [];
    private readonly List<PlanStep> _skipped = [];
    private readonly List<PlanStep> _starting = [];
    private readonly object _gate = new();

    /// <summary>Makes and changes what the plan says.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="removalFollows">Something goes when this is done: what changes is waited for, because until then it may use what goes.</param>
    public async Task BuildAsync(IReadOnlyList<PlanStep> steps, bool removalFollows)
    {
        var nodes = new Dictionary<Resource, Node>(ReferenceEqualityComparer.Instance);
        foreach (var step in steps)
        {
            nodes.Add(step.Desired!, new Node(step));
        }

        foreach (var node in nodes.Values)
        {
            node.IsAwaited |= run.WaitFor == WaitFor.Everything || (removalFollows && node.Step.Action != PlanAction.Create);
            foreach (var need in node.Step.Desired!.Needs)
            {
                // Found out before anything starts: whoever needs what nobody makes would wait for ever.
                var needed = nodes.GetValueOrDefault(need.Resource)
                    ?? throw new InvalidOperationException($"{node.Step.LogicalId} needs {need.Resource.LogicalId}, which is not part of the plan.");
                needed.IsAwaited |= need.Ready;
            }
        }

        await Task.WhenAll(nodes.Values.Select(node => BuildAsync(node, nodes)).ToArray());
    }

    /// <summary>Changes what differs still when everything is made; nothing waits for anything.</summary>
    public Task FollowUpAsync(IReadOnlyList<PlanStep> steps) => Task.WhenAll(steps.Select(async step =>
    {
        var node = new Node(step) { IsAwaited = run.WaitFor == WaitFor.Everything };
        var chain = CallChain.Begin(Depth);
        await RunAsync(node, chain, () => runner.BuildAsync(step, happened => Tell(node, happened), live => run.Resolution.Set(step.Desired!, live), node.IsAwaited));
    }).ToArray());

    /// <summary>Removes what the plan says, in the order that the kinds ask for.</summary>
    public async Task RemoveAsync(IReadOnlyList<PlanStep> steps)
    {
        var nodes = steps.Select(step => new Node(step)).ToArray();
        var byType = nodes.ToLookup(node => node.Step.Type, StringComparer.Ordinal);
        await Task.WhenAll(nodes.Select(node => RemoveAsync(node, byType)).ToArray());
    }

    /// <summary>The longest chain of calls that any step ended with.</summary>
    public int Depth { get; private set; }

    /// <summary>How it went.</summary>
    public RunReport Report(PlatformScope scope, TimeSpan took)
    {
        lock (_gate)
        {
            return new RunReport(scope) { Done = [.. _done], Starting = [.. _starting], Failures = [.. _failures], Skipped = [.. _skipped], Took = took };
        }
    }

    private async Task BuildAsync(Node node, Dictionary<Resource, Node> nodes)
    {
        var chain = CallChain.Begin(CallChain.Current?.Depth ?? 0);
        foreach (var need in node.Step.Desired!.Needs)
        {
            var needed = nodes[need.Resource];
            var outcome = await (need.Ready ? needed.Ready : needed.Exists).HearAsync();
            if (outcome.FailedAt is { } failedAt)
            {
                Skip(node, failedAt);
                return;
            }

            chain.Join(outcome.Depth);
        }

        await RunAsync(node, chain, () => runner.BuildAsync(
            node.Step,
            happened => Tell(node, happened),
            live =>
            {
                run.Resolution.Set(node.Step.Desired!, live);
                node.Exists.Announce(new Outcome(chain.Depth, null));
            },
            node.IsAwaited));
    }

    private async Task RemoveAsync(Node node, ILookup<string, Node> byType)
    {
        var chain = CallChain.Begin(CallChain.Current?.Depth ?? 0);
        foreach (var before in node.Step.Kind.RemovedAfter.SelectMany(before => byType[before]))
        {
            var outcome = await before.Ready.HearAsync();
            if (outcome.FailedAt is { } failedAt)
            {
                Skip(node, failedAt);
                return;
            }

            chain.Join(outcome.Depth);
        }

        await RunAsync(node, chain, async () =>
        {
            await runner.RemoveAsync(node.Step, events);
            return true;
        });
    }

    private async Task RunAsync(Node node, CallChain chain, Func<Task<bool>> work)
    {
        bool isReady;
        var started = run.Clock.GetTimestamp();
        try
        {
            run.Cancellation.ThrowIfCancellationRequested();
            if (node.Step.Action != PlanAction.None)
            {
                events(new StepStarted(run.Clock.GetUtcNow(), node.Step));
            }

            isReady = await work();
        }
        catch (Exception error)
        {
            Fail(node, error);
            return;
        }

        lock (_gate)
        {
            _done.Add(node.Step);
            if (!isReady)
            {
                _starting.Add(node.Step);
            }

            Depth = Math.Max(Depth, chain.Depth);
        }

        var isNews = node.Step.Action != PlanAction.None || node.HasWaited;
        Settle(node, new Outcome(chain.Depth, null), !isNews ? null : new StepFinished(run.Clock.GetUtcNow(), node.Step, run.Clock.GetElapsedTime(started))
        {
            Id = node.Step.Desired is { } desired ? run.Resolution.TryId(desired) : node.Step.Id,
            IsReady = isReady,
        });
    }

    private void Tell(Node node, EngineEvent happened)
    {
        node.HasWaited |= happened is StepWaiting;
        events(happened);
    }

    private void Fail(Node node, Exception error)
    {
        var failure = FailureAdvice.Describe(node.Step, error);
        lock (_gate)
        {
            _failures.Add(failure);
        }

        Settle(node, new Outcome(0, node.Step.LogicalId), new StepFailed(run.Clock.GetUtcNow(), node.Step, failure));
    }

    private void Skip(Node node, string because)
    {
        lock (_gate)
        {
            _skipped.Add(node.Step);
        }

        Settle(node, new Outcome(0, because), new StepSkipped(run.Clock.GetUtcNow(), node.Step, because));
    }

    /// <summary>Tells the watcher, then those who wait; also when the watcher fails (a closed pipe, say), or they would wait for ever.</summary>
    private void Settle(Node node, Outcome outcome, EngineEvent? news)
    {
        try
        {
            if (news is not null)
            {
                events(news);
            }
        }
        finally
        {
            node.Settle(outcome);
        }
    }

    private readonly record struct Outcome(int Depth, string? FailedAt);

    // Continuations run inline on purpose: on the virtual clock a run is one thread, and so the same every time.
    private sealed class Node(PlanStep step)
    {
        public PlanStep Step { get; } = step;

        /// <summary>It was there and not ready: whoever was told that it waits is told that it is ready, too.</summary>
        public bool HasWaited { get; set; }

        /// <summary>The run does not end before it is ready.</summary>
        public bool IsAwaited { get; set; }

        public Announcement<Outcome> Exists { get; } = new();

        public Announcement<Outcome> Ready { get; } = new();

        public void Settle(Outcome outcome)
        {
            Exists.Announce(outcome);
            Ready.Announce(outcome);
        }
    }
}
