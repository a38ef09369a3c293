using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>How new versions replace old ones (ECS API: <c>DeploymentConfiguration</c>; CodeDeploy where <see cref="Controller"/> says so).</summary>
public sealed record DeploymentDefinition
{
    /// <summary>Task by task, all at once, in equal steps, or a few requests first.</summary>
    public RolloutStrategy Strategy { get; init; } = RolloutStrategy.Rolling;

    /// <summary>Who carries out what is not rolling: ECS itself, or CodeDeploy.</summary>
    public RolloutController Controller { get; init; } = RolloutController.Ecs;

    /// <summary>Percent of the desired count that keeps running during a deployment: 0 to 100.</summary>
    [Range(0, 100)]
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Percent of the desired count that may run during a deployment: 100 to 200.</summary>
    [Range(100, 200)]
    public int MaximumPercent { get; init; } = 200;

    /// <summary>Gives up on a deployment whose tasks keep failing, whatever the strategy; CodeDeploy has a time-out of its own instead.</summary>
    public bool CircuitBreaker { get; init; } = true;

    /// <summary>Goes back to the last version that worked when a deployment fails.</summary>
    public bool Rollback { get; init; } = true;

    /// <summary>Minutes that the old tasks stay after all traffic has moved: 0 to 1,440 (ECS: bake time; CodeDeploy: wait before termination). Not for rolling deployments.</summary>
    [Range(0, 1440)]
    public int BakeTimeMinutes { get; init; } = 5;

    /// <summary>The steps of <see cref="RolloutStrategy.Linear"/>.</summary>
    public LinearShift Linear { get; init; } = new();

    /// <summary>The first share of <see cref="RolloutStrategy.Canary"/>.</summary>
    public CanaryShift Canary { get; init; } = new();

    /// <summary>What is asked, or who, on the way. Not for rolling deployments.</summary>
    public IReadOnlyList<DeploymentHook> Hooks { get; init; } = [];

    /// <summary>Names of CloudWatch alarms, made by somebody else, that fail a deployment when they fire.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];

    /// <summary>An alarm of ours on server errors that fails a deployment when it fires; none when left out.</summary>
    public ErrorAlarm? ErrorAlarm { get; init; }
}

/// <summary>How traffic moves to a new version, spelled as ECS spells it.</summary>
public enum RolloutStrategy
{
    /// <summary>Old tasks are replaced by new ones, a few at a time.</summary>
    [EnumMember(Value = "ROLLING")] Rolling,

    /// <summary>All new tasks first, then all traffic at once.</summary>
    [EnumMember(Value = "BLUE_GREEN")] BlueGreen,

    /// <summary>All new tasks first, then the traffic in equal steps.</summary>
    [EnumMember(Value = "LINEAR")] Linear,

    /// <summary>All new tasks first, then a small share of the traffic, then the rest.</summary>
    [EnumMember(Value = "CANARY")] Canary,
}

/// <summary>Who carries deployments out, spelled as ECS spells it.</summary>
public enum RolloutController
{
    /// <summary>ECS itself.</summary>
    [EnumMember(Value = "ECS")] Ecs,

    /// <summary>AWS CodeDeploy.</summary>
    [EnumMember(Value = "CODE_DEPLOY")] CodeDeploy,
}

/// <summary>Equal steps (ECS API: <c>LinearConfiguration</c>).</summary>
public sealed record LinearShift
{
    /// <summary>Percent of the traffic in each step: 3 to 100.</summary>
    [Range(3.0, 100.0)]
    public double StepPercent { get; init; } = 10;

    /// <summary>Minutes between steps: 0 to 1,440; at least 1 with CodeDeploy.</summary>
    [Range(0, 1440)]
    public int StepMinutes { get; init; } = 6;
}

/// <summary>A small share first (ECS API: <c>CanaryConfiguration</c>).</summary>
public sealed record CanaryShift
{
    /// <summary>Percent of the traffic that goes first: 0.1 to 100.</summary>
    [Range(0.1, 100.0)]
    public double Percent { get; init; } = 5;

    /// <summary>Minutes before the rest follows: 0 to 1,440; at least 1 with CodeDeploy.</summary>
    [Range(0, 1440)]
    public int BakeMinutes { get; init; } = 10;
}

/// <summary>An alarm on the server errors (HTTP 5xx) of a service's targets (CloudWatch metric <c>HTTPCode_Target_5XX_Count</c>).</summary>
public sealed record ErrorAlarm
{
    /// <summary>Server errors in one period that set it off: 1 to 1,000,000.</summary>
    [Range(1, 1000000)]
    public int Count { get; init; } = 10;

    /// <summary>Seconds of a period: 60 to 3,600, a multiple of 60.</summary>
    [Range(60, 3600)]
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>Periods in a row that set it off: 1 to 24.</summary>
    [Range(1, 24)]
    public int EvaluationPeriods { get; init; } = 1;
}
