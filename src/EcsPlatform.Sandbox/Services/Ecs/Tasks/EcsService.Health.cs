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
        && TargetsAreHealthy(task);

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
        var failing = checks.Find(container =>
        {
            string?[] names = [ServiceOf(record)?.Name, definition.Family, $"{definition.Family}:{definition.Revision}", container.Name, container.Image];
            return Faults.HealthCheckFails(names) || IsEnvoyWithoutNode(record, definition, container) || record.Task.StartedAt + (Faults.StartsSlowly(names) / Region.Sandbox.Options.LifecycleSpeed) > Today;
        });
        if (failing is null)
        {
            record.FailingSince = null;
            Report(record, checks, HealthStatus.HEALTHY);
            ReportDiscoverableHealth(record);
            Succeed(record);
            TouchServiceOf(record);
            return;
        }

        var check = failing.HealthCheck;
        record.FailingSince ??= Today;
        var speed = Region.Sandbox.Options.LifecycleSpeed;
        var counted = Max(record.FailingSince, record.Task.StartedAt!.Value + (TimeSpan.FromSeconds(check.StartPeriod ?? 0) / speed))!.Value;
        var verdict = counted + (TimeSpan.FromSeconds((check.Retries!.Value - 1) * check.Interval!.Value) / speed);
        if (verdict > Today)
        {
            _healthCheck.After((verdict - Today) * speed, id);
            return;
        }

        Report(record, [failing], HealthStatus.UNHEALTHY);
        ReportDiscoverableHealth(record);
        Replace(record, "failed container health checks.", "Task failed container health checks");
    }

    /// <summary>What fails on demand has changed: tasks that were well are checked again.</summary>
    private void CheckAgain()
    {
        foreach (var record in State.Tasks.Values.Where(task => task.IsLive && task.IsRunning && HasHealthCheck(task) && !_healthCheck.IsPending(task.Id)))
        {
            _healthCheck.After(TimeSpan.FromSeconds(5), record.Id);
        }
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
    private void Replace(TaskRecord record, string happening, string reason)
    {
        if (ServiceOf(record) is { } service)
        {
            AddEvent(service, $"(task {record.Id}) {happening}");
            Stop(record, TaskStopCode.ServiceSchedulerInitiated, reason);
            if (service.Deployments.Find(deployment => deployment.Id == record.DeploymentId) is { } deployment)
            {
                CountFailure(service, deployment);
            }
        }
    }
}
