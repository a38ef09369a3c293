using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Follows deployments that run already, whoever started them, to their end: all of them with one poll.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BlueGreenDeployment")]
[OutputType(typeof(BlueGreenDeployment))]
public sealed class WaitBlueGreenDeploymentCommand : RunningDeploymentCmdlet
{
    private protected override void Handle(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> found) => FollowAll(session, scope, found);
}
