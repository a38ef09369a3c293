using EcsPlatform.Core;
using Spectre.Console;

namespace EcsPlatform.Cli;

/// <summary>The world outside: streams, terminal, and the way to AWS. Tests bring their own.</summary>
internal sealed record ToolHost
{
    public required TextReader In { get; init; }

    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Diagnostics.</summary>
    public required TextWriter Error { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;

    /// <summary>NO_COLOR is set (no-color.org).</summary>
    public bool NoColor { get; init; }

    /// <summary>The last word on a connection before it is used.</summary>
    public Func<PlatformConnection, PlatformConnection> Connect { get; init; } = connection => connection;

    public static ToolHost OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        Width = Console.IsOutputRedirected ? 120 : AnsiConsole.Profile.Width,
        NoColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") == "dumb",
    };
}
