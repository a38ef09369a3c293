using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Going back: blue is made whole, gets the traffic at once, and green goes.</summary>
internal sealed partial class EcsService
{
    private const string NoCandidate = "No rollback candidate was found to run the rollback.";

    /// <summary>The deployment has failed: everything goes back to blue, if there is one.</summary>
    private void FailStages(ServiceRecord service, string reason, bool mayRollBack = true, bool isRequested = false)
    {
        var staged = service.Staged!;
        if (staged.IsRollback)
        {
            FailRollback(service, reason);
            return;
        }

        var green = Find(service, staged.Green)!;
        green.Deployment.RolloutState = DeploymentRolloutState.FAILED;
        green.Deployment.RolloutStateReason = reason;
        green.Deployment.UpdatedAt = Today;
        AddEvent(service, $"(deployment {green.Id}) deployment failed: {reason}");
        ForgetHooks(staged);
        if (!mayRollBack)
        {
            Stall(service, ServiceDeploymentStatus.STOPPED, reason);
            return;
        }

        Note(service, record =>
        {
            record.Status = isRequested ? ServiceDeploymentStatus.ROLLBACK_REQUESTED : ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
            record.StatusReason = reason;
            record.LifecycleHookDetails = null;
            record.Rollback = new Rollback { Reason = reason, StartedAt = Today, ServiceRevisionArn = Find(service, staged.Blue)?.RevisionArn };
        });
        staged.IsRollback = true;
        if (Find(service, staged.Blue) is not { } blue)
        {
            AddEvent(service, $"(deployment {green.Id}) rollback has failed. {NoCandidate}");
            Stall(service, ServiceDeploymentStatus.ROLLBACK_FAILED, NoCandidate);
            return;
        }

        AddEvent(service, $"rolling back to deployment {blue.Id}.");
        TakeBack(service, blue);

        // Blue has run on, so that the traffic goes back in the same instant; else only once it is whole again.
        EnterStage(service, IsScaledUp(service, blue.Id) && !isRequested ? Stages.ProductionShift : Stages.ScaleUp);
    }

    private void ContinueRollback(ServiceRecord service, StagedDeployment staged)
    {
        Note(service, record => record.Status = ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);
        switch (staged.Stage)
        {
            case Stages.ScaleUp when IsScaledUp(service, staged.Blue):
                EnterStage(service, Stages.ProductionShift);
                break;
            case Stages.ProductionShift:
                EnterStage(service, Stages.TestShift);
                break;
            case Stages.TestShift:
                EnterStage(service, Stages.CleanUp);
                break;
            case Stages.CleanUp when service.Deployments.TrueForAll(deployment => deployment.Id == staged.Blue):
                CompleteRollback(service, staged);
                break;
            default:
                break;
        }
    }

    private void CompleteRollback(ServiceRecord service, StagedDeployment staged)
    {
        var blue = Find(service, staged.Blue)!;
        EndStages(service);
        blue.Deployment.RolloutState = DeploymentRolloutState.COMPLETED;
        blue.Deployment.RolloutStateReason = $"ECS deployment {blue.Id} completed.";
        blue.Deployment.UpdatedAt = Today;
        service.LastCompleted = blue;
        AddEvent(service, $"(deployment {blue.Id}) deployment completed.");
        CloseServiceDeployment(blue, ServiceDeploymentStatus.SUCCESSFUL);
        Touch(service);
    }

    /// <summary>The way back is blocked: all stays as it is, and what serves is kept up.</summary>
    private void FailRollback(ServiceRecord service, string reason)
    {
        AddEvent(service, $"(deployment {service.Staged!.Green}) rollback has failed. {reason}");
        Stall(service, ServiceDeploymentStatus.ROLLBACK_FAILED, reason);
    }

    private void Stall(ServiceRecord service, ServiceDeploymentStatus status, string reason)
    {
        var staged = service.Staged!;
        CloseServiceDeployment(Find(service, staged.Green)!, status, reason);
        _stage.Cancel(service.Key);
        _stageLimit.Cancel(service.Key);
        ForgetHooks(staged);
        staged.IsStalled = true;
        Touch(service);
    }

    /// <summary>The service asks for blue's tasks again, and blue answers for the service deployment.</summary>
    private static void TakeBack(ServiceRecord service, DeploymentRecord blue)
    {
        Ask(service, blue);
        var green = service.Primary;
        service.Deployments.Remove(blue);
        service.Deployments.Insert(0, blue);
        foreach (var other in service.Deployments.Skip(1))
        {
            other.Deployment.Status = "ACTIVE";
        }

        blue.Deployment.Status = "PRIMARY";
        blue.Deployment.RolloutState = DeploymentRolloutState.IN_PROGRESS;
        blue.Deployment.RolloutStateReason = $"ECS deployment rolling back to deploymentId {blue.Id}.";
        blue.FailuresInARow = 0;
        blue.NotBefore = null;
        blue.Deployment.FailedTasks = 0;
        blue.ServiceDeploymentArn = green.ServiceDeploymentArn;
    }
}
