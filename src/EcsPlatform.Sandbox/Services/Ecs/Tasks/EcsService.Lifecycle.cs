using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>A task's way: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED.</summary>
internal sealed partial class EcsService
{
    private void Advance(string id)
    {
        if (State.Tasks.GetValueOrDefault(id) is not { } record)
        {
            return;
        }

        switch (record.Task.LastStatus)
        {
            case "PROVISIONING":
                Become(record, "PENDING");
                record.Task.Attachments[0].Status = "ATTACHED";
                record.Task.Connectivity = Connectivity.CONNECTED;
                record.Task.ConnectivityAt = Today;
                record.Task.PullStartedAt = Today;
                _advance.After(TaskPace.Pending, id);
                break;
            case "PENDING":
                StartContainers(record);
                break;
            case "ACTIVATING":
                Run(record);
                break;
            case "DEACTIVATING":
                SayStoppedAfterDraining(record);
                Become(record, "STOPPING");
                _advance.After(TaskPace.Stopping, id);
                TouchServiceOf(record);
                break;
            case "STOPPING":
                EndContainers(record);
                Become(record, "DEPROVISIONING");
                _advance.After(TaskPace.Deprovisioning, id);
                break;
            case "DEPROVISIONING":
                End(record);
                break;
            default:
                break;
        }
    }

    private void StartContainers(TaskRecord record)
    {
        var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
        if ((new TaskStart(Neighbours, Region).Obstacle(definition, record.Id) ?? ProxyObstacle(record)) is { } obstacle)
        {
            Stop(record, TaskStopCode.TaskFailedToStart, obstacle);
            return;
        }

        record.Task.PullStoppedAt = Today;
        StartWhatMay(record.Id);
    }

    private void AllStarted(TaskRecord record, TaskDefinition definition)
    {
        Log(record, definition, "starting", "listening");
        LogProxy(record, $"the proxy knows {record.SeenEndpoints.Count} endpoints");
        if (record.Targets.Count == 0)
        {
            Run(record);
            return;
        }

        if (!Register(record))
        {
            return;
        }

        Become(record, "ACTIVATING");
        _advance.After(TaskPace.Activating, record.Id);
    }

    private void Run(TaskRecord record)
    {
        Become(record, "RUNNING");
        record.Task.StartedAt = Today;
        var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
        if (definition.ContainerDefinitions.Select(container => container.HealthCheck?.Interval).Max() is { } interval)
        {
            _healthCheck.After(TimeSpan.FromSeconds(interval), record.Id);
        }

        if (definition.ContainerDefinitions.Where(container => container.HealthCheck is not null).ToList() is { Count: > 0 } checks
            && checks.TrueForAll(check => record.Task.Containers.Exists(container => container.Name == check.Name && container.HealthStatus == HealthStatus.HEALTHY)))
        {
            record.Task.HealthStatus = HealthStatus.HEALTHY;
        }

        Discoverable(record);
        TouchServiceOf(record);
        Succeed(record);
    }

    /// <summary>Begins to stop a task; the service hears of it at once, the API sees it go through its states.</summary>
    private void Stop(TaskRecord record, TaskStopCode code, string reason)
    {
        if (!record.IsLive)
        {
            return;
        }

        var task = record.Task;
        var neverWorked = task.StartedAt is null;
        task.DesiredStatus = "STOPPED";
        task.StopCode = code;
        task.StoppedReason = reason;
        task.StoppingAt = Today;
        _healthCheck.Cancel(record.Id);
        _containers.Cancel(record.Id);
        _grace.Cancel(record.Id);
        NoLongerDiscoverable(record);
        var draining = Deregister(record) ?? TaskPace.Deactivating;
        var drains = task.LastStatus is "RUNNING" or "ACTIVATING";
        Become(record, drains ? "DEACTIVATING" : "STOPPING");
        _advance.After(!drains ? TaskPace.Stopping : draining > TaskPace.Deactivating ? draining : TaskPace.Deactivating, record.Id);
        if (ServiceOf(record) is { } service)
        {
            service.IsSteady = false;
            if (neverWorked && code != TaskStopCode.ServiceSchedulerInitiated && code != TaskStopCode.UserInitiated && code != TaskStopCode.SpotInterruption
                && service.Deployments.Find(deployment => deployment.Id == record.DeploymentId) is { } deployment)
            {
                CountFailure(service, deployment);
            }

            Touch(service);
        }
    }

    private void EndContainers(TaskRecord record)
    {
        record.Task.ExecutionStoppedAt = Today;
        foreach (var container in record.Task.Containers)
        {
            container.LastStatus = "STOPPED";
            container.ExitCode ??= record.Task.StartedAt is null ? null : 0;
            container.HealthStatus = HealthStatus.UNKNOWN;
        }
    }

    private void End(TaskRecord record)
    {
        Become(record, "STOPPED");
        record.Task.StoppedAt = Today;
        record.Task.Attachments[0].Status = "DELETED";
        if (record.NetworkInterfaceId is { } card)
        {
            Neighbours.ReleaseInterface(card, TaskPace.InterfaceLingers / Region.Sandbox.Options.LifecycleSpeed);
        }

        if (ServiceOf(record) is { } service)
        {
            service.TaskIds.Remove(record.Id);
            Touch(service);
        }
    }

    private static void Become(TaskRecord record, string status)
    {
        record.Task.LastStatus = status;
        record.Task.Version++;
    }

    private ServiceRecord? ServiceOf(TaskRecord record) =>
        record.ServiceKey is { } key && State.Services.GetValueOrDefault(key) is { } service && service.TaskIds.Contains(record.Id) ? service : null;

    private void TouchServiceOf(TaskRecord record)
    {
        if (ServiceOf(record) is { } service)
        {
            Touch(service);
        }
    }

    private void SayStoppedAfterDraining(TaskRecord record)
    {
        if (ServiceOf(record) is { } service)
        {
            SayStopped(service, [record]);
        }
    }

    /// <summary>Writes lines to the containers' streams ("prefix/container/task").</summary>
    private void Log(TaskRecord record, TaskDefinition definition, params string[] lines)
    {
        foreach (var container in definition.ContainerDefinitions)
        {
            if (container.LogConfiguration is { LogDriver.Value: "awslogs", Options: { } options })
            {
                foreach (var line in lines)
                {
                    Neighbours.WriteLog(options["awslogs-group"], $"{options["awslogs-stream-prefix"]}/{container.Name}/{record.Id}", $"{container.Name}: {line}");
                }
            }
        }
    }
}
