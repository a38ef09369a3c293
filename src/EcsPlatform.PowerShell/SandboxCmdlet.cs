using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet about the sandbox in use.</summary>
public abstract class SandboxCmdlet : PlatformCmdlet
{
    /// <summary>The sandbox in use; none is an error.</summary>
    private protected SandboxSession Sandbox() => ModuleState.Sandbox
        ?? Guard<SandboxSession>(() => throw new PlatformException("SandboxNotRunning", "The session uses no sandbox.", "Start one with Start-PlatformSandbox.", []));
}
