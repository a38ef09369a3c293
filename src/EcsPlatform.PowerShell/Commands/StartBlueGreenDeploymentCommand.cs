using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>Deploys a version of microservices the way each is set up (blue/green, linear, canary, rolling) and follows it until it serves, or the old version serves again.</summary>
[Cmdlet(VerbsLifecycle.Start, "BlueGreenDeployment", SupportsShouldProcess = true)]
[OutputType(typeof(BlueGreenDeployment), typeof(PlannedBlueGreenDeployment))]
public sealed class StartBlueGreenDeploymentCommand : StartingCmdlet
{
    /// <summary>A tag or digest in the repository that the running image is from, or the whole URI of an image. Where neither it nor -Revision is given, the running version is deployed anew.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string? Image { get; set; }

    /// <summary>An earlier revision to return to: its number, family:number or ARN.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Revision { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Image is not null && Revision is not null)
        {
            Report("RevisionRefused", $"{string.Join(", ", Name)}: an earlier revision brings its own image.", "Give -Image or -Revision.", Name.FirstOrDefault());
            return;
        }

        Collect(new DeploymentChange { Service = "", Image = Image, Revision = Revision, Restart = Image is null && Revision is null });
    }
}
