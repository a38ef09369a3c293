using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.CloudWatch;

/// <summary>An alarm on one metric: of a service's CPU for scaling, or of its errors for deployments.</summary>
public sealed class AlarmResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => AlarmKind.Instance;

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>The metric's namespace: "AWS/ECS".</summary>
    public required string Namespace { get; init; }

    /// <summary>The metric: "CPUUtilization".</summary>
    public required string Metric { get; init; }

    /// <summary>What is measured, by dimension.</summary>
    public required Func<Resolution, IReadOnlyDictionary<string, string>> Measured { get; init; }

    /// <summary>What is made of the values in a period: "Average", "Sum".</summary>
    public string Statistic { get; init; } = "Average";

    /// <summary>True: alarm at or above the threshold; false: below it.</summary>
    public required bool Above { get; init; }

    /// <summary>In the metric's unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>Seconds that one data point spans.</summary>
    public required int PeriodSeconds { get; init; }

    /// <summary>Data points in a row that set it off.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>A period without values is a good one; otherwise it says nothing.</summary>
    public bool MissingIsGood { get; init; }

    /// <summary>What it sets off; null for one that is only looked at.</summary>
    public Resource? Action { get; init; }

    /// <summary>What it measures, as far as that has to be there first.</summary>
    public IReadOnlyList<Resource> Sources { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [.. Sources.Select(source => new Need(source)), .. Action is { } action ? [new Need(action)] : Array.Empty<Need>()];
}

/// <summary>An alarm with its tags.</summary>
public sealed record AlarmState(MetricAlarm Alarm, IReadOnlyDictionary<string, string> Tags);

/// <summary>How alarms are found, made and removed.</summary>
public sealed class AlarmKind : ResourceKind<AlarmResource, AlarmState>
{
    private const int NamesPerCall = 100; // CloudWatch API, DescribeAlarms

