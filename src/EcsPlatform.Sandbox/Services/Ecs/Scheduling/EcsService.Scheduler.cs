using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The service scheduler. It runs when something changed, never on a period: a steady service costs nothing.</summary>
internal sealed partial class EcsService
{
    /// <summary>Has the scheduler look at a service as soon as everything waits.</summary>
    private void Touch(ServiceRecord service) => _reconcile.After(TimeSpan.Zero, service.Key);

    private void Reconcile(string key)
    {
        if (State.Services.GetValueOrDefault(key) is not { } service || service.Service.Status == "INACTIVE")
        {
            return;
        }

        if (service.IsActive && (service.Staged is not null || HasTaskSets(service)))
        {
            ReconcileSideBySide(service);
        }
        else if (service.IsActive)
        {
            StopWhatIsTooMuch(service);
            StartWhatIsMissing(service);
            Settle(service);
        }
        else
        {
            Drain(service);
        }
    }

    /// <summary>Tasks of older deployments go as healthy ones of the primary come; tasks above the desired count go at once.</summary>
    private void StopWhatIsTooMuch(ServiceRecord service)
    {
        var primary = service.Primary;
        if (primary.HasFailed)
        {
            return;
        }

        var desired = service.Service.DesiredCount ?? 0;
        primary.Deployment.DesiredCount = desired;
        var live = LiveTasks(service);
        var current = live.Where(task => task.DeploymentId == primary.Id).ToList();
        var older = live.Where(task => task.DeploymentId != primary.Id).ToList();
        var stop = new List<TaskRecord>();
        stop.AddRange(Surplus(current, current.Count - desired));
        stop.AddRange(older.Where(task => !IsHealthy(service, task)));

        // Without room for another task, older ones make room down to the minimum; else only what is more than enough goes.
        var configuration = service.Service.DeploymentConfiguration;
        var hasNoRoom = current.Count < desired && live.Count - stop.Count >= DeploymentRules.Upper(configuration, desired);
        var keep = hasNoRoom ? DeploymentRules.Lower(configuration, desired) : desired;
        var healthy = live.Count(task => !stop.Contains(task) && IsHealthy(service, task));
        stop.AddRange(Surplus([.. older.Except(stop)], healthy - keep));
        foreach (var task in stop)
        {
            Stop(task, TaskStopCode.ServiceSchedulerInitiated, $"Scaling activity initiated by (deployment {primary.Id})");
        }

        foreach (var deployment in service.Deployments.Skip(1))
        {
            deployment.Deployment.DesiredCount = LiveTasks(service).Count(task => task.DeploymentId == deployment.Id);
        }
    }

    private void StartWhatIsMissing(ServiceRecord service)
    {
        var primary = service.Primary;
        var desired = service.Service.DesiredCount ?? 0;
        var live = LiveTasks(service);
        var room = Math.Max(DeploymentRules.Upper(service.Service.DeploymentConfiguration, desired), desired) - live.Count;
        var missing = Math.Min(desired - live.Count(task => task.DeploymentId == primary.Id), room);
        if (!primary.HasFailed)
        {
            StartMissing(service, primary, missing);
        }
    }

    /// <summary>Launches tasks of a deployment, unless it has to wait after failures, or something keeps it from launching any.</summary>
    private void StartMissing(ServiceRecord service, DeploymentRecord deployment, int missing)
    {
        if (missing <= 0)
        {
            return;
        }

        if (deployment.NotBefore is { } start && start > Today)
        {
            _reconcile.After((start - Today) * Region.Sandbox.Options.LifecycleSpeed, service.Key);
            return;
        }

        if (WhyNot(service, deployment) is { } obstacle)
        {
            AddEvent(service, $"failed to launch a task with (error {obstacle}).");
            CountFailure(service, deployment);
            deployment.NotBefore = Max(deployment.NotBefore, Today + (TimeSpan.FromSeconds(30) / Region.Sandbox.Options.LifecycleSpeed));
            Touch(service);
            return;
        }

        var started = new List<TaskRecord>();
        for (var i = 0; i < missing; i++)
        {
            if (WhyNoRoom(service, deployment) is { } reason)
            {
                WaitForRoom(service, deployment, reason);
                break;
            }

            started.Add(Launch(service, deployment));
        }

        service.IsSteady = false;
        if (started.Count > 0)
        {
            SayStarted(service, started);
        }
    }

