using System.Management.Automation.Host;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>Whether somebody watches.</summary>
internal static class Interaction
{
    /// <summary>Progress bars are for people: a redirected console has none, nor has one that was told not to ask.</summary>
    public static bool IsWatched(PSHost? host) => host is { Name: not "Default Host" }
        && Environment.UserInteractive
        && !(host.Name == "ConsoleHost" && (Console.IsOutputRedirected || IsNonInteractive));

    private static bool IsNonInteractive => Environment.GetCommandLineArgs().Any(argument =>
        argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase) && "-noninteractive".StartsWith(argument, StringComparison.OrdinalIgnoreCase));
}
