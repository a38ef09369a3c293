using EcsPlatform.Core.Engine;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>A plan for people: what is shared first, then service by service.</summary>
internal static class PlanText
{
    private static readonly PlanAction[] Actions = [PlanAction.Create, PlanAction.Update, PlanAction.Replace, PlanAction.Delete];

    public static void Write(IAnsiConsole console, Plan plan)
    {
        console.MarkupLineInterpolated($"[bold]{plan.Scope}[/]");
        foreach (var group in plan.Changes.GroupBy(step => step.Service ?? "").OrderBy(group => group.Key.Length > 0))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{(group.Key.Length == 0 ? "shared" : group.Key)}[/]");
            var width = group.Max(step => step.LogicalId.Length);
            foreach (var step in group)
            {
                Write(console, step, width);
            }
        }

        foreach (var problem in plan.Problems)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[red]{problem.LogicalId}: {problem.Message}[/] {problem.Advice} ({problem.Id})");
        }

        console.WriteLine();
        console.WriteLine(Summary(plan));
    }

    public static string Summary(Plan plan)
    {
        var parts = Actions.Where(action => plan.Count(action) > 0).Select(action => $"{plan.Count(action)} to {Words.Infinitive(action)}").ToList();
        if (parts.Count == 0)
        {
            return plan.Steps.Count == 0 ? "Nothing is there." : $"Nothing to change: {plan.Steps.Count} resources are as wanted.";
        }

        var unchanged = plan.Count(PlanAction.None);
        return string.Join(", ", parts) + (unchanged > 0 ? $"; {unchanged} as wanted." : ".") + (plan.Problems.Count > 0 ? " It cannot be carried out: see above." : "");
    }

    private static void Write(IAnsiConsole console, PlanStep step, int width)
    {
        var what = step.Action == PlanAction.Delete ? Words.Named(step, step.Id) : step.Name;
        console.MarkupLine($"  [{Words.Color(step.Action)}]{Words.Symbol(step.Action)} {Markup.Escape(step.LogicalId.PadRight(width))}[/]  [dim]{Markup.Escape(what)}[/]");
        foreach (var difference in step.Differences)
        {
            console.MarkupLineInterpolated($"      {difference.Property}: [red]{Words.Short(difference.Actual)}[/] -> [green]{Words.Short(difference.Desired)}[/]{(difference.ForcesReplacement ? " (cannot be changed in place)" : "")}");
        }
    }
}
