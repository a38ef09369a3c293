using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
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

        if (report.StandInCertificates.Count > 0)
        {
            console.MarkupLineInterpolated($"[yellow]Stand-ins[/] were used for certificates of your account, which are taken to be issued: {string.Join(", ", report.StandInCertificates)}.");
            console.WriteLine();
        }

        if (report.Status is { } status)
        {
            StatusText.Write(console, status);
            console.WriteLine();
        }

        WriteDeployments(console, report);
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

    private static void WriteDeployments(IAnsiConsole console, RehearsalReport report)
    {
        if (report.Deployments.Count == 0)
        {
            return;
        }

        var table = new Columns("deployment", "strategy", "version", "ended", "took").Right(4);
        foreach (var status in report.Deployments.Select(outcome => outcome.Status))
        {
            table.Add(
                Columns.Plain(status.Service),
                Columns.Plain(status.Strategy.Spell()),
                Columns.Plain(status.New?.TaskDefinition ?? ""),
                (DeploymentText.Stage(status), status.State == DeploymentState.Succeeded ? "green" : status.State == DeploymentState.RolledBack ? "yellow" : "red"),
                Columns.Plain(Words.Span((status.FinishedAt ?? status.CreatedAt) - status.CreatedAt)));
        }

        table.Write(console);
        console.WriteLine();
    }

    private static string Name(RehearsalPhase phase) => phase switch
    {
        RehearsalPhase.Deploy => "good version",
        RehearsalPhase.DeployBad => "bad version",
        RehearsalPhase.Replan => "plan again",
        RehearsalPhase.Proof => "nothing left",
        _ => phase.ToString().ToLowerInvariant(),
    };
}
