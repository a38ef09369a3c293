using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Metric data: kept only as far back as an alarm looks.</summary>
internal sealed partial class CloudWatchService
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private PutMetricDataResponse PutMetricData(PutMetricDataRequest request)
    {
        if (request.Namespace.StartsWith("AWS/", StringComparison.Ordinal))
        {
            throw new AwsError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.");
        }

        var data = request.MetricData ?? [];
        if (data.Count > 1000)
        {
            throw new AwsError("InvalidParameterValue", "The collection MetricData must not have a size greater than 1000.");
        }

        foreach (var datum in data)
        {
            Add(request.Namespace, datum);
        }

        return new PutMetricDataResponse();
    }

    /// <summary>For tests and other services: puts a value for a metric of any namespace, AWS's own too.</summary>
    internal void Record(string metricNamespace, string metric, IReadOnlyDictionary<string, string> dimensions, double value) => Add(metricNamespace, new MetricDatum
    {
        MetricName = metric,
        Dimensions = [.. dimensions.Select(pair => new Dimension { Name = pair.Key, Value = pair.Value })],
        Value = value,
    });

    private void Add(string metricNamespace, MetricDatum datum)
    {
        var key = Key(metricNamespace, datum.MetricName, datum.Dimensions);
        if (!State.Samples.TryGetValue(key, out var samples))
        {
            State.Samples[key] = samples = [];
        }

        samples.RemoveAll(sample => sample.Time < Today - Longest);
        samples.Add(ToSample(datum));
        foreach (var record in State.Alarms.Values.Where(record => Key(record.Alarm) == key))
        {
            ScheduleEvaluation(record.Alarm);
        }
    }

    private Sample ToSample(MetricDatum datum)
    {
        var time = datum.Timestamp?.ToUniversalTime() ?? Today;
        if (datum.StatisticValues is { } set)
        {
            return new Sample { Time = time, Sum = set.Sum ?? 0, Count = set.SampleCount ?? 0, Minimum = set.Minimum ?? 0, Maximum = set.Maximum ?? 0 };
        }

        if (datum.Values is { Count: > 0 } values)
        {
            var counts = datum.Counts ?? [.. values.Select(_ => 1.0)];
            return new Sample { Time = time, Sum = values.Zip(counts, (value, count) => value * count).Sum(), Count = counts.Sum(), Minimum = values.Min(), Maximum = values.Max() };
        }

        var single = datum.Value ?? throw new AwsError("MissingParameter", "At least one of the parameters Value, Values or StatisticValues must be set.");
        return new Sample { Time = time, Sum = single, Count = 1, Minimum = single, Maximum = single };
    }

    private static string? Key(MetricAlarm alarm) =>
        alarm.MetricName is null ? null : Key(alarm.Namespace, alarm.MetricName, alarm.Dimensions);

    private static string Key(string metricNamespace, string metric, IEnumerable<Dimension>? dimensions) =>
        string.Join('|', (dimensions ?? []).Select(dimension => $"{dimension.Name}={dimension.Value}").Order(StringComparer.Ordinal).Prepend(metric).Prepend(metricNamespace));
}
