using Amazon.CloudWatchLogs.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Deployments;

/// <summary>A task that stopped while a deployment failed.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="TaskDefinition">What it ran: "task-payment-api-dev:7".</param>
/// <param name="Reason">Why ECS says that it stopped.</param>
/// <param name="Containers">Its containers with their exit codes.</param>
/// <param name="LogLines">The last lines that its containers wrote, oldest first.</param>
public sealed record StoppedTask(string Id, string TaskDefinition, string Reason, IReadOnlyList<StoppedContainer> Containers, IReadOnlyList<string> LogLines);

/// <summary>A container of a stopped task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ExitCode">What it ended with; null where it never began.</param>
/// <param name="Reason">Why; null where ECS does not say.</param>
public sealed record StoppedContainer(string Name, int? ExitCode, string? Reason);

/// <summary>Finds out why a deployment failed: the tasks of its version that stopped, and what they wrote last.</summary>
internal sealed class DeploymentDiagnosis(AwsClients aws)
{
    private const int Tasks = 3;
    private const int Lines = 10;
    private const int PerCall = 100; // ECS API, DescribeTasks

    /// <summary>The last stopped tasks of the version that failed; empty where nothing can be read.</summary>
    public async Task<IReadOnlyList<StoppedTask>> StoppedAsync(DeployedService service, DeploymentStatus failed, CancellationToken cancellation)
    {
        try
        {
            var listed = await aws.ECS.ListTasksAsync(
                new ListTasksRequest { Cluster = service.Service.ClusterArn, ServiceName = service.Service.ServiceName, DesiredStatus = DesiredStatus.STOPPED, MaxResults = PerCall },
                cancellation);
            if (listed.TaskArns is not { Count: > 0 } arns)
            {
                return [];
            }

            var described = await aws.ECS.DescribeTasksAsync(new DescribeTasksRequest { Cluster = service.Service.ClusterArn, Tasks = arns }, cancellation);
            var tasks = (described.Tasks ?? [])
                .Where(task => failed.New?.TaskDefinition is not { } wanted || Short(task.TaskDefinitionArn) == wanted)
                .OrderByDescending(task => task.StoppedAt)
                .Take(Tasks)
                .ToList();
            var logs = await LogsAsync(service, tasks, cancellation);
            return [.. tasks.Select(task => new StoppedTask(Short(task.TaskArn), Short(task.TaskDefinitionArn), task.StoppedReason ?? "stopped", Containers(task), logs[task.TaskArn]))];
        }
        catch (AmazonServiceException)
        {
            return []; // the failure itself is what people must see, not that its reasons could not be read
        }
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> LogsAsync(DeployedService service, List<Amazon.ECS.Model.Task> tasks, CancellationToken cancellation)
    {
        var lines = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (tasks.Count == 0)
        {
            return lines;
        }

        var revision = await aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = tasks[0].TaskDefinitionArn }, cancellation);
        var container = revision.TaskDefinition.ContainerDefinitions.Find(definition => definition.Name == service.Name);
        var options = container?.LogConfiguration?.Options ?? [];
        var read = await Task.WhenAll(tasks.Select(task => ReadAsync(
            options.GetValueOrDefault("awslogs-group"), $"{options.GetValueOrDefault("awslogs-stream-prefix")}/{service.Name}/{Short(task.TaskArn)}", cancellation)).ToArray());
        for (var index = 0; index < tasks.Count; index++)
        {
            lines[tasks[index].TaskArn] = read[index];
        }

        return lines;
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string? group, string stream, CancellationToken cancellation)
    {
        if (group is null)
        {
            return [];
        }

        try
        {
            var events = await aws.CloudWatchLogs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = group, LogStreamName = stream, Limit = Lines, StartFromHead = false }, cancellation);
            return [.. (events.Events ?? []).Select(line => line.Message)];
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return []; // it wrote nothing
        }
    }

    private static List<StoppedContainer> Containers(Amazon.ECS.Model.Task task) =>
        (task.Containers ?? []).ConvertAll(container => new StoppedContainer(container.Name, container.ExitCode, container.Reason));

    private static string Short(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
