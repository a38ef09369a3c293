namespace EcsPlatform.Core.Engine;

/// <summary>Something that happened in a run, for whoever watches: progress bars, verbose streams, logs.</summary>
/// <param name="At">When, on the run's clock.</param>
public abstract record EngineEvent(DateTimeOffset At);

/// <summary>A step began its first call.</summary>
public sealed record StepStarted(DateTimeOffset At, PlanStep Step) : EngineEvent(At);

/// <summary>A step waits for AWS.</summary>
public sealed record StepWaiting(DateTimeOffset At, PlanStep Step, string Reason) : EngineEvent(At);

/// <summary>A step is done.</summary>
public sealed record StepFinished(DateTimeOffset At, PlanStep Step, TimeSpan Took) : EngineEvent(At)
{
    /// <summary>The id in AWS, that of a new resource included.</summary>
    public string? Id { get; init; }

    /// <summary>False for what was left to start by itself.</summary>
    public bool IsReady { get; init; } = true;
}

/// <summary>A step failed; only what needs it is held up.</summary>
public sealed record StepFailed(DateTimeOffset At, PlanStep Step, StepFailure Failure) : EngineEvent(At);

/// <summary>A step could not begin, because of another one.</summary>
public sealed record StepSkipped(DateTimeOffset At, PlanStep Step, string Because) : EngineEvent(At);