    /// <summary>A task that cannot be placed is no failed task: the circuit breaker does not count it, and the scheduler tries on.</summary>
    private void WaitForRoom(ServiceRecord service, DeploymentRecord deployment, string reason)
    {
        AddEvent(service, $"was unable to place a task. Reason: {reason}");
        deployment.NotBefore = Later(TimeSpan.FromSeconds(30));
        _reconcile.After(TimeSpan.FromSeconds(30), service.Key);
    }

    /// <summary>Deployments whose tasks are gone go; the primary is complete once all of its tasks are healthy and the others are gone.</summary>
    private void Settle(ServiceRecord service)
    {
        var primary = service.Primary;
        var tasks = service.TaskIds.Select(id => State.Tasks[id]).ToList();
        service.Deployments.RemoveAll(deployment => deployment != primary
            && !(primary.HasFailed && deployment.HasCompleted)
            && !tasks.Exists(task => task.DeploymentId == deployment.Id && (task.IsLive || task.Task.LastStatus == "DEACTIVATING")));
        var live = tasks.Where(task => task.IsLive).ToList();
        var isMoving = service.Deployments.Count > 1 || tasks.Exists(task => task.Task.LastStatus == "DEACTIVATING");
        if (primary.HasFailed || isMoving || live.Count != service.Service.DesiredCount || !live.TrueForAll(task => IsHealthy(service, task)))
        {
            return;
        }

        if (primary.Deployment.RolloutState == DeploymentRolloutState.IN_PROGRESS)
        {
            Complete(service, primary);
        }

        if (!service.IsSteady)
        {
            service.IsSteady = true;
            AddEvent(service, "has reached a steady state.");
            DropEndpoints(service);
            ForgetDeletedTaskDefinitions();
        }
    }

    /// <summary>A deleted service stops its tasks and is INACTIVE when the last one is gone.</summary>
    private void Drain(ServiceRecord service)
    {
        if (service.Staged is not null)
        {
            EndStages(service);
        }

        foreach (var task in LiveTasks(service))
        {
            Stop(task, TaskStopCode.ServiceSchedulerInitiated, $"Scaling activity initiated by (deployment {task.DeploymentId})");
        }

        foreach (var deployment in service.Deployments)
        {
            deployment.Deployment.DesiredCount = 0;
        }

        if (service.TaskIds.Count == 0)
        {
            service.Service.Status = "INACTIVE";
            service.InactiveSince = Today;
            service.Deployments.Clear();
            service.LastCompleted = null;
            DropEndpoints(service);
            AbandonServiceDeployments(service);
            ForgetDeletedTaskDefinitions();
        }
    }

    /// <summary>Which tasks go first: those that do not run yet, then the youngest of the fullest zone.</summary>
    private static List<TaskRecord> Surplus(List<TaskRecord> tasks, int count)
    {
        var left = tasks.ToList();
        var surplus = new List<TaskRecord>();
        while (surplus.Count < count && left.Count > 0)
        {
            var next = left.FindLast(task => !task.IsRunning)
                ?? left.GroupBy(task => task.Task.AvailabilityZone).MaxBy(zone => zone.Count())!.Last();
            left.Remove(next);
            surplus.Add(next);
        }

        return surplus;
    }

    private List<TaskRecord> LiveTasks(ServiceRecord service) =>
        [.. service.TaskIds.Select(id => State.Tasks[id]).Where(task => task.IsLive)];

    private static DateTime? Max(DateTime? left, DateTime right) => left > right ? left : right;
}