    /// <summary>The one instance.</summary>
    public static AlarmKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "alarm";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "ResourceNotFound" or "ResourceNotFoundException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<AlarmState>>> ObserveAsync(Observation observation)
    {
        var tagged = observation.TaggedAsync("cloudwatch:alarm"); // side by side with the first listing
        var wanted = observation.DesiredOf<AlarmResource>().Select(alarm => alarm.Name).ToHashSet(StringComparer.Ordinal);
        var first = DescribeAsync(observation, wanted);
        await Task.WhenAll(tagged, first);
        var others = (await tagged).Keys.Select(arn => arn[(arn.LastIndexOf(":alarm:", StringComparison.Ordinal) + ":alarm:".Length)..]).Where(name => !wanted.Contains(name));
        var alarms = (await DescribeAsync(observation, others)).Concat(await first);
        return await Task.WhenAll(alarms.Select(async alarm =>
        {
            var tags = await observation.TagsOfAsync("cloudwatch:alarm", alarm.AlarmArn, async () =>
                ((await observation.Aws.CloudWatch.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceARN = alarm.AlarmArn }, observation.Cancellation)).Tags ?? [])
                .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal));
            return Found(observation, alarm.AlarmName, alarm.AlarmArn, new AlarmState(alarm, tags), tags);
        }).ToArray());
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(AlarmResource desired, AlarmState live, Resolution resolution)
    {
        var wanted = Request(desired, resolution);
        return new Differences()
            .Check("namespace", live.Alarm.Namespace, wanted.Namespace)
            .Check("metricName", live.Alarm.MetricName, wanted.MetricName)
            .Check("statistic", live.Alarm.Statistic?.Value, wanted.Statistic.Value)
            .CheckIfTold("treatMissingData", live.Alarm.TreatMissingData, wanted.TreatMissingData)
            .CheckSet("dimensions", (live.Alarm.Dimensions ?? []).Select(Describe), wanted.Dimensions.Select(Describe))
            .Check("comparisonOperator", live.Alarm.ComparisonOperator?.Value, wanted.ComparisonOperator.Value)
            .Check("threshold", live.Alarm.Threshold, wanted.Threshold)
            .Check("period", live.Alarm.Period, wanted.Period)
            .Check("evaluationPeriods", live.Alarm.EvaluationPeriods, wanted.EvaluationPeriods)
            .CheckSet("alarmActions", live.Alarm.AlarmActions, wanted.AlarmActions)
            .CheckTags(live.Tags, resolution.Tags(desired));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(AlarmResource desired, Resolution resolution) =>
        [PlannedCall.Of(CloudWatchModel.PutMetricAlarm, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<AlarmState>> CreateAsync(AlarmResource desired, ApplyContext context)
    {
        await context.Aws.CloudWatch.PutMetricAlarmAsync(Request(desired, context.Resolution), context.Cancellation);
        var arn = context.Resolution.Arn("cloudwatch", $"alarm:{desired.Name}");
        return Made(desired, arn, new AlarmState(new MetricAlarm { AlarmName = desired.Name, AlarmArn = arn }, context.Resolution.Tags(desired)));
    }

    /// <summary>Putting an alarm again replaces its settings, but not its tags.</summary>
    protected override async Task<Live<AlarmState>> UpdateAsync(AlarmResource desired, Live<AlarmState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await context.Aws.CloudWatch.TagResourceAsync(new TagResourceRequest { ResourceARN = live.Id, Tags = Tags(desired, context.Resolution) }, context.Cancellation);
        }

        if (differences.TouchMoreThanTags())
        {
            await context.Aws.CloudWatch.PutMetricAlarmAsync(Request(desired, context.Resolution), context.Cancellation);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<AlarmState> live, ApplyContext context)
    {
        try
        {
            await context.Waits.Batch("DeleteAlarms", NamesPerCall, names => DeleteAsync([.. names])).AddAsync(live.Name);
        }
        catch (AmazonServiceException error) when (IsGone(error))
        {
            await DeleteAsync([live.Name]); // one of the others is gone, and then none is deleted
        }

        Task DeleteAsync(List<string> names) => context.Aws.CloudWatch.DeleteAlarmsAsync(new DeleteAlarmsRequest { AlarmNames = names }, context.Cancellation);
    }

    private static PutMetricAlarmRequest Request(AlarmResource desired, Resolution resolution) => new()
    {
        AlarmName = desired.Name,
        AlarmDescription = desired.Description,
        Namespace = desired.Namespace,
        MetricName = desired.Metric,
        Dimensions = [.. desired.Measured(resolution).Select(dimension => new Dimension { Name = dimension.Key, Value = dimension.Value })],
        Statistic = desired.Statistic,
        ComparisonOperator = desired.Above ? ComparisonOperator.GreaterThanOrEqualToThreshold : ComparisonOperator.LessThanThreshold,
        Threshold = desired.Threshold,
        Period = desired.PeriodSeconds,
        EvaluationPeriods = desired.EvaluationPeriods,
        TreatMissingData = desired.MissingIsGood ? "notBreaching" : null,
        AlarmActions = desired.Action is { } action ? [resolution.Id(action)] : [],
        Tags = Tags(desired, resolution),
    };

    private static List<Tag> Tags(AlarmResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static string Describe(Dimension dimension) => $"{dimension.Name}={dimension.Value}";

    private static async Task<IEnumerable<MetricAlarm>> DescribeAsync(Observation observation, IEnumerable<string> names)
    {
        var answers = await Task.WhenAll(names.Chunk(NamesPerCall).Select(chunk =>
            observation.Aws.CloudWatch.DescribeAlarmsAsync(new DescribeAlarmsRequest { AlarmNames = [.. chunk], MaxRecords = NamesPerCall }, observation.Cancellation)).ToArray());
        return answers.SelectMany(answer => answer.MetricAlarms ?? []);
    }
}
