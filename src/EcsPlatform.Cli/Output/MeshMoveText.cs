using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>What a move to another mesh loses and gains, for people.</summary>
internal static class MeshMoveText
{
    public static void Write(IAnsiConsole console, MeshMove move)
    {
        console.MarkupLineInterpolated($"[bold]{move.From?.Spell() ?? "no mesh"} -> {move.To.Spell()}[/]");
        Write(console, "loses", "red", move.Losses);
        Write(console, "gains", "green", move.Gains);
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, string title, string color, IReadOnlyList<MeshConsequence> consequences)
    {
        if (consequences.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine(title);
        foreach (var consequence in consequences)
        {
            console.MarkupLine($"  [{color}]{Markup.Escape(consequence.Service is { } service ? $"{service}: {consequence.Setting}" : consequence.Setting)}[/]  {Markup.Escape(consequence.Text)}");
        }
    }
}
