using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Stops deployments: the traffic goes back to the version before, or stays where it is with -Abort; then follows them to the end.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BlueGreenDeployment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BlueGreenDeployment))]
public sealed class StopBlueGreenDeploymentCommand : RunningDeploymentCmdlet
{
    /// <summary>Goes back to the version before. This is what happens anyway.</summary>
    [Parameter]
    public SwitchParameter Rollback { get; set; }

    /// <summary>Stops where it is, in place of going back.</summary>
    [Parameter]
    public SwitchParameter Abort { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Ends as soon as it is on its way back: Wait-BlueGreenDeployment follows the rest.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Rollback && Abort)
        {
            Fail("StopRefused", "Going back and staying exclude each other.", "Give -Rollback or -Abort.");
        }
    }

    private protected override void Handle(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> found)
    {
        var what = Abort ? "Stop the deployment where it is" : "Stop the deployment and go back";
        var stopped = found.Where(status => !status.HasEnded && (Force && !Runs.Preferences.IsWhatIf(this) || ShouldProcess($"{status.Service} in {scope}", what))).ToList();
        foreach (var status in stopped)
        {
            Await(session, (core, token) => Stopped(core.Deployments(scope), status, token));
        }

        if (stopped.Count > 0 && !NoWait)
        {
            FollowAll(session, scope, stopped, DeploymentState.RolledBack, DeploymentState.Stopped);
        }
    }

    private async Task<bool> Stopped(PlatformDeployments deployments, DeploymentStatus status, CancellationToken cancellation)
    {
        await deployments.StopAsync(status, rollBack: !Abort, cancellation);
        return true;
    }
}
