using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that follows deployments to their end. Ctrl+C lets go of them: they go on.</summary>
public abstract class DeploymentCmdlet : NamedPlatformCmdlet
{
    private PlatformScope? _followed;

    /// <summary>The platform's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public override string? PlatformName { get; set; }

    /// <summary>How long to wait, in seconds, 1 to 604800; then it lets go, and the deployment goes on.</summary>
    [Parameter]
    [ValidateRange(1, 604800)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>Goes on waiting in a pause; otherwise a pause ends the waiting with a warning that says how to go on.</summary>
    [Parameter]
    public SwitchParameter ThroughPauses { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        if (_followed is { } scope)
        {
            // The pipeline takes nothing any more; the host does.
            Host?.UI?.WriteWarningLine($"Let go; the deployment goes on. To come back: Get-BlueGreenDeployment {scope.Platform} {scope.Suffix} | Wait-BlueGreenDeployment. To go back: Stop-BlueGreenDeployment {scope.Platform} {scope.Suffix}.");
        }
    }

    /// <summary>Follows deployments; how they ended comes back.</summary>
    private protected IReadOnlyList<DeploymentOutcome> Follow(
        OpenSession session,
        PlatformScope scope,
        int count,
        DeploymentOptions options,
        Func<PlatformDeployments, DeploymentOptions, Action<DeploymentStatus>, CancellationToken, Task<IReadOnlyList<DeploymentOutcome>>> work)
    {
        var run = new WatchedRun($"Deploy to {scope}", count, TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
        {
            IsDeployment = true,
            TimeoutAdvice = $"The deployment goes on. To come back: Get-BlueGreenDeployment {scope.Platform} {scope.Suffix} | Wait-BlueGreenDeployment.",
        };
        _followed = scope;
        try
        {
            return Await(session, run, (core, events, token) => work(
                core.Deployments(scope), options with { ThroughPauses = ThroughPauses }, status => events(new DeploymentMoved(session.Clock.GetUtcNow(), status)), token));
        }
        finally
        {
            _followed = null;
        }
    }

    /// <summary>Reports how deployments ended; those that ended well come back.</summary>
    /// <param name="outcomes">All of them.</param>
    /// <param name="wanted">Ends that were asked for besides success.</param>
    private protected IReadOnlyList<DeploymentStatus> Judge(IEnumerable<DeploymentOutcome> outcomes, params DeploymentState[] wanted)
    {
        var well = new List<DeploymentStatus>();
        foreach (var outcome in outcomes)
        {
            var status = outcome.Status;
            if (outcome.Succeeded || status.State == DeploymentState.Paused || wanted.Contains(status.State))
            {
                well.Add(status);
            }
            else
            {
                WriteError(ErrorRecords.Of(DeploymentErrors.Of(outcome), status.Show()));
            }

            foreach (var pause in status.State == DeploymentState.Paused ? status.Pauses : [])
            {
                WriteWarning($"{status.Service} waits{(pause.ExpiresAt is { } end ? $" until {end:u}" : "")} for somebody to go on: Resume-BlueGreenDeployment {status.Scope.Platform} {status.Scope.Suffix} -Name {status.Service}; with -Rollback it goes back. When nobody says anything it goes {(pause.OnTimeout == HookTimeoutAction.Rollback ? "back" : "on")}.");
            }
        }

        return well;
    }
}
