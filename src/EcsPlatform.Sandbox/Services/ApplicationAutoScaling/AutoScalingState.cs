using System.Text.Json.Serialization;
using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Everything that Application Auto Scaling remembers.</summary>
internal sealed class AutoScalingState
{
    /// <summary>By resource id ("service/cluster/name"): there is one dimension only.</summary>
    public SortedDictionary<string, TargetRecord> Targets { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>A scalable target with its policies and scheduled actions, which go when it goes.</summary>
internal sealed class TargetRecord
{
    public ScalableTarget Target { get; set; } = new();

    public TagSet Tags { get; set; } = [];

    /// <summary>By name.</summary>
    public SortedDictionary<string, ScalingPolicy> Policies { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public SortedDictionary<string, ScheduledAction> Actions { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public List<ScalingActivity> Activities { get; set; } = [];

    /// <summary>When the last scaling in that direction was.</summary>
    public DateTime? LastScaleOut { get; set; }

    public DateTime? LastScaleIn { get; set; }

    [JsonIgnore]
    public string Cluster => Target.ResourceId.Split('/')[1];

    [JsonIgnore]
    public string Service => Target.ResourceId.Split('/')[2];
}
