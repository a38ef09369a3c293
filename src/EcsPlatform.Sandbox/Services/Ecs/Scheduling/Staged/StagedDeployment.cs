using System.Text.Json.Serialization;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Where a deployment that is not rolling stands: its stage, its traffic, its hooks.</summary>
internal sealed class StagedDeployment
{
    /// <summary>The new revision's deployment.</summary>
    public string Green { get; set; } = "";

    /// <summary>The deployment that served when this one began; null for a service's first.</summary>
    public string? Blue { get; set; }

    /// <summary>One of <see cref="Stages"/>; empty before the first.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Which of the production shifts comes next, or is on, from 0.</summary>
    public int Shift { get; set; }

    /// <summary>Percent of the production traffic that green has.</summary>
    public double ProductionPercent { get; set; }

    /// <summary>Percent of the test traffic that green has.</summary>
    public double TestPercent { get; set; }

    /// <summary>The stage goes on no sooner.</summary>
    public DateTime? WaitUntil { get; set; }

    /// <summary>When the stage is given up.</summary>
    public DateTime? Deadline { get; set; }

    /// <summary>Everything goes back to blue.</summary>
    public bool IsRollback { get; set; }

    /// <summary>Stopped where it stands: nothing moves any more, and what serves is kept up.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Hooks of this stage.</summary>
    public List<HookRun> Hooks { get; set; } = [];

    /// <summary>Alarms that were in ALARM when it began: they do not count.</summary>
    public List<string> IgnoredAlarms { get; set; } = [];

    [JsonIgnore]
    public bool IsMoving => !IsStalled;

    /// <summary>Green's tasks are wanted.</summary>
    [JsonIgnore]
    public bool HasScaledUp => IsRollback ? Stage != Stages.CleanUp : Stages.IsAtOrAfter(Stage, Stages.ScaleUp);
}

/// <summary>A hook at the stage that is on.</summary>
internal sealed class HookRun
{
    public DeploymentLifecycleHookDetail Detail { get; set; } = new();

    public string? RoleArn { get; set; }

    /// <summary>What the function is handed, and hands on to its next call: JSON.</summary>
    public string? HookDetails { get; set; }

    [JsonIgnore]
    public bool IsOpen => Detail.Status?.Value is "IN_PROGRESS" or "AWAITING_ACTION";
}
