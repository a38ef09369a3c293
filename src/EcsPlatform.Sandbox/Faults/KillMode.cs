namespace EcsPlatform.Sandbox;

/// <summary>How the process dies at a call.</summary>
public enum KillMode
{
    /// <summary>The call never reached AWS.</summary>
    BeforeEffect,

    /// <summary>The call took effect and the answer was lost.</summary>
    AfterEffect,
}

/// <summary>Thrown to the caller by the call that kills the process and by every later one: whoever sees it counts as dead.</summary>
public sealed class SandboxKilledException(string message) : Exception(message);
