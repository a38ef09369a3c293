using System.Text.Json.Serialization;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Everything that CodeDeploy remembers.</summary>
internal sealed class CodeDeployState
{
    /// <summary>By name.</summary>
    public SortedDictionary<string, ApplicationRecord> Applications { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By "application/group".</summary>
    public SortedDictionary<string, GroupRecord> Groups { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The account's own, by name; CodeDeploy's own are in <see cref="BuiltInConfigs"/>.</summary>
    public SortedDictionary<string, DeploymentConfigInfo> Configs { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By id, oldest first.</summary>
    public Dictionary<string, DeploymentRecord> Deployments { get; set; } = [];
}

/// <summary>An application and its tags.</summary>
internal sealed class ApplicationRecord
{
    public ApplicationInfo Application { get; set; } = new();

    public TagSet Tags { get; set; } = [];
}

/// <summary>A deployment group and its tags.</summary>
internal sealed class GroupRecord
{
    public DeploymentGroupInfo Group { get; set; } = new();

    public TagSet Tags { get; set; } = [];

    [JsonIgnore]
    public string Key => $"{Group.ApplicationName}/{Group.DeploymentGroupName}";

    [JsonIgnore]
    public ECSService Service => Group.EcsServices[0];

    [JsonIgnore]
    public TargetGroupPairInfo Pair => Group.LoadBalancerInfo.TargetGroupPairInfoList[0];
}

/// <summary>A deployment: what the API shows, and how far it has come.</summary>
internal sealed class DeploymentRecord
{
    public DeploymentInfo Info { get; set; } = new();

    public string GroupKey { get; set; } = "";

    /// <summary>What it deploys; null where the AppSpec file could not be read.</summary>
    public AppSpec? AppSpec { get; set; }

    /// <summary>Lifecycle events of its only target, in order.</summary>
    public List<LifecycleEvent> Events { get; set; } = [];

    /// <summary>Which event is on; the number of events once all are over.</summary>
    public int Event { get; set; }

    /// <summary>The task set that served when it began, and its target group.</summary>
    public string? Blue { get; set; }

    public string? BlueGroup { get; set; }

    /// <summary>The replacement, and its target group.</summary>
    public string? Green { get; set; }

    public string? GreenGroup { get; set; }

    /// <summary>Percent of the production traffic that the replacement has.</summary>
    public double Percent { get; set; }

    /// <summary>Shifts done.</summary>
    public int Shifts { get; set; }

    /// <summary>When what is waited for is given up, or goes on.</summary>
    public DateTime? Until { get; set; }

    /// <summary>What it waits for: "READY_WAIT", "TERMINATION_WAIT", or nothing.</summary>
    public string? Waits { get; set; }

    /// <summary>The hook that has been called and not answered yet.</summary>
    public string? HookExecutionId { get; set; }

    /// <summary>The failed deployment that it takes back; null for those that somebody started.</summary>
    public string? TakesBack { get; set; }

    [JsonIgnore]
    public string Id => Info.DeploymentId;

    [JsonIgnore]
    public bool IsOver => Info.Status?.Value is "Succeeded" or "Failed" or "Stopped";

    [JsonIgnore]
    public LifecycleEvent? Current => Event < Events.Count ? Events[Event] : null;
}
