using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The life of a deployment: started, completed, failed, rolled back.</summary>
internal sealed partial class EcsService
{
    private const string ThresholdExceeded = "Service deployment rolled back because the circuit breaker threshold was exceeded.";

    /// <summary>Makes a new PRIMARY deployment of what the service asks for now; the one before goes on as ACTIVE until its tasks are gone.</summary>
    private DeploymentRecord StartDeployment(ServiceRecord service, string? reason = null)
    {
        var serving = Serving(service);
        var isRolling = StrategyRules.IsRolling(service.Service.DeploymentConfiguration);
        Interrupt(service, serving, isRolling);
        foreach (var older in service.Deployments)
        {
            older.Deployment.Status = "ACTIVE";
            Supersede(older);
        }

        var spec = service.Service;
        var id = $"ecs-svc/{Ids.Text("0123456789", 19)}";
        var deployment = new DeploymentRecord
        {
            LoadBalancers = spec.LoadBalancers,
            Registries = spec.ServiceRegistries,
            Targets = TargetsFor(spec, serving),
            RevisionArn = Region.Arn("ecs", $"service-revision/{service.Key}/{Ids.Text("0123456789", 19)}"),
            ServiceDeploymentArn = Region.Arn("ecs", $"service-deployment/{service.Key}/{Ids.Alphanumeric(21)}"),
            Deployment = new Deployment
            {
                Id = id,
                Status = "PRIMARY",
                TaskDefinition = spec.TaskDefinition,
                DesiredCount = spec.DesiredCount,
                FailedTasks = 0,
                CreatedAt = Today,
                UpdatedAt = Today,
                LaunchType = spec.LaunchType,
                CapacityProviderStrategy = spec.CapacityProviderStrategy,
                PlatformVersion = spec.PlatformVersion == "LATEST" ? "1.4.0" : spec.PlatformVersion,
                PlatformFamily = spec.PlatformFamily,
                NetworkConfiguration = spec.NetworkConfiguration,
                RolloutState = DeploymentRolloutState.IN_PROGRESS,
                RolloutStateReason = reason ?? $"ECS deployment {id} in progress.",
            },
        };
        Connect(service, deployment);
        KeepRevision(service, deployment);
        OpenServiceDeployment(service, deployment, serving);
        service.Deployments.Insert(0, deployment);
        if (!isRolling)
        {
            BeginStages(service, deployment, serving);
        }

        service.IsSteady = false;
        MeterWhileDeploying(service);
        return deployment;
    }

    /// <summary>A deployment that moves traffic is overtaken: its stages end, and where the next one rolls, what serves gets all traffic back first.</summary>
    private void Interrupt(ServiceRecord service, DeploymentRecord? serving, bool isRolling)
    {
        if (service.Staged is null)
        {
            return;
        }

        EndStages(service);
        if (!isRolling || serving is null)
        {
            return;
        }

        ShiftProduction(serving, 100);
        ShiftTest(serving, 100);
        foreach (var task in LiveTasks(service).Where(task => task.DeploymentId != serving.Id))
        {
            Stop(task, TaskStopCode.ServiceSchedulerInitiated, $"Scaling activity initiated by (deployment {task.DeploymentId})");
        }
    }

    private void Complete(ServiceRecord service, DeploymentRecord deployment)
    {
        deployment.HasCompleted = true;
        deployment.Deployment.RolloutState = DeploymentRolloutState.COMPLETED;
        deployment.Deployment.RolloutStateReason = $"ECS deployment {deployment.Id} completed.";
        deployment.Deployment.UpdatedAt = Today;
        service.LastCompleted = deployment;
        AddEvent(service, $"(deployment {deployment.Id}) deployment completed.");
        CloseServiceDeployment(deployment, ServiceDeploymentStatus.SUCCESSFUL);
    }

    /// <summary>The circuit breaker opens, or an alarm fires: the deployment launches no more, and goes back to the last one that completed if it may and can.</summary>
    private void Fail(ServiceRecord service, DeploymentRecord deployment, string reason, string status, bool mayRollBack)
    {
        deployment.Deployment.RolloutState = DeploymentRolloutState.FAILED;
        deployment.Deployment.RolloutStateReason = reason;
        deployment.Deployment.UpdatedAt = Today;
        AddEvent(service, $"(deployment {deployment.Id}) deployment failed: {reason[(reason.IndexOf(':') + 2)..]}");
        if (!mayRollBack || service.LastCompleted is null || service.LastCompleted.Id == deployment.Id)
        {
            deployment.Deployment.DesiredCount = 0;
            CloseServiceDeployment(deployment, mayRollBack ? ServiceDeploymentStatus.ROLLBACK_FAILED : ServiceDeploymentStatus.STOPPED, mayRollBack ? NoCandidate : status);
            return;
        }

        RollBack(service, deployment, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, status);
    }

