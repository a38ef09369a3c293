using System.Globalization;
using System.Text;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Says why a service does not run: its last event, and why its tasks stopped.</summary>
internal static class ServiceDiagnosis
{
    private const int TasksShown = 3;

    public static async Task<string> ExplainAsync(Service service, ApplyContext context)
    {
        var text = new StringBuilder();
        var failed = (service.Deployments ?? []).FirstOrDefault(deployment => deployment.RolloutState?.Value == "FAILED");
        text.Append(CultureInfo.InvariantCulture, $"{service.ServiceName} runs {service.RunningCount ?? 0} of {service.DesiredCount} tasks. ");
        text.Append(failed?.RolloutStateReason ?? service.Events?.FirstOrDefault()?.Message ?? "Its deployment did not complete.");
        try
        {
            foreach (var reason in await StoppedAsync(service, context))
            {
                text.Append(CultureInfo.InvariantCulture, $" {reason}");
            }
        }
        catch (AmazonServiceException error)
        {
            text.Append(CultureInfo.InvariantCulture, $" (Why tasks stopped could not be read: {error.Message})");
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<string>> StoppedAsync(Service service, ApplyContext context)
    {
        var stopped = await context.Aws.ECS.ListTasksAsync(
            new ListTasksRequest { Cluster = service.ClusterArn, ServiceName = service.ServiceName, DesiredStatus = DesiredStatus.STOPPED },
            context.Cancellation);
        if (stopped.TaskArns is not { Count: > 0 } arns)
        {
            return [];
        }

        var tasks = await context.Aws.ECS.DescribeTasksAsync(new DescribeTasksRequest { Cluster = service.ClusterArn, Tasks = [.. arns.Take(TasksShown)] }, context.Cancellation);
        return (tasks.Tasks ?? []).Select(task => string.Create(
            CultureInfo.InvariantCulture,
            $"Task {task.TaskArn[(task.TaskArn.LastIndexOf('/') + 1)..]} stopped: {task.StoppedReason} {string.Join(", ", (task.Containers ?? []).Select(Describe))}."));
    }

    private static string Describe(Container container) =>
        string.Create(CultureInfo.InvariantCulture, $"{container.Name} exit code {container.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "none"} {container.Reason}").TrimEnd();
}
