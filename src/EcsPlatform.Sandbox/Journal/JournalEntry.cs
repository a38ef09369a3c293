namespace EcsPlatform.Sandbox;

/// <summary>One call to the sandbox; holds names, never values.</summary>
public sealed class JournalEntry
{
    /// <summary>Position among all calls, from 1, in order of arrival.</summary>
    public required int Sequence { get; init; }

    /// <summary>The service by its signing name ("ecs").</summary>
    public required string Service { get; init; }

    /// <summary>The operation ("CreateService").</summary>
    public required string Operation { get; init; }

    /// <summary>The region of the caller's signature.</summary>
    public required string Region { get; init; }

    /// <summary>The sandbox's time when the call left the client.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The sandbox's time when the answer arrived; null while the call is under way.</summary>
    public DateTimeOffset? End { get; internal set; }

    /// <summary>"ok", the service's error code, or what the sandbox did to the call ("dropped", "timeout", "killed", "cancelled"); null while under way.</summary>
    public string? Outcome { get; internal set; }

    /// <summary>The fault that struck the call.</summary>
    public FaultKind? Fault { get; internal set; }

    /// <summary>True when the call took effect, whether or not the caller learned of it.</summary>
    public bool TookEffect { get; internal set; }

    /// <summary>Name, ARN or id of what the call is about, where the request says so in one member.</summary>
    public string? Resource { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Sequence,4} {Start:HH:mm:ss.fff} {Service}.{Operation} {Resource} {Outcome ?? "…"}".Replace("  ", " ", StringComparison.Ordinal);
}
