namespace EcsPlatform;

/// <summary>The sandbox that the session uses.</summary>
public sealed record SandboxInfo
{
    /// <summary>Where other programs reach it; null when it serves this process only.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>The region of calls that name none.</summary>
    public required string Region { get; init; }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>Decides every identifier and every chance.</summary>
    public int Seed { get; init; }

    /// <summary>Seconds of lifecycle per second; null where time jumps whenever everything waits.</summary>
    public double? Speed { get; init; }
}

/// <summary>One call that a sandbox answered.</summary>
public sealed record SandboxCallInfo
{
    /// <summary>Position among all calls, from 1.</summary>
    public int Sequence { get; init; }

    /// <summary>The sandbox's time when the call left the client.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>How long it took, on the sandbox's clock; null while it is under way.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>The service by its signing name: "ecs".</summary>
    public required string Service { get; init; }

    /// <summary>The operation: "CreateService".</summary>
    public required string Operation { get; init; }

    /// <summary>The region of the caller's signature.</summary>
    public required string Region { get; init; }

    /// <summary>Name, ARN or id of what the call is about, where the request says so.</summary>
    public string? Resource { get; init; }

    /// <summary>"ok", the service's error code, or what the sandbox did to the call; null while it is under way.</summary>
    public string? Outcome { get; init; }

    /// <summary>The fault that struck the call; null when none did.</summary>
    public SandboxFaultKind? Fault { get; init; }

    /// <summary>The call took effect, whether or not the caller learned of it.</summary>
    public bool TookEffect { get; init; }
}

/// <summary>An image in a repository of the sandbox.</summary>
public sealed record SandboxImageInfo
{
    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>The image's tag.</summary>
    public required string Tag { get; init; }

    /// <summary>"sha256:…" of its manifest.</summary>
    public required string Digest { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}:{Tag}";
}

/// <summary>What can go wrong with a call.</summary>
public enum SandboxFaultKind
{
    /// <summary>The service's own throttling error.</summary>
    Throttle,

    /// <summary>The service's own internal error, HTTP 500.</summary>
    InternalError,

    /// <summary>No answer: the call had no effect.</summary>
    Timeout,

    /// <summary>The connection drops before the call has taken effect.</summary>
    DropBeforeEffect,

    /// <summary>The connection drops after the call has taken effect: the answer is lost.</summary>
    DropAfterEffect,
}
