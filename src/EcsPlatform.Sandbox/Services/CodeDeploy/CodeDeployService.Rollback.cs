using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>How deployments fail, stop, and are taken back by a deployment of their own.</summary>
internal sealed partial class CodeDeployService
{
    /// <summary>For CloudWatch: an alarm fired; deployments that watch it stop.</summary>
    internal void AlarmFired(string alarm)
    {
        foreach (var record in State.Deployments.Values.Where(record => !record.IsOver && record.TakesBack is null && record.Info.Status != DeploymentStatus.Created).ToList())
        {
            var alarms = record.Info.OverrideAlarmConfiguration ?? State.Groups.GetValueOrDefault(record.GroupKey)?.Group.AlarmConfiguration;
            if (alarms?.Enabled == true && alarms.Alarms.Exists(watched => watched.Name == alarm))
            {
                StopForAlarm(record, ActiveAlarms(alarms));
            }
        }
    }

    private List<string> ActiveAlarms(AlarmConfiguration? watched) => watched is not { Enabled: true, Alarms: { } alarms }
        ? []
        : [.. alarms.Select(alarm => alarm.Name).Where(name => Region.Get<CloudWatch.CloudWatchService>().FindAlarm(name)?.StateValue?.Value == "ALARM")];

    private void StopForAlarm(DeploymentRecord record, IEnumerable<string> active) => End(record, DeploymentStatus.Stopped, ErrorCode.ALARM_ACTIVE,
        "One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. "
        + $"Activated alarms: {string.Join(' ', active.Select(alarm => $"<{alarm}>"))}",
        RollsBackOn(record, "DEPLOYMENT_STOP_ON_ALARM"));

    private static bool RollsBackOn(DeploymentRecord record, string happening) =>
        record.Info.AutoRollbackConfiguration is { Enabled: true, Events: { } events } && events.Contains(happening);

    private void End(DeploymentRecord record, DeploymentStatus status, ErrorCode code, string message, bool rollsBack)
    {
        _advance.Cancel(record.Id);
        ForgetHook(record);
        record.Waits = null;
        record.Info.Status = status;
        record.Info.CompleteTime = Today;
        record.Info.ErrorInformation = new ErrorInformation { Code = code, Message = message };
        foreach (var (happening, index) in record.Events.Select((happening, index) => (happening, index)).Where(pair => pair.index >= record.Event))
        {
            happening.Status = index == record.Event && happening.StartTime is not null ? LifecycleEventStatus.Failed : LifecycleEventStatus.Skipped;
            happening.EndTime = happening.StartTime is null ? null : Today;
        }

        if (rollsBack && record.TakesBack is null && State.Groups.TryGetValue(record.GroupKey, out var group))
        {
            StartRollback(record, group);
        }
    }

    private void StartRollback(DeploymentRecord failed, GroupRecord group)
    {
        var record = NewDeployment(group, DeploymentCreator.CodeDeployRollback, "CodeDeployDefault.ECSAllAtOnce");
        record.Info.Revision = failed.Info.PreviousRevision;
        record.Info.Description = $"Rollback of deployment {failed.Id}";
        record.Info.RollbackInfo = new RollbackInfo
        {
            RollbackTriggeringDeploymentId = failed.Id,
            RollbackMessage = $"Deployment {record.Id} is triggered to roll back deployment {failed.Id}.",
        };
        (record.TakesBack, record.Blue, record.BlueGroup, record.Green, record.GreenGroup, record.Percent) =
            (failed.Id, failed.Blue, failed.BlueGroup, failed.Green, failed.GreenGroup, failed.Percent);
        record.Events = [NewEvent("AllowTraffic")];
        failed.Info.RollbackInfo = new RollbackInfo
        {
            RollbackDeploymentId = record.Id,
            RollbackMessage = $"Deployment {failed.Id} terminated. Automatic rollback is triggered with a DeploymentId {record.Id}.",
        };
        _advance.After(Pace, record.Id);
    }

    /// <summary>The original task set gets all traffic back as soon as it is whole; the replacement goes.</summary>
    private void TakeBack(DeploymentRecord record, GroupRecord group)
    {
        var (cluster, service) = (group.Service.ClusterName, group.Service.ServiceName);
        record.Info.Status = DeploymentStatus.InProgress;
        record.Info.StartTime ??= Today;
        record.Until ??= Later(InstallLimit);
        var sets = Ecs.TaskSetsOf(cluster, service);
        if (record.Current is { } current)
        {
            current.Status = LifecycleEventStatus.InProgress;
            current.StartTime ??= Today;
            if (record.Blue is not null && record.Percent > 0 && sets.FirstOrDefault(set => set.Id == record.Blue)?.StabilityStatus?.Value != "STEADY_STATE")
            {
                WaitForOriginal(record);
                return;
            }

            if (record.Green is not null)
            {
                Shift(group.Pair.ProdTrafficRoute, record, 0);
                Shift(group.Pair.TestTrafficRoute, record, 0);
                record.Percent = 0;
                Ecs.Promote(cluster, service, record.Blue!);
                Ecs.Retire(cluster, service, record.Green);
            }

            Pass(record);
        }
        else if (record.Green is not null && sets.Any(set => set.Id == record.Green))
        {
            _advance.After(Look, record.Id);
        }
        else
        {
            record.Info.Status = DeploymentStatus.Succeeded;
            record.Info.CompleteTime = Today;
            State.Deployments[record.TakesBack!].Info.RollbackInfo.RollbackMessage = $"Deployment {record.TakesBack} was rolled back by deployment {record.Id}.";
        }
    }

    private void WaitForOriginal(DeploymentRecord record)
    {
        if (record.Until > Today)
        {
            _advance.After(Look, record.Id);
            return;
        }

        State.Deployments[record.TakesBack!].Info.RollbackInfo.RollbackMessage = $"The rollback deployment {record.Id} failed.";
        End(record, DeploymentStatus.Failed, ErrorCode.TIMEOUT, "The deployment timed out while waiting for the original task set to become healthy.", rollsBack: false);
    }
}
