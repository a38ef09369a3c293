using System.Globalization;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>How events and counts are put into words.</summary>
internal static class EventText
{
    /// <summary>A line for the verbose stream; null for what is not worth one.</summary>
    public static string? Of(EngineEvent happened) => happened switch
    {
        StepStarted started => $"{Doing(started.Step.Action)} {started.Step.LogicalId}",
        StepWaiting waiting => $"waiting for {waiting.Step.LogicalId}: {waiting.Reason}",
        StepFinished finished => $"{Done(finished.Step.Action)} {finished.Step.LogicalId} ({finished.Id ?? finished.Step.Name}) in {Span(finished.Took)}{(finished.IsReady ? "" : ", still starting")}",
        StepFailed { Failure.IsStop: true } stopped => $"stopped {stopped.Step.LogicalId}",
        StepFailed failed => $"failed {failed.Step.LogicalId}: {failed.Failure.ErrorCode}: {failed.Failure.Message}",
        StepSkipped skipped => $"not begun: {skipped.Step.LogicalId}, because of {skipped.Because}",
        DeploymentMoved moved => $"{moved.Status.Service}: {DeploymentText.Line(moved.Status, moved.At)}{(moved.Status.Reason is { Length: > 0 } reason ? $" ({reason})" : "")}",
        _ => null,
    };

    /// <summary>"61 to create, 2 to update; 20 as wanted".</summary>
    public static string Of(Plan plan)
    {
        var parts = new[] { PlanAction.Create, PlanAction.Update, PlanAction.Replace, PlanAction.Delete }
            .Where(action => plan.Count(action) > 0)
            .Select(action => string.Create(CultureInfo.InvariantCulture, $"{plan.Count(action)} to {action.ToString().ToLowerInvariant()}"))
            .ToArray();
        var unchanged = plan.Count(PlanAction.None);
        return parts.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"nothing to change, {unchanged} resources are as wanted")
            : string.Join(", ", parts) + (unchanged > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {unchanged} as wanted") : "");
    }

    /// <summary>"0.3 s", "12 s", "4 min 05 s".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 9.95 } => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalSeconds: < 99.5 } => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s"),
    };

    /// <summary>"creating", "deleting".</summary>
    public static string Doing(PlanAction action) => action switch
    {
        PlanAction.None => "looking at",
        _ => action.ToString().ToLowerInvariant().TrimEnd('e') + "ing",
    };

    private static string Done(PlanAction action) => action switch
    {
        PlanAction.None => "ready:",
        _ => action.ToString().ToLowerInvariant() + "d",
    };
}
