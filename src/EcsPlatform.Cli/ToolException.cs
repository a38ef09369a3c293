namespace EcsPlatform.Cli;

/// <summary>Ends the tool with an exit code and sentences for whoever started it.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
