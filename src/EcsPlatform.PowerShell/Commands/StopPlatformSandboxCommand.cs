using System.Management.Automation;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Stops the sandbox and forgets what stood in it: from now on the cmdlets use AWS again. Without a sandbox it does nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PlatformSandbox", SupportsShouldProcess = true)]
public sealed class StopPlatformSandboxCommand : PlatformCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ModuleState.Sandbox is null)
        {
            WriteVerbose("The session uses no sandbox.");
        }
        else if (ShouldProcess("this session", "Stop the sandbox and use AWS again"))
        {
            ModuleState.Exchange(null)?.Stop();
        }
    }
}
