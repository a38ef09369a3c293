using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using EcsPlatform.Sandbox.Services.Ecs;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>A deployment's way: replacement, test traffic, production traffic in shifts, the wait, and the end of the original.</summary>
internal sealed partial class CodeDeployService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(60);

    private static List<LifecycleEvent> Events(GroupRecord group)
    {
        string[] test = group.Pair.TestTrafficRoute?.ListenerArns is { Count: > 0 } ? ["AllowTestTraffic", "AfterAllowTestTraffic"] : [];
        return [.. new[] { "BeforeInstall", "Install", "AfterInstall" }.Concat(test).Concat(["BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"]).Select(NewEvent)];
    }

    private static LifecycleEvent NewEvent(string name) => new() { LifecycleEventName = name, Status = LifecycleEventStatus.Pending };

    private void Advance(string id)
    {
        if (State.Deployments.GetValueOrDefault(id) is not { IsOver: false } record || record.HookExecutionId is not null)
        {
            return;
        }

        if (!State.Groups.TryGetValue(record.GroupKey, out var group))
        {
            End(record, DeploymentStatus.Failed, ErrorCode.DEPLOYMENT_GROUP_MISSING, "The deployment group was deleted.", rollsBack: false);
        }
        else if (record.TakesBack is not null)
        {
            TakeBack(record, group);
        }
        else if (record.Info.Status != DeploymentStatus.Created || Begin(record, group))
        {
            Proceed(record, group);
        }
    }

    private bool Begin(DeploymentRecord record, GroupRecord group)
    {
        record.Info.Status = DeploymentStatus.InProgress;
        record.Info.StartTime = Today;
        var alarms = record.Info.OverrideAlarmConfiguration ?? group.Group.AlarmConfiguration;
        if (ActiveAlarms(alarms) is { Count: > 0 } active)
        {
            StopForAlarm(record, active);
            return false;
        }

        var blue = Ecs.TaskSetsOf(group.Service.ClusterName, group.Service.ServiceName).FirstOrDefault(set => set.Status == "PRIMARY");
        var pair = group.Pair.TargetGroups.ConvertAll(name => Balancing.TargetGroupNamed(name.Name));
        var served = blue?.LoadBalancers.FirstOrDefault()?.TargetGroupArn;
        if (blue is null || !pair.Contains(served) || pair.Contains(null))
        {
            End(record, DeploymentStatus.Failed, ErrorCode.INVALID_ECS_SERVICE,
                "The ECS service's primary task set must be registered in one of the target groups of the deployment group.", rollsBack: false);
            return false;
        }

        (record.Blue, record.BlueGroup, record.GreenGroup) = (blue.Id, served, pair.Find(arn => arn != served));
        return true;
    }

    private void Proceed(DeploymentRecord record, GroupRecord group)
    {
        if (record.Current is not { } current)
        {
            Terminate(record, group);
            return;
        }

        if (current.LifecycleEventName == "BeforeAllowTraffic" && !IsReady(record))
        {
            return;
        }

        current.StartTime ??= Today;
        current.Status = LifecycleEventStatus.InProgress;
        switch (current.LifecycleEventName)
        {
            case "Install":
                Install(record, group);
                break;
            case "AllowTestTraffic":
                Shift(group.Pair.TestTrafficRoute, record, 100);
                Pass(record);
                break;
            case "AllowTraffic":
                AllowTraffic(record, group);
                break;
            default:
                CallHook(record, current);
                break;
        }
    }

    /// <summary>The event is over: on to the next.</summary>
    private void Pass(DeploymentRecord record)
    {
        record.Current!.Status = LifecycleEventStatus.Succeeded;
        record.Current.EndTime = Today;
        record.Until = null;
        record.Event++;
        _advance.After(Pace, record.Id);
    }

    private void Install(DeploymentRecord record, GroupRecord group)
    {
        var (cluster, service) = (group.Service.ClusterName, group.Service.ServiceName);
        if (record.Green is null)
        {
            var spec = record.AppSpec!;
            Shift(group.Pair.ProdTrafficRoute, record, 0);
            foreach (var left in Ecs.TaskSetsOf(cluster, service).Where(set => set.Id != record.Blue))
            {
                Ecs.Retire(cluster, service, left.Id);
            }

            try
            {
                record.Green = Ecs.AddReplacement(cluster, service, new ReplacementOrder(record.Id, spec.TaskDefinition, record.GreenGroup!, spec.ContainerName, spec.ContainerPort)
                {
                    PlatformVersion = spec.PlatformVersion,
                    NetworkConfiguration = spec.Subnets is null ? null : new Amazon.ECS.Model.NetworkConfiguration
                    {
                        AwsvpcConfiguration = new() { Subnets = spec.Subnets, SecurityGroups = spec.SecurityGroups ?? [], AssignPublicIp = spec.AssignPublicIp },
                    },
                });
            }
            catch (AwsError refusal)
            {
                End(record, DeploymentStatus.Failed, ErrorCode.ECS_UPDATE_ERROR, $"The ECS service cannot be updated due to an unexpected error: {refusal.Message}", RollsBackOn(record, "DEPLOYMENT_FAILURE"));
                return;
            }

            record.Until = Later(InstallLimit);
        }

        if (Ecs.TaskSetsOf(cluster, service).FirstOrDefault(set => set.Id == record.Green)?.StabilityStatus?.Value == "STEADY_STATE")
        {
            Pass(record);
        }
        else if (record.Until <= Today)
        {
            End(record, DeploymentStatus.Failed, ErrorCode.TIMEOUT,
                "The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.", RollsBackOn(record, "DEPLOYMENT_FAILURE"));
        }
        else
        {
            _advance.After(Look, record.Id);
        }
    }

    /// <summary>Whether traffic may be moved: at once, or when somebody says so.</summary>
    private bool IsReady(DeploymentRecord record)
    {
        var option = record.Info.BlueGreenDeploymentConfiguration.DeploymentReadyOption;
        if (option.ActionOnTimeout != DeploymentReadyAction.STOP_DEPLOYMENT || record.Waits == "CONTINUED")
        {
            record.Waits = null;
            return true;
        }

        if (record.Waits is null)
        {
            record.Waits = "READY_WAIT";
            record.Info.Status = DeploymentStatus.Ready;
            record.Until = Later(TimeSpan.FromMinutes(option.WaitTimeInMinutes ?? 0));
        }
        else if (record.Until <= Today)
        {
            End(record, DeploymentStatus.Stopped, ErrorCode.TIMEOUT, "Traffic rerouting was not started before the end of the wait time.", RollsBackOn(record, "DEPLOYMENT_STOP_ON_REQUEST"));
            return false;
        }

        _advance.After((record.Until!.Value - Today) * Region.Sandbox.Options.LifecycleSpeed, record.Id);
        return false;
    }

    private void AllowTraffic(DeploymentRecord record, GroupRecord group)
    {
        if (record.Until > Today)
        {
            _advance.After((record.Until.Value - Today) * Region.Sandbox.Options.LifecycleSpeed, record.Id);
            return;
        }

        var shifts = Shifts.Of(FindConfig(record.Info.DeploymentConfigName)!.TrafficRoutingConfig);
        record.Percent = shifts.Percents[record.Shifts++];
        Shift(group.Pair.ProdTrafficRoute, record, record.Percent);
        if (record.Percent >= 100)
        {
            Ecs.Promote(group.Service.ClusterName, group.Service.ServiceName, record.Green!);
            Pass(record);
            return;
        }

        record.Until = Later(shifts.Between);
        _advance.After(shifts.Between, record.Id);
    }

    /// <summary>The original waits for a while, so that all can be taken back; then it goes.</summary>
    private void Terminate(DeploymentRecord record, GroupRecord group)
    {
        var (cluster, service) = (group.Service.ClusterName, group.Service.ServiceName);
        if (record.Waits is null)
        {
            record.Waits = "TERMINATION_WAIT";
            record.Info.InstanceTerminationWaitTimeStarted = true;
            record.Until = Later(TimeSpan.FromMinutes(record.Info.BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes ?? 0));
        }

        if (record.Until > Today)
        {
            _advance.After((record.Until.Value - Today) * Region.Sandbox.Options.LifecycleSpeed, record.Id);
            return;
        }

        record.Waits = "TERMINATION";
        Ecs.Retire(cluster, service, record.Blue!);
        if (Ecs.TaskSetsOf(cluster, service).Any(set => set.Id == record.Blue))
        {
            _advance.After(Look, record.Id);
            return;
        }

        record.Info.Status = DeploymentStatus.Succeeded;
        record.Info.CompleteTime = Today;
    }

    /// <summary>Gives the replacement a share of a route's traffic, in every rule of its listeners that forwards to either target group.</summary>
    private void Shift(TrafficRoute? route, DeploymentRecord record, double percent)
    {
        var (green, blue) = ((int)percent, 100 - (int)percent);
        foreach (var rule in (route?.ListenerArns ?? []).SelectMany(listener => Balancing.RulesTo(listener, record.BlueGroup!, record.GreenGroup!)))
        {
            Balancing.Shift(rule, new Dictionary<string, int> { [record.BlueGroup!] = blue, [record.GreenGroup!] = green });
        }
    }
}