    /// <summary>Puts the last deployment that completed back in charge.</summary>
    private void RollBack(ServiceRecord service, DeploymentRecord failed, ServiceDeploymentStatus status, string reason)
    {
        var target = service.LastCompleted!;
        AddEvent(service, $"rolling back to deployment {target.Id}.");
        var source = State.ServiceDeployments[failed.ServiceDeploymentArn];
        source.Status = status;
        source.UpdatedAt = Today;
        source.StatusReason = reason;
        source.Rollback = new Rollback { Reason = reason, StartedAt = Today, ServiceRevisionArn = target.RevisionArn };

        // The service asks for the old tasks again, so that the next update compares with these.
        var spec = service.Service;
        Ask(service, target);
        service.Deployments.RemoveAll(deployment => deployment.Id == target.Id);
        service.Deployments.Insert(0, target);
        foreach (var other in service.Deployments.Skip(1))
        {
            other.Deployment.Status = "ACTIVE";
        }

        target.Deployment.Status = "PRIMARY";
        target.Deployment.RolloutState = DeploymentRolloutState.IN_PROGRESS;
        target.Deployment.RolloutStateReason = $"ECS deployment circuit breaker: rolling back to deploymentId {target.Id}.";
        target.Deployment.DesiredCount = spec.DesiredCount;
        target.Deployment.UpdatedAt = Today;
        target.FailuresInARow = 0;
        target.NotBefore = null;

        // It answers for the service deployment that is being rolled back.
        target.ServiceDeploymentArn = failed.ServiceDeploymentArn;
        service.IsSteady = false;
        Touch(service);
    }

    /// <summary>An attempt of the deployment came to nothing: the next one waits longer, and the circuit breaker counts.</summary>
    private void CountFailure(ServiceRecord service, DeploymentRecord deployment)
    {
        deployment.FailuresInARow++;
        deployment.NotBefore = Today + CircuitBreaker.Pause(deployment.FailuresInARow) / Region.Sandbox.Options.LifecycleSpeed;
        if (deployment.FailuresInARow == CircuitBreaker.Unstable)
        {
            AddEvent(service, "is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.");
        }

        if (deployment != service.Primary || deployment.Deployment.RolloutState != DeploymentRolloutState.IN_PROGRESS)
        {
            return;
        }

        deployment.Deployment.FailedTasks++;
        var threshold = CircuitBreaker.Threshold(service.Service.DesiredCount ?? 0);
        var breaker = service.Service.DeploymentConfiguration.DeploymentCircuitBreaker;
        Watch(deployment, threshold);
        if (deployment.Deployment.FailedTasks < threshold)
        {
            return;
        }

        if (service.Staged is { IsRollback: true })
        {
            FailRollback(service, ThresholdExceeded);
        }
        else if (breaker?.Enable == true && service.Staged is not null)
        {
            FailStages(service, ThresholdExceeded, breaker.Rollback == true);
        }
        else if (breaker?.Enable == true)
        {
            Fail(service, deployment, "ECS deployment circuit breaker: tasks failed to start.", ThresholdExceeded, breaker.Rollback == true);
        }
    }

    /// <summary>For CloudWatch: an alarm fired; deployments that run and watch it fail.</summary>
    internal void AlarmFired(string alarm)
    {
        foreach (var service in State.Services.Values.Where(service => service.IsActive
            && service.Service.DeploymentConfiguration.Alarms is { Enable: true } alarms && alarms.AlarmNames?.Contains(alarm) == true
            && service.Deployments.Count > 0
            && service.Primary.Deployment.RolloutState == DeploymentRolloutState.IN_PROGRESS).ToList())
        {
            var mayRollBack = service.Service.DeploymentConfiguration.Alarms.Rollback == true;
            if (service.Staged is { } staged && (staged.IsRollback || staged.IsStalled || staged.IgnoredAlarms.Contains(alarm)))
            {
                continue;
            }

            Trigger(service.Primary, alarm);
            if (service.Staged is not null)
            {
                FailStages(service, AlarmDetected(alarm), mayRollBack);
            }
            else
            {
                Fail(service, service.Primary, "ECS deployment alarms: alarm detected.", AlarmDetected(alarm), mayRollBack);
            }
        }
    }

    private static string AlarmDetected(string alarm) => $"Service deployment rolled back because an alarm was detected: {alarm}.";

    /// <summary>The service asks for what a deployment was made from.</summary>
    private static void Ask(ServiceRecord service, DeploymentRecord deployment)
    {
        var spec = service.Service;
        spec.TaskDefinition = deployment.Deployment.TaskDefinition;
        spec.NetworkConfiguration = deployment.Deployment.NetworkConfiguration;
        spec.CapacityProviderStrategy = deployment.Deployment.CapacityProviderStrategy;
        spec.LoadBalancers = deployment.LoadBalancers;
        spec.ServiceRegistries = deployment.Registries;
        service.ServiceConnect = deployment.Deployment.ServiceConnectConfiguration;
    }

    private static void CountSuccess(DeploymentRecord deployment)
    {
        deployment.FailuresInARow = 0;
        deployment.NotBefore = null;
        deployment.Deployment.FailedTasks = 0;
    }
}
