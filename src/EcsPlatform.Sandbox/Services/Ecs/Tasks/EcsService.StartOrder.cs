using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Containers start in the order of their dependencies (ContainerDependency in the API reference): START, COMPLETE, SUCCESS, HEALTHY.</summary>
internal sealed partial class EcsService
{
    /// <summary>Starts every container that waits for nothing any more; goes on with the task once all have been started.</summary>
    private void StartWhatMay(string id)
    {
        if (State.Tasks.GetValueOrDefault(id) is not { IsLive: true, Task.LastStatus: "PENDING" } record)
        {
            return;
        }

        var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
        foreach (var (name, _) in record.Verdicts.Where(verdict => verdict.Value <= Today).ToList())
        {
            record.Verdicts.Remove(name);
            if (!Judge(record, definition, name))
            {
                return;
            }
        }

        while (record.Task.Containers.Find(container => container.LastStatus == "PENDING" && WaitsFor(record, definition, container.Name) is null) is { } next)
        {
            if (!Start(record, definition, next))
            {
                return;
            }
        }

        if (record.Task.Containers.Exists(container => container.LastStatus == "PENDING"))
        {
            _containers.After((record.Verdicts.Values.Min() - Today) * Region.Sandbox.Options.LifecycleSpeed, id);
            return;
        }

        AllStarted(record, definition);
    }

    /// <summary>The dependency that a container still waits for; null where there is none.</summary>
    private static ContainerDependency? WaitsFor(TaskRecord record, TaskDefinition definition, string container) =>
        Definition(definition, container)?.DependsOn?.Find(dependency =>
        {
            var other = record.Task.Containers.First(candidate => candidate.Name == dependency.ContainerName);
            return dependency.Condition.Value switch
            {
                "START" => other.LastStatus == "PENDING",
                "HEALTHY" => other.HealthStatus != HealthStatus.HEALTHY,
                "SUCCESS" => other.LastStatus != "STOPPED" || other.ExitCode != 0,
                _ => other.LastStatus != "STOPPED",
            };
        });

    private bool Start(TaskRecord record, TaskDefinition definition, Container container)
    {
        container.LastStatus = "RUNNING";
        container.ImageDigest = $"sha256:{Ids.Hex(64)}";
        container.RuntimeId = $"{record.Id}-{Ids.Text("0123456789", 10)}";
        if (Definition(definition, container.Name) is not { } asked)
        {
            return true;
        }

        if (IsAwaited(definition, container.Name, "COMPLETE", "SUCCESS"))
        {
            record.Verdicts[container.Name] = Today + (TaskPace.InitContainer / Region.Sandbox.Options.LifecycleSpeed);
        }
        else if (asked.Essential == true && Crashes(record, definition, asked))
        {
            Log(record, definition, "starting", "fatal: the application ended with an error (the sandbox was told to let it crash)");
            container.ExitCode = 1;
            Stop(record, TaskStopCode.EssentialContainerExited, "Essential container in task exited");
            return false;
        }
        else if (IsAwaited(definition, container.Name, "HEALTHY"))
        {
            var check = asked.HealthCheck;
            var seconds = IsUnwell(record, definition, asked) ? (check.StartPeriod ?? 0) + (check.Retries!.Value * check.Interval!.Value) : check.Interval!.Value;
            record.Verdicts[container.Name] = Today + (TimeSpan.FromSeconds(seconds) / Region.Sandbox.Options.LifecycleSpeed);
        }

        return true;
    }

    /// <summary>A container that others wait for has ended or been checked; false where that ends the task.</summary>
    private bool Judge(TaskRecord record, TaskDefinition definition, string name)
    {
        var container = record.Task.Containers.First(candidate => candidate.Name == name);
        var asked = Definition(definition, name)!;
        if (IsAwaited(definition, name, "COMPLETE", "SUCCESS"))
        {
            container.LastStatus = "STOPPED";
            container.ExitCode = Crashes(record, definition, asked) ? 1 : 0;
            return container.ExitCode == 0 || !IsAwaited(definition, name, "SUCCESS")
                || FailDependents(record, $"container {name} exited with code {container.ExitCode}, and others need its SUCCESS");
        }

        container.HealthStatus = IsUnwell(record, definition, asked) ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
        return container.HealthStatus == HealthStatus.HEALTHY || FailDependents(record, $"container {name} did not become healthy, and others need it HEALTHY");
    }

    private bool FailDependents(TaskRecord record, string reason)
    {
        Stop(record, TaskStopCode.TaskFailedToStart, $"DependencyContainerFailed: {reason}");
        return false;
    }

    private static ContainerDefinition? Definition(TaskDefinition definition, string container) =>
        definition.ContainerDefinitions.Find(candidate => candidate.Name == container);

    private static bool IsAwaited(TaskDefinition definition, string container, params string[] conditions) =>
        definition.ContainerDefinitions.Exists(other => other.DependsOn?.Exists(dependency =>
            dependency.ContainerName == container && conditions.Contains(dependency.Condition.Value)) == true);

    private bool Crashes(TaskRecord record, TaskDefinition definition, ContainerDefinition container) => Faults.ContainerCrashes(
        ServiceOf(record)?.Name, definition.Family, $"{definition.Family}:{definition.Revision}", container.Name, container.Image);

    private bool IsUnwell(TaskRecord record, TaskDefinition definition, ContainerDefinition container) =>
        Faults.HealthCheckFails(ServiceOf(record)?.Name, definition.Family, $"{definition.Family}:{definition.Revision}", container.Name, container.Image)
        || IsEnvoyWithoutNode(record, definition, container);

    /// <summary>Envoy is healthy once it has its configuration: the virtual node must exist, and App Mesh must answer. Later on it lives with what it has.</summary>
    private bool IsEnvoyWithoutNode(TaskRecord record, TaskDefinition definition, ContainerDefinition container)
    {
        if (definition.ProxyConfiguration?.ContainerName != container.Name
            || record.Task.Containers.Exists(live => live.Name == container.Name && live.HealthStatus == HealthStatus.HEALTHY))
        {
            return false;
        }

        var resource = container.Environment?.Find(pair => pair.Name is "APPMESH_RESOURCE_ARN" or "APPMESH_VIRTUAL_NODE_NAME")?.Value;
        return resource is null || Faults.DiscontinuationOf("appmesh") is not null || !Neighbours.HasVirtualNode(resource);
    }
}
