using System.Globalization;
using EcsPlatform.Core.Status;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>What runs, as a table.</summary>
internal static class StatusText
{
    public static void Write(IAnsiConsole console, PlatformStatus status)
    {
        var name = $"{status.PlatformName}-{status.EnvironmentSuffix} ({status.Region})";
        if (!status.Exists)
        {
            console.MarkupLineInterpolated($"[bold]{name}[/] is not there.");
            return;
        }

        console.MarkupLineInterpolated($"[bold]{name}[/]  cluster {status.Cluster ?? "(none)"}");
        if (status.Url is not null)
        {
            console.MarkupLineInterpolated($"[link]{status.Url}[/]");
        }

        if (status.Services.Count == 0)
        {
            return;
        }

        var table = new Columns("service", "running", "deployment", "task definition");
        foreach (var service in status.Services)
        {
            var color = service.Running >= service.Desired && service.Rollout is null or "COMPLETED" ? "green" : service.Rollout == "FAILED" ? "red" : "yellow";
            var running = string.Create(CultureInfo.InvariantCulture, $"{service.Running} of {service.Desired}{(service.Pending > 0 ? $", {service.Pending} starting" : "")}");
            table.Add(Columns.Plain(service.Name), (running, color), Columns.Plain(service.Rollout?.ToLowerInvariant() ?? "-"), Columns.Plain(service.TaskDefinition));
        }

        console.WriteLine();
        table.Write(console);
    }
}
