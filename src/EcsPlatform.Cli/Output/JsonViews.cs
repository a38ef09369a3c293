using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Rehearsals;
using EcsPlatform.Core.Status;

namespace EcsPlatform.Cli.Output;

/// <summary>What machines get to read: stable names, one "type" per shape.</summary>
internal static class JsonViews
{
    public static object Of(Plan plan) => new
    {
        type = "plan",
        platform = plan.Scope.Platform,
        suffix = plan.Scope.Suffix,
        region = plan.Scope.Region,
        isEmpty = plan.IsEmpty,
        create = plan.Count(PlanAction.Create),
        update = plan.Count(PlanAction.Update),
        replace = plan.Count(PlanAction.Replace),
        delete = plan.Count(PlanAction.Delete),
        unchanged = plan.Count(PlanAction.None),
        changes = plan.Changes.Select(step => new
        {
            action = step.Action,
            resource = step.LogicalId,
            service = step.Service,
            name = step.Name,
            id = step.Id,
            differences = step.Differences.Count == 0 ? null : step.Differences,
        }),
        problems = plan.Problems,
    };

    public static object Of(MeshMove move) => new
    {
        type = "meshMove",
        from = move.From?.Spell(),
        to = move.To.Spell(),
        losses = move.Losses,
        gains = move.Gains,
    };

    public static object Of(PlatformStatus status) => new
    {
        type = "status",
        platform = status.PlatformName,
        suffix = status.EnvironmentSuffix,
        status.Region,
        status.Exists,
        status.Cluster,
        status.Url,
        status.Services,
    };

    public static object Of(string run, EngineEvent happened) => happened switch
    {
        StepStarted started => Event(run, started.At, "started", started.Step),
        StepWaiting waiting => Event(run, waiting.At, "waiting", waiting.Step, reason: waiting.Reason),
        StepFinished finished => Event(run, finished.At, Words.Done(finished.Step.Action), finished.Step, id: finished.Id, seconds: finished.Took.TotalSeconds),
        StepFailed failed => Event(run, failed.At, "failed", failed.Step, reason: failed.Failure.Message, error: failed.Failure.ErrorCode, advice: failed.Failure.Advice),
        StepSkipped skipped => Event(run, skipped.At, "skipped", skipped.Step, reason: skipped.Because),
        DeploymentMoved moved => DeploymentJson.Of(run, moved),
        _ => new { type = "event", run, at = happened.At },
    };

    public static object Of(string run, RunReport report, CallMeter meter, bool stopped) => new
    {
        type = "report",
        run,
        succeeded = report.Succeeded && !stopped,
        stopped,
        changed = report.Done.Count(step => step.Action != PlanAction.None),
        failures = report.Failures.Select(failure => new { resource = failure.LogicalId, failure.Action, failure.ErrorCode, failure.Message, failure.Advice }),
        starting = report.Starting.Select(step => step.LogicalId),
        skipped = report.Skipped.Select(step => step.LogicalId),
        left = report.Left.Select(live => new { resource = live.LogicalId ?? $"{live.Type}/{live.Name}", live.Id }),
        meter.Calls,
        meter.Rounds,
        meter.Polls,
        seconds = report.Took.TotalSeconds,
    };

    public static object Of(RehearsalReport report) => new
    {
        type = "rehearsal",
        report.Succeeded,
        platform = report.Scope.Platform,
        suffix = report.Scope.Suffix,
        region = report.Scope.Region,
        standIns = report.StandIns,
        standInCertificates = report.StandInCertificates.Count == 0 ? null : report.StandInCertificates,
        phases = report.Phases.Select(phase => new
        {
            phase.Phase,
            phase.Succeeded,
            phase.Skipped,
            phase.Calls,
            phase.Rounds,
            phase.Polls,
            seconds = phase.Took.TotalSeconds,
            realSeconds = phase.RealTime.TotalSeconds,
            phase.Problems,
        }),
        deployments = report.Deployments.Count == 0 ? null : report.Deployments.Select(outcome => DeploymentJson.Of(outcome)),
        status = report.Status is { } status ? Of(status) : null,
        left = report.Left,
    };

    private static object Event(string run, DateTimeOffset at, string what, PlanStep step, string? id = null, double? seconds = null, string? reason = null, string? error = null, string? advice = null) => new
    {
        type = "event",
        run,
        at,
        what,
        resource = step.LogicalId,
        step.Service,
        action = step.Action,
        id,
        seconds,
        reason,
        error,
        advice,
    };
}
