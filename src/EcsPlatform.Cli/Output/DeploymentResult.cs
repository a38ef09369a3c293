using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Output;

/// <summary>How deployments ended, all of them together.</summary>
/// <param name="Scope">Which copy of which platform.</param>
/// <param name="Outcomes">Those that began.</param>
/// <param name="NotBegun">Services whose turn did not come, because another one failed.</param>
/// <param name="Problems">What was in the way; then nothing was changed.</param>
internal sealed record DeploymentResult(PlatformScope Scope, IReadOnlyList<DeploymentOutcome> Outcomes, IReadOnlyList<string> NotBegun, IReadOnlyList<DeploymentProblem> Problems)
{
    /// <summary>Going back is what was asked for.</summary>
    public bool IsBackWanted { get; init; }

    /// <summary>What could not be asked before they began, in a sentence each.</summary>
    public IReadOnlyList<string> Unasked { get; init; } = [];

    /// <summary>The worst of them decides.</summary>
    public int ExitCode => this switch
    {
        { Problems.Count: > 0 } => Cli.ExitCode.DeploymentRefused,
        _ when Has(DeploymentState.Failed) || Has(DeploymentState.Stopped) => Cli.ExitCode.Failed,
        _ when Has(DeploymentState.RolledBack) && !IsBackWanted => Cli.ExitCode.RolledBack,
        _ when Has(DeploymentState.Paused) => Cli.ExitCode.Paused,
        _ => Cli.ExitCode.Ok,
    };

    /// <summary>The same for machines.</summary>
    public string Word => ExitCode switch
    {
        Cli.ExitCode.Ok => Outcomes.Any(outcome => !outcome.Status.HasEnded) ? "started" : "succeeded",
        Cli.ExitCode.DeploymentRefused => "refused",
        Cli.ExitCode.RolledBack => "rolledBack",
        Cli.ExitCode.Paused => "paused",
        _ => "failed",
    };

    private bool Has(DeploymentState state) => Outcomes.Any(outcome => outcome.Status.State == state);
}
