namespace EcsPlatform.Core.Engine;

/// <summary>Counts the calls of a run: how many, how many of them polls, and the longest chain of sequential ones.</summary>
public sealed class CallMeter
{
    private int _calls;
    private int _polls;
    private int _rounds;

    /// <summary>Calls that were not polls.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Calls that only asked whether something has happened yet.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>The longest chain of calls, one after the other, polls left out.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>A handler that counts what passes through it.</summary>
    public DelegatingHandler Around(HttpMessageHandler inner) => new Handler(this, inner);

    private void Count(CallChain? chain, int depth)
    {
        if (chain is { IsWaiting: true })
        {
            Interlocked.Increment(ref _polls);
            return;
        }

        Interlocked.Increment(ref _calls);
        int seen;
        while ((seen = Volatile.Read(ref _rounds)) < depth + 1)
        {
            Interlocked.CompareExchange(ref _rounds, depth + 1, seen);
        }
    }

    private sealed class Handler(CallMeter meter, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var chain = CallChain.Current;
            var depth = chain?.Depth ?? 0;
            meter.Count(chain, depth);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                chain?.Answered(depth);
            }
        }
    }
}
