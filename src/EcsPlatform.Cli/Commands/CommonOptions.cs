using System.CommandLine;

namespace EcsPlatform.Cli.Commands;

/// <summary>Options of every command.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON: one document, or one line per event.", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Print no colors; NO_COLOR in the environment does the same.", Recursive = true };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Print the stack trace of an error too.", Recursive = true };

    public void AddTo(Command root)
    {
        root.Options.Add(Json);
        root.Options.Add(NoColor);
        root.Options.Add(Debug);
    }
}
