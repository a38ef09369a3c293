using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Health of tasks: container health checks, and what the load balancer says.</summary>
internal sealed partial class EcsService
{
    /// <summary>A task counts once it runs and neither its containers' checks nor its targets say otherwise.</summary>
    private bool IsHealthy(ServiceRecord service, TaskRecord task) =>
        task.IsLive && task.IsRunning
        && (task.Task.HealthStatus == HealthStatus.HEALTHY || !HasHealthCheck(task))
        && Neighbours.TargetsAreHealthy(task);

    private bool HasHealthCheck(TaskRecord task) =>
        FindTaskDefinition(task.Task.TaskDefinitionArn)!.TaskDefinition.ContainerDefinitions.Exists(container => container.HealthCheck is not null);

    /// <summary>One check decides: HEALTHY after the first interval, or UNHEALTHY after the start period and all retries.</summary>
    private void CheckContainerHealth(string id)
    {
        if (State.Tasks.GetValueOrDefault(id) is not { IsLive: true } record)
        {
            return;
        }

        var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
        var checks = definition.ContainerDefinitions.Where(container => container.HealthCheck is not null).ToList();
        var failing = checks.Find(container => Faults.HealthCheckFails(ServiceOf(record)?.Name, definition.Family, container.Name, container.Image));
        if (failing is null)
        {
            Report(record, checks, HealthStatus.HEALTHY);
            Succeed(record);
            TouchServiceOf(record);
            return;
        }

        var check = failing.HealthCheck;
        var verdict = record.Task.StartedAt!.Value
            + (TimeSpan.FromSeconds((check.StartPeriod ?? 0) + (check.Retries!.Value * check.Interval!.Value)) / Region.Sandbox.Options.LifecycleSpeed);
        if (verdict > Today)
        {
            _healthCheck.After((verdict - Today) * Region.Sandbox.Options.LifecycleSpeed, id);
            return;
        }

        Report(record, [failing], HealthStatus.UNHEALTHY);
        Replace(record, "Task failed container health checks");
    }

    private static void Report(TaskRecord record, List<ContainerDefinition> checks, HealthStatus status)
    {
        record.Task.HealthStatus = status;
        foreach (var container in record.Task.Containers.Where(container => checks.Exists(check => check.Name == container.Name)))
        {
            container.HealthStatus = status;
        }
    }

    /// <summary>A task that came up well ends a row of failures.</summary>
    private void Succeed(TaskRecord record)
    {
        if (ServiceOf(record) is { } service && IsHealthy(service, record)
            && service.Deployments.Find(deployment => deployment.Id == record.DeploymentId) is { } deployment)
        {
            CountSuccess(deployment);
        }
    }

    /// <summary>Stops an unhealthy task of a service, which then starts another.</summary>
    private void Replace(TaskRecord record, string reason)
    {
        if (ServiceOf(record) is { } service)
        {
            AddEvent(service, $"(task {record.Id}) is unhealthy: {reason}.");
            Stop(record, TaskStopCode.ServiceSchedulerInitiated, reason);
            if (service.Deployments.Find(deployment => deployment.Id == record.DeploymentId) is { } deployment)
            {
                CountFailure(service, deployment);
            }
        }
    }
}
