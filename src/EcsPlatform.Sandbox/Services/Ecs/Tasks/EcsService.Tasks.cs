using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTask = Amazon.ECS.Model.Task;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Looking at tasks, and stopping one.</summary>
internal sealed partial class EcsService
{
    private ListTasksResponse ListTasks(ListTasksRequest request)
    {
        var cluster = KnownCluster(request.Cluster);
        var desired = request.DesiredStatus?.Value ?? "RUNNING";
        var service = request.ServiceName is { } name ? FindService(cluster, name).Name : null;
        var arns = TasksOf(cluster)
            .Where(task => desired == "STOPPED" ? !task.IsLive : task.IsLive && desired == "RUNNING")
            .Where(task => service is null || task.Task.Group == $"service:{service}")
            .Where(task => request.Family is null || EcsNames.TaskDefinition(task.Task.TaskDefinitionArn)?.Family == request.Family)
            .Where(task => request.StartedBy is null || task.Task.StartedBy == request.StartedBy)
            .Where(task => request.LaunchType is null || task.Task.LaunchType == request.LaunchType)
            .Where(_ => request.ContainerInstance is null)
            .Select(task => task.Task.TaskArn);
        var page = Paging.Of(arns, arn => arn, request.NextToken, PageSize(request.MaxResults, 100), EcsErrors.InvalidToken);
        return new ListTasksResponse { TaskArns = [.. page.Items], NextToken = page.NextToken };
    }

    private DescribeTasksResponse DescribeTasks(DescribeTasksRequest request)
    {
        EcsErrors.Require(request.Tasks.Count > 0, "Tasks cannot be empty.");
        EcsErrors.Require(request.Tasks.Count <= 100, "Tasks cannot have more than 100 elements.");
        var cluster = KnownCluster(request.Cluster);
        ForgetStoppedTasks();
        var response = new DescribeTasksResponse { Tasks = [], Failures = [] };
        foreach (var name in request.Tasks)
        {
            if (FindTask(cluster, name) is { } record)
            {
                record.Task.Tags = request.Include?.Contains(TaskField.TAGS) == true ? Tags(record.Tags) : [];
                response.Tasks.Add(record.Task);
            }
            else
            {
                response.Failures.Add(Missing(EcsNames.IsArn(name) ? name : $"task/{cluster}/{name}"));
            }
        }

        return response;
    }

    private StopTaskResponse StopTask(StopTaskRequest request)
    {
        var record = FindTask(KnownCluster(request.Cluster), request.Task)
            ?? throw EcsErrors.InvalidParameter("The referenced task was not found.");
        Stop(record, TaskStopCode.UserInitiated, request.Reason ?? "Task stopped by user");
        return new StopTaskResponse { Task = record.Task };
    }

    private TaskRecord? FindTask(string cluster, string task) =>
        State.Tasks.GetValueOrDefault(EcsNames.Last(task)) is { } record && BelongsTo(record.Task, cluster) ? record : null;

    private IEnumerable<TaskRecord> TasksOf(string cluster)
    {
        ForgetStoppedTasks();
        return State.Tasks.Values.Where(record => BelongsTo(record.Task, cluster));
    }

    private static bool BelongsTo(EcsTask task, string cluster) => EcsNames.Last(task.ClusterArn) == cluster;

    private void ForgetStoppedTasks()
    {
        foreach (var record in State.Tasks.Values.Where(record => record.Task.StoppedAt + TaskPace.StoppedTasksShow < Today).ToList())
        {
            State.Tasks.Remove(record.Id);
        }
    }
}
