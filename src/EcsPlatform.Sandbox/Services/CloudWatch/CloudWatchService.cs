using System.Text.Json.Nodes;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Amazon CloudWatch: metric alarms, fed by data that is put, by SetAlarmState and by the fault "alarm that fires".</summary>
internal sealed partial class CloudWatchService : SandboxService<CloudWatchState>
{
    private readonly Step _evaluate;

    internal CloudWatchService(SandboxRegion region)
        : base(region)
    {
        _evaluate = Step("alarm-evaluation", Evaluate);
        Faults.Changed += () =>
        {
            lock (Region.Sandbox.World)
            {
                EvaluateAll();
            }
        };
        On(CloudWatchModel.PutMetricAlarm, PutMetricAlarm);
        On(CloudWatchModel.DeleteAlarms, DeleteAlarms);
        On(CloudWatchModel.DescribeAlarms, DescribeAlarms);
        On(CloudWatchModel.SetAlarmState, SetAlarmState);
        On(CloudWatchModel.PutMetricData, PutMetricData);
        On(CloudWatchModel.GetMetricData, GetMetricData);
        On(CloudWatchModel.TagResource, TagResource);
        On(CloudWatchModel.UntagResource, UntagResource);
        On(CloudWatchModel.ListTagsForResource, ListTagsForResource);
    }

    private DateTime Today => Now.UtcDateTime;

    /// <summary>Metric data is no resource.</summary>
    protected override bool IsMemory(string collection, JsonNode? entry) => collection == nameof(CloudWatchState.Samples);

    /// <summary>For other services: the alarm with that name, or null.</summary>
    internal MetricAlarm? FindAlarm(string name) => State.Alarms.GetValueOrDefault(name)?.Alarm;

    /// <summary>For other services: the alarms that act on a scaling policy.</summary>
    internal IEnumerable<MetricAlarm> AlarmsFor(string policyArn) =>
        State.Alarms.Values.Select(record => record.Alarm).Where(alarm => Actions(alarm).Contains(policyArn));

    /// <summary>For other services: stores an alarm as PutMetricAlarm does.</summary>
    internal MetricAlarm Put(PutMetricAlarmRequest request)
    {
        AlarmRules.Check(request);
        var name = request.AlarmName;
        var known = State.Alarms.GetValueOrDefault(name);

        // Tags count at creation only; an alarm that is there keeps its own, and its state.
        var record = known ?? new AlarmRecord { Tags = TagSet.From(request.Tags, tag => tag.Key, tag => tag.Value, "InvalidParameterValue") };
        record.Alarm = Configured(request, known?.Alarm);
        State.Alarms[name] = record;
        ScheduleEvaluation(record.Alarm);
        return record.Alarm;
    }

    /// <summary>For other services: takes alarms away; unknown names are ignored.</summary>
    internal void Remove(IEnumerable<string> names)
    {
        foreach (var name in names.ToList())
        {
            State.Alarms.Remove(name);
            _evaluate.Cancel(name);
        }
    }

    private PutMetricAlarmResponse PutMetricAlarm(PutMetricAlarmRequest request)
    {
        Put(request);
        return new PutMetricAlarmResponse();
    }

    private DeleteAlarmsResponse DeleteAlarms(DeleteAlarmsRequest request)
    {
        if (request.AlarmNames.FirstOrDefault(name => !State.Alarms.ContainsKey(name)) is { } unknown)
        {
            throw new AwsError("ResourceNotFound", $"The specified alarm [{unknown}] does not exist.", 404);
        }

        Remove(request.AlarmNames);
        return new DeleteAlarmsResponse();
    }

    private DescribeAlarmsResponse DescribeAlarms(DescribeAlarmsRequest request)
    {
        if (request.AlarmNames is { Count: > 0 } && request.AlarmNamePrefix is not null)
        {
            throw new AwsError("InvalidParameterCombination", "AlarmNamePrefix and AlarmNames are mutually exclusive.");
        }

        var types = request.AlarmTypes is { Count: > 0 } asked ? asked : [AlarmType.MetricAlarm.Value];
        var names = request.AlarmNames is { Count: > 0 } list ? list.ToHashSet() : null;
        var found = State.Alarms.Values.Select(record => record.Alarm)
            .Where(_ => types.Contains(AlarmType.MetricAlarm.Value) && request.ChildrenOfAlarmName is null && request.ParentsOfAlarmName is null)
            .Where(alarm => names is null || names.Contains(alarm.AlarmName))
            .Where(alarm => alarm.AlarmName.StartsWith(request.AlarmNamePrefix ?? "", StringComparison.Ordinal))
            .Where(alarm => request.StateValue is null || alarm.StateValue == request.StateValue)
            .Where(alarm => request.ActionPrefix is not { } prefix || Actions(alarm).Any(action => action.StartsWith(prefix, StringComparison.Ordinal)));
        var page = Paging.Of(found, alarm => alarm.AlarmName, request.NextToken, request.MaxRecords ?? 50,
            () => new AwsError("InvalidNextToken", "The next token specified is invalid."));
        return new DescribeAlarmsResponse { MetricAlarms = [.. page.Items], CompositeAlarms = [], NextToken = page.NextToken };
    }

    private SetAlarmStateResponse SetAlarmState(SetAlarmStateRequest request)
    {
        var alarm = FindAlarm(request.AlarmName) ?? throw new AwsError("ResourceNotFound", $"Alarm {request.AlarmName} does not exist", 404);
        alarm.StateReasonData = request.StateReasonData;
        Become(alarm, request.StateValue, request.StateReason);
        ScheduleEvaluation(alarm);
        return new SetAlarmStateResponse();
    }

    private MetricAlarm Configured(PutMetricAlarmRequest request, MetricAlarm? known) => new()
    {
        AlarmName = request.AlarmName,
        AlarmArn = Region.Arn("cloudwatch", $"alarm:{request.AlarmName}"),
        AlarmDescription = request.AlarmDescription,
        AlarmConfigurationUpdatedTimestamp = Today,
        ActionsEnabled = request.ActionsEnabled ?? true,
        OKActions = request.OKActions ?? [],
        AlarmActions = request.AlarmActions ?? [],
        InsufficientDataActions = request.InsufficientDataActions ?? [],
        StateValue = known?.StateValue ?? StateValue.INSUFFICIENT_DATA,
        StateReason = known?.StateReason ?? "Unchecked: Initial alarm creation",
        StateReasonData = known?.StateReasonData,
        StateUpdatedTimestamp = known?.StateUpdatedTimestamp ?? Today,
        StateTransitionedTimestamp = known?.StateTransitionedTimestamp ?? Today,
        MetricName = request.MetricName,
        Namespace = request.Namespace,
        Statistic = request.Statistic,
        ExtendedStatistic = request.ExtendedStatistic,
        Dimensions = request.Dimensions ?? [],
        Period = request.Period,
        Unit = request.Unit,
        EvaluationPeriods = request.EvaluationPeriods,
        DatapointsToAlarm = request.DatapointsToAlarm,
        Threshold = request.Threshold,
        ComparisonOperator = request.ComparisonOperator,
        TreatMissingData = request.TreatMissingData,
        EvaluateLowSampleCountPercentile = request.EvaluateLowSampleCountPercentile,
        Metrics = request.Metrics ?? [],
        ThresholdMetricId = request.ThresholdMetricId,
    };

    private static IEnumerable<string> Actions(MetricAlarm alarm) =>
        alarm.AlarmActions.Concat(alarm.OKActions).Concat(alarm.InsufficientDataActions);
}
