using System.Collections.Concurrent;

namespace EcsPlatform.Core.Engine;

/// <summary>What the steps of one run do together: whoever waits for the same kind of thing shares one poll, whoever sends the same kind of call shares calls.</summary>
public sealed class WaitBoard(TimeProvider clock, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, Lazy<object>> _polls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<CallBatch>> _batches = new(StringComparer.Ordinal);

    /// <summary>The shared calls of that name, made when first asked for.</summary>
    /// <param name="name">What is done: "DeleteAlarms".</param>
    /// <param name="size">Most items of one call.</param>
    /// <param name="call">The call.</param>
    public CallBatch Batch(string name, int size, Func<IReadOnlyList<string>, Task> call) =>
        _batches.GetOrAdd(name, _ => new Lazy<CallBatch>(() => new CallBatch(size, call, clock, cancellation))).Value;

    /// <summary>The shared poll of that name, made when first asked for.</summary>
    /// <param name="name">What is polled: "nat-gateway".</param>
    /// <param name="read">Reads the states of all ids at once; an id that is gone may be missing from the answer.</param>
    /// <param name="schedule">How often; <see cref="PollSchedule.Default"/> unless given.</param>
    public SharedPoll<TState> Poll<TState>(
        string name,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, TState>>> read,
        PollSchedule? schedule = null)
        where TState : class =>
        (SharedPoll<TState>)_polls.GetOrAdd(
            name,
            _ => new Lazy<object>(() => new SharedPoll<TState>(name, read, schedule ?? PollSchedule.Default, clock, cancellation))).Value;
}

/// <summary>When to look: soon at first, then ever more rarely.</summary>
/// <param name="First">Before the first look; those who come meanwhile share it.</param>
/// <param name="Factor">How much longer each pause is than the one before.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="Timeout">How long one waiter waits before it gives up.</param>
public sealed record PollSchedule(TimeSpan First, double Factor, TimeSpan Longest, TimeSpan Timeout)
{
    /// <summary>0.25 s, doubling to 10 s, for at most 15 minutes.</summary>
    public static PollSchedule Default { get; } = new(TimeSpan.FromSeconds(0.25), 2, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(15));
}
