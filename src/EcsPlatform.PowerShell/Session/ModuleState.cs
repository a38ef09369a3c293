namespace EcsPlatform.PowerShell.Session;

/// <summary>What cmdlets remember between calls: the defaults, and the sandbox in use.</summary>
/// <remarks>One for the process, not for a runspace: while a sandbox is in use, nothing that runs beside it (ForEach-Object -Parallel, thread jobs) may reach a real account by surprise.</remarks>
internal static class ModuleState
{
    private static SandboxSession? _sandbox;

    public static PlatformDefaults Defaults { get; set; } = new();

    public static SandboxSession? Sandbox => Volatile.Read(ref _sandbox);

    /// <summary>Puts a sandbox, or none, in the place of the one in use, and returns that one.</summary>
    public static SandboxSession? Exchange(SandboxSession? sandbox) => Interlocked.Exchange(ref _sandbox, sandbox);
}
