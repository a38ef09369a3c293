using Amazon.ECS;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Services whose deployments stand side by side: each has a number of tasks that is wanted, whatever the others have.</summary>
internal sealed partial class EcsService
{
    private void ReconcileSideBySide(ServiceRecord service)
    {
        foreach (var deployment in service.Deployments.ToList())
        {
            var wanted = Wanted(service, deployment);
            var live = LiveTasks(service).Where(task => task.DeploymentId == deployment.Id).ToList();
            deployment.Deployment.DesiredCount = wanted;
            foreach (var task in Surplus(live, live.Count - wanted))
            {
                Stop(task, TaskStopCode.ServiceSchedulerInitiated, $"Scaling activity initiated by (deployment {deployment.Id})");
            }

            StartMissing(service, deployment, wanted - live.Count);
        }

        service.Deployments.RemoveAll(deployment => !IsNeeded(service, deployment)
            && !service.TaskIds.Exists(id => State.Tasks[id] is { } task && task.DeploymentId == deployment.Id && (task.IsLive || task.Task.LastStatus == "DEACTIVATING")));
        if (service.Staged is { IsStalled: false })
        {
            // Health may have changed what the stage waits for.
            _stage.After(_stage.IsPending(service.Key) ? Stages.Pace : TimeSpan.Zero, service.Key);
        }
        else if (HasTaskSets(service) && !service.IsSteady && service.Deployments.Count > 0 && service.Deployments.TrueForAll(set => IsWhole(service, set)))
        {
            service.IsSteady = true;
            AddEvent(service, "has reached a steady state.");
        }
    }

    private int Wanted(ServiceRecord service, DeploymentRecord deployment)
    {
        var desired = service.Service.DesiredCount ?? 0;
        if (service.Staged is not { } staged)
        {
            return ComputedCount(service, deployment);
        }

        if (staged.IsStalled)
        {
            // What serves is kept up; the rest is left as it is.
            return Serves(staged, deployment) ? desired : Math.Min(desired, LiveTasks(service).Count(task => task.DeploymentId == deployment.Id));
        }

        return deployment.Id == staged.Green ? (staged.HasScaledUp ? desired : 0)
            : deployment.Id == staged.Blue ? (staged.IsRollback || staged.Stage != Stages.CleanUp ? desired : 0)
            : 0;
    }

    private static bool Serves(StagedDeployment staged, DeploymentRecord deployment) =>
        (deployment.Id == staged.Green && staged.ProductionPercent > 0) || (deployment.Id == staged.Blue && staged.ProductionPercent < 100);

    private static bool IsNeeded(ServiceRecord service, DeploymentRecord deployment)
    {
        if (service.Staged is not { } staged)
        {
            return deployment.TaskSet?.Status != "DRAINING";
        }

        return staged.IsStalled
            || (deployment.Id == staged.Green && !(staged.IsRollback && staged.Stage == Stages.CleanUp))
            || (deployment.Id == staged.Blue && (staged.IsRollback || staged.Stage != Stages.CleanUp));
    }

    /// <summary>What a new deployment finds serving: the last one that completed if it is whole, else the one with the most healthy tasks.</summary>
    private DeploymentRecord? Serving(ServiceRecord service)
    {
        var desired = service.Service.DesiredCount ?? 0;
        int Healthy(DeploymentRecord deployment) => LiveTasks(service).Count(task => task.DeploymentId == deployment.Id && IsHealthy(service, task));
        return service.Deployments.Find(deployment => deployment.Id == service.LastCompleted?.Id && Healthy(deployment) >= desired)
            ?? service.Deployments.Where(deployment => Healthy(deployment) > 0).MaxBy(Healthy)
            ?? service.Deployments.Find(deployment => deployment.HasCompleted);
    }
}
