using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Everything that CloudWatch remembers.</summary>
internal sealed class CloudWatchState
{
    /// <summary>By name, in the order in which AWS lists them.</summary>
    public SortedDictionary<string, AlarmRecord> Alarms { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By metric ("namespace|name|dimension=value…"); only metrics that an alarm may want, and no more than the alarms look back.</summary>
    public Dictionary<string, List<Sample>> Samples { get; set; } = [];
}

/// <summary>An alarm and its tags.</summary>
internal sealed class AlarmRecord
{
    public MetricAlarm Alarm { get; set; } = new();

    public TagSet Tags { get; set; } = [];
}

/// <summary>What was put for a metric at a time.</summary>
internal sealed class Sample
{
    public DateTime Time { get; set; }

    public double Sum { get; set; }

    public double Count { get; set; }

    public double Minimum { get; set; }

    public double Maximum { get; set; }
}
