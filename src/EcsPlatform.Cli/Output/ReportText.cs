using EcsPlatform.Core.Engine;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>How a run ended, for people.</summary>
internal static class ReportText
{
    public static void Write(IAnsiConsole console, string title, RunReport report, CallMeter meter, bool stopped)
    {
        console.WriteLine();
        if (!stopped)
        {
            foreach (var failure in report.Failures)
            {
                console.MarkupLineInterpolated($"[red]{failure.LogicalId}: {failure.ErrorCode}: {failure.Message}[/] {failure.Advice}");
            }
        }

        foreach (var live in report.Left)
        {
            console.MarkupLineInterpolated($"[red]left: {live.LogicalId ?? $"{live.Type}/{live.Name}"}[/]  {live.Id}");
        }

        var changed = report.Done.Count(step => step.Action != PlanAction.None);
        var verdict = stopped ? "[yellow]stopped[/]" : report.Succeeded ? "[green]done[/]" : "[red]failed[/]";
        var parts = new List<string> { $"{changed} changed" };
        if (report.Starting.Count > 0)
        {
            parts.Add($"{report.Starting.Count} still starting");
        }

        if (report.Failures.Count > 0)
        {
            parts.Add(stopped ? $"{report.Failures.Count} interrupted" : $"{report.Failures.Count} failed");
        }

        if (report.Skipped.Count > 0)
        {
            parts.Add($"{report.Skipped.Count} not begun");
        }

        console.MarkupLine($"{title} {verdict}: {string.Join(", ", parts)}; {Words.Span(report.Took)}, {meter.Calls} calls in {meter.Rounds} rounds, {meter.Polls} polls.");
    }
}
