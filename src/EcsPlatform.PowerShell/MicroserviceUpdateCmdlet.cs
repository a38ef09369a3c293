using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that deploys, and is about the microservice rather than the deployment: what runs afterwards goes out.</summary>
public abstract class MicroserviceUpdateCmdlet : StartingCmdlet
{
    private protected override void Show(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> deployed, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        var status = Await(session, (core, token) => core.StatusAsync(scope, token));
        WriteObject(status.Services.Where(service => names.Contains(service.Name)).Select(service => service.Show(status)), enumerateCollection: true);
    }
}
