using Amazon.ECS;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Tasks behind load balancers: registration, draining, and what target health does to a task.</summary>
internal sealed partial class EcsService
{
    /// <summary>Registers the task with its target groups; false where one refuses it, which ends the task.</summary>
    private bool Register(TaskRecord record)
    {
        var service = ServiceOf(record);
        var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
        foreach (var target in record.Targets)
        {
            try
            {
                var image = definition.ContainerDefinitions.Find(container => container.Name == target.ContainerName)?.Image ?? "";
                Neighbours.RegisterTarget(target.TargetGroupArn, record.PrivateIp!, target.ContainerPort ?? 0, record.Task.AvailabilityZone,
                    service?.Name ?? "", definition.Family, $"{definition.Family}:{definition.Revision}", image);
            }
            catch (AwsError refusal)
            {
                Say(service, $"(task {record.Id}) failed to register targets in (target-group {target.TargetGroupArn}) with (error {refusal.Message})");
                Stop(record, TaskStopCode.TaskFailedToStart, $"Task failed to register with (target-group {target.TargetGroupArn})");
                return false;
            }

            record.IsRegistered = true;
            Say(service, $"registered 1 targets in (target-group {target.TargetGroupArn})");
        }

        return true;
    }

    /// <summary>Takes the task out of its target groups; how long they drain, or null where it was in none.</summary>
    private TimeSpan? Deregister(TaskRecord record)
    {
        if (!record.IsRegistered)
        {
            return null;
        }

        record.IsRegistered = false;
        var service = ServiceOf(record);
        var longest = TimeSpan.Zero;
        foreach (var target in record.Targets.Where(target => !IsTakenOver(record, target)))
        {
            var isUsed = Health(record, target) is not (null or "unused");
            Neighbours.DeregisterTarget(target.TargetGroupArn, record.PrivateIp!, target.ContainerPort ?? 0);
            Say(service, $"deregistered 1 targets in (target-group {target.TargetGroupArn})");
            var delay = isUsed ? Neighbours.DeregistrationDelay(target.TargetGroupArn) : TimeSpan.Zero;
            longest = delay > longest ? delay : longest;
        }

        Say(service, "has begun draining connections on 1 tasks.");
        return longest;
    }

    // A service that moved to another network with the same addresses: the target is the newer task's by now.
    private bool IsTakenOver(TaskRecord record, Amazon.ECS.Model.LoadBalancer target) => State.Tasks.Values.Any(other =>
        other != record && other.IsRegistered && other.PrivateIp == record.PrivateIp
        && other.Targets.Exists(taken => taken.TargetGroupArn == target.TargetGroupArn && taken.ContainerPort == target.ContainerPort));

    private bool TargetsAreHealthy(TaskRecord record) =>
        record.Targets.TrueForAll(target => Health(record, target) is "healthy" or "unused");

    /// <summary>Target health changed: a healthy task may complete a deployment, an unhealthy one is replaced once its grace period is over.</summary>
    private void TargetHealthChanged(string targetGroupArn, string ip)
    {
        foreach (var record in State.Tasks.Values.Where(task => task.IsRegistered && task.IsLive && task.PrivateIp == ip).ToList())
        {
            if (record.Targets.Find(target => target.TargetGroupArn == targetGroupArn) is not { } target)
            {
                continue;
            }

            if (Health(record, target) == "unhealthy")
            {
                _grace.After(GraceLeft(record) * Region.Sandbox.Options.LifecycleSpeed, record.Id);
            }
            else
            {
                Succeed(record);
                TouchServiceOf(record);
            }
        }
    }

    private void EndGracePeriod(string id)
    {
        if (State.Tasks.GetValueOrDefault(id) is { IsLive: true } record
            && record.Targets.Find(target => Health(record, target) == "unhealthy") is { } target)
        {
            Replace(record, $"(port {target.ContainerPort}) is unhealthy in (target-group {target.TargetGroupArn}) due to (reason Health checks failed).",
                $"Task failed ELB health checks in (target-group {target.TargetGroupArn})");
        }
    }

    private TimeSpan GraceLeft(TaskRecord record)
    {
        var grace = TimeSpan.FromSeconds(ServiceOf(record)?.Service.HealthCheckGracePeriodSeconds ?? 0) / Region.Sandbox.Options.LifecycleSpeed;
        var left = (record.Task.StartedAt ?? Today) + grace - Today;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private string? Health(TaskRecord record, Amazon.ECS.Model.LoadBalancer target) =>
        Neighbours.TargetHealth(target.TargetGroupArn, record.PrivateIp!, target.ContainerPort ?? 0);

    private void Say(ServiceRecord? service, string what)
    {
        if (service is not null)
        {
            AddEvent(service, what);
        }
    }
}
