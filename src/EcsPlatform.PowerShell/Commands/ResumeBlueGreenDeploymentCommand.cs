using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Ends the pause of deployments: they go on (an approval), or back; then follows them to the end.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BlueGreenDeployment", SupportsShouldProcess = true)]
[OutputType(typeof(BlueGreenDeployment))]
public sealed class ResumeBlueGreenDeploymentCommand : RunningDeploymentCmdlet
{
    /// <summary>Goes back to the version before in place of going on.</summary>
    [Parameter]
    public SwitchParameter Rollback { get; set; }

    /// <summary>Ends as soon as the pause has ended: Wait-BlueGreenDeployment follows the rest.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override void Handle(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> found)
    {
        var resumed = new List<DeploymentStatus>();
        foreach (var status in found)
        {
            if (status.Pauses.Count == 0)
            {
                Report("DeploymentNotPaused", $"The deployment of {status.Service} waits for nobody: it is {DeploymentText.Stage(status)}.", "Wait-BlueGreenDeployment follows it, Stop-BlueGreenDeployment takes it back.", status.Service);
            }
            else if (ShouldProcess($"{status.Service} in {scope}", Rollback ? "End the pause and go back" : "End the pause and go on"))
            {
                Await(session, (core, token) => Resumed(core.Deployments(scope), status, token));
                resumed.Add(status);
            }
        }

        if (resumed.Count > 0 && !NoWait)
        {
            FollowAll(session, scope, resumed, Rollback ? [DeploymentState.RolledBack] : []);
        }
    }

    private async Task<bool> Resumed(PlatformDeployments deployments, DeploymentStatus status, CancellationToken cancellation)
    {
        await deployments.ResumeAsync(status, Rollback, cancellation);
        return true;
    }
}
