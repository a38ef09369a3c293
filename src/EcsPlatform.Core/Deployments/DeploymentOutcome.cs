using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>How a deployment ended.</summary>
/// <param name="Status">Where it ended.</param>
/// <param name="StoppedTasks">Tasks of its version that stopped; empty for one that succeeded.</param>
public sealed record DeploymentOutcome(DeploymentStatus Status, IReadOnlyList<StoppedTask> StoppedTasks)
{
    /// <summary>The new version serves.</summary>
    public bool Succeeded => Status.State == DeploymentState.Succeeded;

    /// <summary>What went wrong, in one text: the reason, stopped tasks with their exit codes, and what they wrote last.</summary>
    public string Explain()
    {
        var what = Status.State switch
        {
            DeploymentState.RolledBack => "was rolled back; the version before serves",
            DeploymentState.Failed => "failed, and going back failed too",
            DeploymentState.Stopped => "was stopped where it was",
            DeploymentState.Paused => "waits for somebody to go on",
            DeploymentState.Succeeded => "succeeded",
            _ => "has not ended",
        };
        IEnumerable<string> lines =
        [
            $"The deployment of {Status.Service} {what}.",
            .. Status.Reason is { Length: > 0 } reason ? [reason] : Array.Empty<string>(),
            .. Status.TriggeredAlarms.Count > 0 ? [$"Alarms that fired: {string.Join(", ", Status.TriggeredAlarms)}."] : Array.Empty<string>(),
            .. StoppedTasks.SelectMany(task => task.Explain()),
        ];
        return string.Join(Environment.NewLine, lines);
    }
}

/// <summary>Deployments of which at least one did not succeed.</summary>
public sealed class DeploymentFailedException(IReadOnlyList<DeploymentOutcome> outcomes) : Exception(
    string.Join(Environment.NewLine, outcomes.Where(outcome => !outcome.Succeeded).Select(outcome => outcome.Explain())))
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<DeploymentOutcome> Outcomes { get; } = outcomes;
}
