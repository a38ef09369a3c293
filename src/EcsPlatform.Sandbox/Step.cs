namespace EcsPlatform.Sandbox;

/// <summary>A step of a lifecycle ("NAT gateway becomes available"): runs for a key, some time from now, also after the sandbox was saved and loaded.</summary>
/// <remarks>Made by <see cref="SandboxService.Step"/> in the service's constructor. One run per key is pending at a time: a new one replaces it.</remarks>
public sealed class Step
{
    // System timers take no more than 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly SandboxRegion _region;
    private readonly Action<string> _run;
    private readonly bool _background;
    private readonly Dictionary<string, (DateTimeOffset Due, ITimer Timer)> _pending = new(StringComparer.Ordinal);

    internal Step(string name, SandboxRegion region, Action<string> run, bool background) =>
        (Name, _region, _run, _background) = (name, region, run, background);

    /// <summary>The name in the state file; unique in the service.</summary>
    public string Name { get; }

    /// <summary>Pending runs: key and due time, in order of due time.</summary>
    internal IEnumerable<KeyValuePair<string, DateTimeOffset>> Pending =>
        _pending.OrderBy(pair => pair.Value.Due).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Due));

    /// <summary>Runs the step for a key after a time at AWS's own pace (divided by <see cref="SandboxOptions.LifecycleSpeed"/>).</summary>
    /// <param name="delay">How long AWS takes; zero runs as soon as everything waits.</param>
    /// <param name="key">Which resource.</param>
    public void After(TimeSpan delay, string key) => At(_region.Now + (delay / _region.Sandbox.Options.LifecycleSpeed), key);

    /// <summary>True while a run is pending for the key.</summary>
    /// <param name="key">Which resource.</param>
    public bool IsPending(string key) => _pending.ContainsKey(key);

    /// <summary>Takes a pending run back; does nothing where there is none.</summary>
    /// <param name="key">Which resource.</param>
    public void Cancel(string key)
    {
        if (_pending.Remove(key, out var pending))
        {
            pending.Timer.Dispose();
        }
    }

    /// <summary>Runs the step for a key at an instant that the API names (a day of deletion), at any <see cref="SandboxOptions.LifecycleSpeed"/>.</summary>
    internal void At(DateTimeOffset due, string key)
    {
        Cancel(key);
        var delay = due - _region.Now;
        ITimer? timer = null;
        timer = _background && _region.Sandbox.Clock is VirtualClock clock
            ? clock.CreateBackgroundTimer(_ => Fire(key, timer))
            : _region.Sandbox.Clock.CreateTimer(_ => Fire(key, timer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pending[key] = (due, timer);
        Wait(timer, delay);
    }

    private static void Wait(ITimer timer, TimeSpan delay) =>
        timer.Change(delay < TimeSpan.Zero ? TimeSpan.Zero : delay > LongestTimer ? LongestTimer : delay, Timeout.InfiniteTimeSpan);

    private void Fire(string key, ITimer? timer)
    {
        lock (_region.Sandbox.World)
        {
            // A real clock may fire while the run is being replaced.
            if (!_pending.TryGetValue(key, out var pending) || !ReferenceEquals(pending.Timer, timer))
            {
                return;
            }

            if (pending.Due - _region.Now is { TotalHours: > 1 } left)
            {
                Wait(pending.Timer, left);
                return;
            }

            Cancel(key);
            _run(key);
        }
    }
}
