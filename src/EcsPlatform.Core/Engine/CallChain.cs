namespace EcsPlatform.Core.Engine;

/// <summary>A logical clock that counts round trips: how many calls, one after the other, led to this point.</summary>
/// <remarks>It flows with the asynchronous work. A step begins at the largest depth of what it waited for; each of its calls adds one;
/// calls that a step makes side by side add one together. The largest depth of a run is its "rounds".</remarks>
public sealed class CallChain
{
    private static readonly AsyncLocal<CallChain?> Flow = new();

    private readonly bool _waiting;
    private int _depth;

    private CallChain(int depth, bool waiting = false)
    {
        _depth = depth;
        _waiting = waiting;
    }

    /// <summary>The chain that the current work belongs to; null outside a run.</summary>
    public static CallChain? Current => Flow.Value;

    /// <summary>Calls, one after the other, so far.</summary>
    public int Depth => Volatile.Read(ref _depth);

    /// <summary>The current calls are polls: counted, but apart, and without depth.</summary>
    public bool IsWaiting => _waiting;

    /// <summary>Begins a step that had to wait for work of the given depth. Call it inside the step's own asynchronous method.</summary>
    internal static CallChain Begin(int depth)
    {
        var chain = new CallChain(depth);
        Flow.Value = chain;
        return chain;
    }

    /// <summary>Marks what follows in the current asynchronous method as polling.</summary>
    internal static void BeginWaiting() => Flow.Value = new CallChain(0, waiting: true);

    /// <summary>A call that left at <paramref name="depthAtStart"/> has been answered.</summary>
    internal void Answered(int depthAtStart)
    {
        int seen;
        while ((seen = Volatile.Read(ref _depth)) < depthAtStart + 1)
        {
            Interlocked.CompareExchange(ref _depth, depthAtStart + 1, seen);
        }
    }

    /// <summary>What follows also depends on work of that depth.</summary>
    internal void Join(int depth) => Answered(depth - 1);
}
