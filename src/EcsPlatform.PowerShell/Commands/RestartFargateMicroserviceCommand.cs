using System.Management.Automation;
using EcsPlatform.Core.Deployments;

namespace EcsPlatform.PowerShell;

/// <summary>Replaces all tasks of microservices by new ones of the same version, the way each is deployed, and follows it to the end.</summary>
[Cmdlet(VerbsLifecycle.Restart, "FargateMicroservice", SupportsShouldProcess = true)]
[OutputType(typeof(MicroserviceInfo), typeof(PlannedBlueGreenDeployment))]
public sealed class RestartFargateMicroserviceCommand : MicroserviceUpdateCmdlet
{
    private protected override string What => "Restart";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Collect(new DeploymentChange { Service = "", Restart = true });
}
