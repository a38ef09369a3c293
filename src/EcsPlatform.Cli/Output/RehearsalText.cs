using EcsPlatform.Core.Rehearsals;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>How a rehearsal went, for people.</summary>
internal static class RehearsalText
{
    public static void Write(IAnsiConsole console, RehearsalReport report)
    {
        console.WriteLine();
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

        var table = new Columns("phase", "result", "calls", "rounds", "polls", "on AWS", "here").Right(2, 3, 4, 5, 6);
        foreach (var phase in report.Phases)
        {
            var result = phase.Skipped ? ("left out", "yellow") : phase.Succeeded ? ("ok", "green") : ("failed", "red");
            table.Add(Columns.Plain(Name(phase.Phase)), result, Columns.Number(phase.Calls), Columns.Number(phase.Rounds), Columns.Number(phase.Polls), Columns.Plain(Words.Span(phase.Took)), Columns.Plain(Words.Span(phase.RealTime)));
        }

        table.Write(console);
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
}
