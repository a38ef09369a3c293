using Amazon.CloudWatchLogs.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The last tasks of a service that stopped, and what they wrote. ECS keeps them for an hour at least.</summary>
/// <param name="aws">The clients.</param>
internal sealed class StoppedTasks(AwsClients aws)
{
    private const int Shown = 3;
    private const int Lines = 10;
    private const int PerCall = 100; // ECS API, DescribeTasks

    /// <summary>The latest first.</summary>
    /// <param name="service">The service.</param>
    /// <param name="container">The microservice's container, whose log is read.</param>
    /// <param name="taskDefinition">What they ran: "task-payment-api-dev:7"; null for whatever they ran.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<StoppedTask>> ReadAsync(Service service, string container, string? taskDefinition, CancellationToken cancellation)
    {
        var listed = await aws.ECS.ListTasksAsync(
            new ListTasksRequest { Cluster = service.ClusterArn, ServiceName = service.ServiceName, DesiredStatus = DesiredStatus.STOPPED, MaxResults = PerCall },
            cancellation);
        if (listed.TaskArns is not { Count: > 0 } arns)
        {
            return [];
        }

        var described = await aws.ECS.DescribeTasksAsync(new DescribeTasksRequest { Cluster = service.ClusterArn, Tasks = arns }, cancellation);
        var tasks = (described.Tasks ?? [])
            .Where(task => taskDefinition is null || task.TaskDefinitionArn.AfterLastSlash() == taskDefinition)
            .OrderByDescending(task => task.StoppedAt)
            .Take(Shown)
            .ToList();
        var streams = await StreamsAsync([.. tasks.Select(task => task.TaskDefinitionArn).Distinct(StringComparer.Ordinal)], container, cancellation);
        return await Task.WhenAll(tasks.Select(async task => new StoppedTask(
            task.TaskArn.AfterLastSlash(),
            task.TaskDefinitionArn.AfterLastSlash(),
            task.StoppedReason ?? "stopped",
            (task.Containers ?? []).ConvertAll(stopped => new StoppedContainer(stopped.Name, stopped.ExitCode, stopped.Reason)),
            streams[task.TaskDefinitionArn] is { } log ? await LinesAsync(log.Group, $"{log.Prefix}/{container}/{task.TaskArn.AfterLastSlash()}", cancellation) : [])).ToArray());
    }

    /// <summary>Where each revision's container writes to; null where that is no log group.</summary>
    private async Task<Dictionary<string, (string Group, string Prefix)?>> StreamsAsync(string[] revisions, string container, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(revisions.Select(revision =>
            aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = revision }, cancellation)).ToArray());
        return revisions.Zip(answers).ToDictionary(
            pair => pair.First,
            pair => pair.Second.TaskDefinition.ContainerDefinitions.Find(definition => definition.Name == container)?.LogConfiguration?.Options is { } options
                    && options.TryGetValue("awslogs-group", out var group) && options.TryGetValue("awslogs-stream-prefix", out var prefix)
                ? (group, prefix)
                : ((string Group, string Prefix)?)null,
            StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string group, string stream, CancellationToken cancellation)
    {
        try
        {
            var events = await aws.CloudWatchLogs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = group, LogStreamName = stream, Limit = Lines, StartFromHead = false }, cancellation);
            return [.. (events.Events ?? []).Select(line => line.Message)];
        }
        catch (AmazonServiceException)
        {
            return []; // it wrote nothing, or its log may not be read: how it ended is told all the same
        }
    }
}
