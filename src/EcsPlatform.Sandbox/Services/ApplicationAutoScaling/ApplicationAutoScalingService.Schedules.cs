using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Scheduled actions. One-time actions run; repeated ones are kept but do not run, or time would never stand still.</summary>
internal sealed partial class ApplicationAutoScalingService
{
    private PutScheduledActionResponse PutScheduledAction(PutScheduledActionRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var record = FindTarget(request.ResourceId);
        var known = record.Actions.GetValueOrDefault(request.ScheduledActionName);
        var schedule = request.Schedule ?? known?.Schedule;
        AutoScalingErrors.Require(schedule is not null, "Schedule must be specified for a new scheduled action.");
        AutoScalingErrors.Require(ScheduleForm().IsMatch(schedule!), $"Invalid schedule expression: {schedule}");
        var change = request.ScalableTargetAction ?? known?.ScalableTargetAction;
        AutoScalingErrors.Require(change?.MinCapacity is not null || change?.MaxCapacity is not null, "A scheduled action must have a minimum or a maximum capacity.");
        AutoScalingErrors.Require(!(change!.MinCapacity > change.MaxCapacity), "Maximum capacity cannot be less than minimum capacity");
        record.Actions[request.ScheduledActionName] = new ScheduledAction
        {
            ScheduledActionName = request.ScheduledActionName,
            ScheduledActionARN = known?.ScheduledActionARN
                ?? Region.Arn("autoscaling", $"scheduledAction:{Ids.Uuid()}:resource/ecs/{request.ResourceId}:scheduledActionName/{request.ScheduledActionName}"),
            ServiceNamespace = request.ServiceNamespace,
            ResourceId = request.ResourceId,
            ScalableDimension = request.ScalableDimension,
            Schedule = schedule,
            Timezone = request.Timezone ?? known?.Timezone,
            StartTime = request.StartTime ?? known?.StartTime,
            EndTime = request.EndTime ?? known?.EndTime,
            ScalableTargetAction = change,
            CreationTime = known?.CreationTime ?? Today,
        };
        if (Once(schedule!) is { } time && time > Today)
        {
            _scheduled.After((time - Today) * Region.Sandbox.Options.LifecycleSpeed, $"{request.ResourceId} {request.ScheduledActionName}");
        }

        return new PutScheduledActionResponse();
    }

    private DeleteScheduledActionResponse DeleteScheduledAction(DeleteScheduledActionRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        if (State.Targets.GetValueOrDefault(request.ResourceId)?.Actions.Remove(request.ScheduledActionName) != true)
        {
            throw AutoScalingErrors.NotFound($"No scheduled action found for service namespace: ecs, resource ID: {request.ResourceId}, scheduled action name: {request.ScheduledActionName}");
        }

        _scheduled.Cancel($"{request.ResourceId} {request.ScheduledActionName}");
        return new DeleteScheduledActionResponse();
    }

    private DescribeScheduledActionsResponse DescribeScheduledActions(DescribeScheduledActionsRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var found = State.Targets.Values
            .Where(record => request.ResourceId is null || record.Target.ResourceId == request.ResourceId)
            .SelectMany(record => record.Actions.Values)
            .Where(action => request.ScheduledActionNames is not { Count: > 0 } || request.ScheduledActionNames.Contains(action.ScheduledActionName));
        var page = Paging.Of(found, action => action.ScheduledActionARN, request.NextToken, AutoScalingErrors.PageSize(request.MaxResults, 50), AutoScalingErrors.InvalidToken);
        return new DescribeScheduledActionsResponse { ScheduledActions = [.. page.Items], NextToken = page.NextToken };
    }

    private void RunScheduledAction(string key)
    {
        var parts = key.Split(' ', 2);
        if (State.Targets.GetValueOrDefault(parts[0]) is not { } record || record.Actions.GetValueOrDefault(parts[1]) is not { } action
            || record.Target.SuspendedState?.ScheduledScalingSuspended == true)
        {
            return;
        }

        record.Target.MinCapacity = action.ScalableTargetAction.MinCapacity ?? record.Target.MinCapacity;
        record.Target.MaxCapacity = action.ScalableTargetAction.MaxCapacity ?? record.Target.MaxCapacity;
        KeepWithin(record);

        // A one-time action is gone once it has run.
        record.Actions.Remove(parts[1]);
    }

    private static DateTime? Once(string schedule) =>
        schedule.StartsWith("at(", StringComparison.Ordinal)
        && DateTime.TryParse(schedule[3..^1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? time : null;

    [GeneratedRegex(@"^(at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)|rate\([1-9]\d* (minute|minutes|hour|hours|day|days)\)|cron\((\S+ ){4,5}\S+\))$")]
    private static partial Regex ScheduleForm();
}
