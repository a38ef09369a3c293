using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;

namespace EcsPlatform.Cli.Output;

/// <summary>What machines get to read of deployments.</summary>
internal static class DeploymentJson
{
    public static object Of(string run, DeploymentMoved moved) => new
    {
        type = "deployment",
        run,
        at = moved.At,
        platform = moved.Status.Scope.Platform,
        suffix = moved.Status.Scope.Suffix,
        region = moved.Status.Scope.Region,
        service = moved.Status.Service,
        id = moved.Status.Id,
        strategy = moved.Status.Strategy.Spell(),
        controller = moved.Status.Controller.Spell(),
        state = moved.Status.State,
        stage = moved.Status.Stage,
        reason = moved.Status.Reason,
        newVersion = Of(moved.Status.New),
        oldVersions = moved.Status.Old.Select(Of),
        bakesUntil = moved.Status.BakesUntil,
        pauses = moved.Status.Pauses.Count == 0 ? null : moved.Status.Pauses.Select(pause => new { id = pause.HookId, pause.ExpiresAt, onTimeout = pause.OnTimeout.Spell() }),
        alarms = moved.Status.TriggeredAlarms.Count == 0 ? null : moved.Status.TriggeredAlarms,
    };

    public static object Of(DeploymentResult result) => new
    {
        type = "outcome",
        result = result.Word,
        exitCode = result.ExitCode,
        deployments = result.Outcomes.Select(Of),
        notBegun = result.NotBegun,
        problems = result.Problems,
        unasked = result.Unasked.Count == 0 ? null : result.Unasked,
    };

    public static object Of(DeploymentOutcome outcome) => new
    {
        service = outcome.Status.Service,
        id = outcome.Status.Id,
        state = outcome.Status.State,
        reason = outcome.Status.Reason,
        taskDefinition = outcome.Status.New?.TaskDefinition,
        seconds = (outcome.Status.FinishedAt - outcome.Status.CreatedAt)?.TotalSeconds,
        stoppedTasks = outcome.StoppedTasks.Count == 0 ? null : outcome.StoppedTasks,
    };

    private static object? Of(DeploymentVersion? version) => version is null ? null : new
    {
        version.TaskDefinition,
        version.Requested,
        version.Running,
        version.Traffic,
        version.TestTraffic,
    };
}
