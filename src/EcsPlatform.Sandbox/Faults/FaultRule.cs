namespace EcsPlatform.Sandbox;

/// <summary>What can go wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>The service's own throttling error.</summary>
    Throttle,

    /// <summary>The service's own internal error, HTTP 500.</summary>
    InternalError,

    /// <summary>No answer: the call ends by the client's time-out and had no effect.</summary>
    Timeout,

    /// <summary>The connection drops before the call has taken effect.</summary>
    DropBeforeEffect,

    /// <summary>The connection drops after the call has taken effect: the answer is lost.</summary>
    DropAfterEffect,
}

/// <summary>When a fault strikes; every condition that is set must hold.</summary>
public sealed record FaultRule
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The service by its signing name ("ecs", "elasticloadbalancing"); null for all.</summary>
    public string? Service { get; init; }

    /// <summary>The operation ("CreateService"); null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>Only the n-th matching call, from 1, counted since the rule was added; null for all.</summary>
    public int? Nth { get; init; }

    /// <summary>Share of the matching calls, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How often it may strike altogether; null for no limit.</summary>
    public int? Count { get; init; }

    /// <summary>For time-outs: how long the call hangs, on the sandbox's clock.</summary>
    public TimeSpan HangTime { get; init; } = TimeSpan.FromSeconds(100);
}
