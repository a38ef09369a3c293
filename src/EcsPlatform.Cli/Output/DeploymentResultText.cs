using EcsPlatform.Core.Deployments;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>How deployments ended, for people.</summary>
internal static class DeploymentResultText
{
    public static void Write(IAnsiConsole console, DeploymentResult result)
    {
        foreach (var sentence in result.Unasked)
        {
            console.MarkupLineInterpolated($"[grey]{sentence}[/]");
        }

        foreach (var problem in result.Problems)
        {
            console.MarkupLineInterpolated($"[red]{problem.Service}:[/] {problem.Message} {problem.Advice} ({problem.Id})");
        }

        if (result.Problems.Count > 0)
        {
            console.MarkupLine("Nothing was changed.");
        }

        if (result is { Outcomes.Count: 0, Problems.Count: 0 })
        {
            console.WriteLine("There is no deployment.");
        }

        foreach (var outcome in result.Outcomes)
        {
            Write(console, result, outcome);
        }

        foreach (var service in result.NotBegun)
        {
            console.MarkupLineInterpolated($"[yellow]{service}:[/] not begun, because another deployment failed.");
        }
    }

    private static void Write(IAnsiConsole console, DeploymentResult result, DeploymentOutcome outcome)
    {
        var status = outcome.Status;
        switch (status.State)
        {
            case DeploymentState.Succeeded:
                console.MarkupLineInterpolated($"[green]{status.Service}:[/] {status.New?.TaskDefinition} serves ({Words.Span((status.FinishedAt ?? status.CreatedAt) - status.CreatedAt)}).");
                break;
            case DeploymentState.Paused:
                console.MarkupLineInterpolated($"[yellow]{status.Service}:[/] waits for somebody to go on{(status.Pauses.FirstOrDefault()?.ExpiresAt is { } end ? $" until {end:u}" : "")}: deploy --platform {result.Scope.Platform} --suffix {result.Scope.Suffix} --service {status.Service} --approve, or --reject.");
                break;
            case DeploymentState.Pending or DeploymentState.InProgress or DeploymentState.RollingBack:
                console.MarkupLineInterpolated($"{status.Service}: {DeploymentText.Stage(status)}. It goes on by itself; deploy --follow comes back to it.");
                break;
            default:
                console.MarkupLineInterpolated($"[red]{outcome.Explain()}[/]");
                break;
        }
    }
}
