using System.Globalization;
using EcsPlatform.Core.Rehearsals;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>How a rehearsal went, for people.</summary>
internal static class RehearsalText
{
    public static void Write(IAnsiConsole console, RehearsalReport report)
    {
        if (report.StandIns.Count > 0)
        {
            console.MarkupLineInterpolated($"[yellow]Stand-in values[/] were used for secrets whose source is missing here: {string.Join(", ", report.StandIns)}.");
            console.WriteLine();
        }

        if (report.Status is { } status)
        {
            StatusText.Write(console, status);
            console.WriteLine();
        }

        var table = Columns.Of("phase", "result", "calls", "rounds", "polls", "on AWS", "here");
        foreach (var column in table.Columns.Skip(2))
        {
            column.Alignment = Justify.Right;
        }

        foreach (var phase in report.Phases)
        {
            var result = phase.Skipped ? "[yellow]left out[/]" : phase.Succeeded ? "[green]ok[/]" : "[red]failed[/]";
            table.AddRow(Name(phase.Phase), result, Number(phase.Calls), Number(phase.Rounds), Number(phase.Polls), Words.Span(phase.Took), Words.Span(phase.RealTime));
        }

        console.Write(table);
        console.WriteLine();
        foreach (var (phase, problem) in report.Phases.SelectMany(phase => phase.Problems.Select(problem => (phase.Phase, problem))))
        {
            console.MarkupLineInterpolated($"[red]{Name(phase)}:[/] {problem}");
        }

        console.MarkupLine(report.Succeeded
            ? "[green]It stands up, plans empty and comes down whole: the account holds what it held before.[/]"
            : "[red]The rehearsal failed.[/]");
    }

    private static string Name(RehearsalPhase phase) => phase switch
    {
        RehearsalPhase.Replan => "plan again",
        RehearsalPhase.Proof => "nothing left",
        _ => phase.ToString().ToLowerInvariant(),
    };

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
