using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Deployments that move traffic from colour to colour, stage by stage.</summary>
internal sealed partial class EcsService
{
    /// <summary>Green's deployment was made: begins with its first stage.</summary>
    private void BeginStages(ServiceRecord service, DeploymentRecord green, DeploymentRecord? blue)
    {
        service.Staged = new StagedDeployment
        {
            Green = green.Id,
            Blue = blue?.Id,
            IgnoredAlarms = [.. (service.Service.DeploymentConfiguration.Alarms?.AlarmNames ?? []).Where(Neighbours.IsInAlarm)],
        };
        EnterStage(service, service.Deployments.Exists(other => other != green && other != blue) ? Stages.Reconcile : Stages.PreScaleUp);
    }

    private void EnterStage(ServiceRecord service, string stage)
    {
        var staged = service.Staged!;
        staged.Stage = stage;
        staged.WaitUntil = null;
        Note(service, record => record.LifecycleStage = new ServiceDeploymentLifecycleStage(stage));
        try
        {
            Work(service, staged);
        }
        catch (AwsError refusal)
        {
            FailStages(service, $"Service deployment rolled back because of invalid networking configuration. {refusal.Message}");
            return;
        }

        // Pauses and bake times have limits of their own.
        if (stage != Stages.BakeTime)
        {
            _stageLimit.After(Stages.Limit, service.Key);
        }
        else
        {
            _stageLimit.Cancel(service.Key);
        }

        StartHooks(service, staged);
        _stage.After(Stages.Pace, service.Key);
        Touch(service);
    }

    /// <summary>What a stage does when it begins.</summary>
    private void Work(ServiceRecord service, StagedDeployment staged)
    {
        var green = Find(service, staged.Green)!;
        var serving = staged.IsRollback ? 0 : 100;
        switch (staged.Stage)
        {
            case Stages.Reconcile when Find(service, staged.Blue) is { } blue:
                ShiftProduction(blue, 100);
                ShiftTest(blue, 100);
                break;
            case Stages.TestShift:
                staged.TestPercent = serving;
                ShiftTest(green, serving);
                break;
            case Stages.ProductionShift when staged.IsRollback:
                staged.ProductionPercent = 0;
                ShiftProduction(green, 0);
                break;
            case Stages.ProductionShift:
                var steps = TrafficSteps.Of(Settings(service), staged.Blue is not null);
                staged.ProductionPercent = steps.Percents[staged.Shift++];
                ShiftProduction(green, staged.ProductionPercent);
                staged.WaitUntil = staged.ProductionPercent < 100 ? Later(steps.Between) : null;
                break;
            case Stages.BakeTime:
                staged.WaitUntil = Later(TimeSpan.FromMinutes(Settings(service).BakeTimeInMinutes ?? 0));
                break;
            default:
                break;
        }
    }

    private DateTime Later(TimeSpan span) => Today + (span / Region.Sandbox.Options.LifecycleSpeed);

    /// <summary>Looks whether the stage is over.</summary>
    private void ContinueStage(string key)
    {
        if (State.Services.GetValueOrDefault(key) is not { IsActive: true, Staged: { IsStalled: false } staged } service || staged.Hooks.Exists(hook => hook.IsOpen))
        {
            return;
        }

        if (staged.WaitUntil is { } due && due > Today)
        {
            _stage.After((due - Today) * Region.Sandbox.Options.LifecycleSpeed, key);
            return;
        }

        if (staged.IsRollback)
        {
            ContinueRollback(service, staged);
        }
        else if (staged.Stage == Stages.PreScaleUp && WhyNoColours(service, staged) is { } obstacle)
        {
            FailStages(service, obstacle);
        }
        else if (IsOver(service, staged))
        {
            if (staged.Stage == Stages.CleanUp)
            {
                CompleteStages(service, staged);
            }
            else
            {
                EnterStage(service, Stages.Next(staged.Stage, staged.ProductionPercent >= 100));
            }
        }
    }

    private bool IsOver(ServiceRecord service, StagedDeployment staged) => staged.Stage switch
    {
        Stages.Reconcile => service.Deployments.TrueForAll(deployment => deployment.Id == staged.Green || deployment.Id == staged.Blue),
        Stages.PreScaleUp => RolesAreReady(service, staged),
        Stages.ScaleUp => IsScaledUp(service, staged.Green),
        Stages.CleanUp => service.Deployments.TrueForAll(deployment => deployment.Id == staged.Green),
        _ => true,
    };

    /// <summary>A role that was just made gets a minute to spread.</summary>
    private bool RolesAreReady(ServiceRecord service, StagedDeployment staged)
    {
        if (new ColourRules(Neighbours).RefusedRole(service.Service.LoadBalancers) is null)
        {
            return true;
        }

        staged.Deadline ??= Later(TimeSpan.FromMinutes(1));
        _stage.After(TimeSpan.FromSeconds(10), service.Key);
        return false;
    }

    private string? WhyNoColours(ServiceRecord service, StagedDeployment staged)
    {
        var rules = new ColourRules(Neighbours);
        return rules.Obstacle(service.Service.LoadBalancers)
            ?? (staged.Deadline <= Today && rules.RefusedRole(service.Service.LoadBalancers) is { } role ? ColourRules.MissingPermissions(role) : null);
    }

    private bool IsScaledUp(ServiceRecord service, string? deployment)
    {
        var live = LiveTasks(service).Where(task => task.DeploymentId == deployment).ToList();
        return live.Count == service.Service.DesiredCount && live.TrueForAll(task => IsHealthy(service, task));
    }

    private void CompleteStages(ServiceRecord service, StagedDeployment staged)
    {
        EndStages(service);
        Complete(service, Find(service, staged.Green)!);
        service.IsSteady = false;
        Touch(service);
    }

    /// <summary>No stage goes on any more.</summary>
    private void EndStages(ServiceRecord service)
    {
        _stage.Cancel(service.Key);
        _stageLimit.Cancel(service.Key);
        ForgetHooks(service.Staged);
        service.Staged = null;
    }

    /// <summary>A stage that lasted 24 hours fails the deployment.</summary>
    private void GiveUpStage(string key)
    {
        if (State.Services.GetValueOrDefault(key) is not { Staged: { IsStalled: false } staged } service)
        {
            return;
        }

        // A pause may be longer than that; it has its own end.
        if (staged.Hooks.Exists(hook => hook.Detail.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION))
        {
            _stageLimit.After(Stages.Limit, key);
        }
        else if (staged.IsRollback)
        {
            FailRollback(service, $"Service deployment rollback failed because the lifecycle stage {staged.Stage} timed out.");
        }
        else
        {
            FailStages(service, $"Service deployment rolled back because the lifecycle stage {staged.Stage} timed out.");
        }
    }

    private static DeploymentRecord? Find(ServiceRecord service, string? deployment) => service.Deployments.Find(record => record.Id == deployment);

    /// <summary>Changes the record of the service deployment that is on.</summary>
    /// <summary>The settings that the deployment under way began with: later ones are for the next one.</summary>
    private DeploymentConfiguration Settings(ServiceRecord service) =>
        Find(service, service.Staged?.Green) is { } green && State.ServiceDeployments.GetValueOrDefault(green.ServiceDeploymentArn)?.DeploymentConfiguration is { } own
            ? own
            : service.Service.DeploymentConfiguration;

    private void Note(ServiceRecord service, Action<ServiceDeployment> change)
    {
        if (Find(service, service.Staged?.Green) is { } green && State.ServiceDeployments.GetValueOrDefault(green.ServiceDeploymentArn) is { } record)
        {
            change(record);
            record.UpdatedAt = Today;
        }
    }
}
