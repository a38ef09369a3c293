using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>What a kind has at hand while it makes, changes or removes one resource.</summary>
public sealed class ApplyContext
{
    private readonly Action<LiveResource>? _available;
    private readonly Action<string>? _waiting;
    private string? _lastReason;

    internal ApplyContext(RunContext run, Action<LiveResource>? available, Action<string>? waiting)
    {
        Run = run;
        _available = available;
        _waiting = waiting;
    }

    /// <summary>The clients.</summary>
    public AwsClients Aws => Run.Aws;

    /// <summary>The clock that every wait goes by.</summary>
    public TimeProvider Clock => Run.Clock;

    /// <summary>Ids, ARNs and tags.</summary>
    public Resolution Resolution => Run.Resolution;

    /// <summary>Polls that waits of the same kind share.</summary>
    public WaitBoard Waits => Run.Waits;

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancellation => Run.Cancellation;

    internal RunContext Run { get; }

    /// <summary>Others can refer to the resource from now on, although its own making goes on (more calls follow).</summary>
    public void Available(LiveResource live) => _available?.Invoke(live);

    /// <summary>Tells people what the run is waiting for: "NAT gateway nat-0a1 is pending". The same reason again is not news.</summary>
    public void Waiting(string reason)
    {
        if (reason != _lastReason)
        {
            _lastReason = reason;
            _waiting?.Invoke(reason);
        }
    }
}

/// <summary>What all steps of one run share.</summary>
internal sealed record RunContext(AwsClients Aws, TimeProvider Clock, Resolution Resolution, WaitBoard Waits, WaitFor WaitFor, CancellationToken Cancellation);
