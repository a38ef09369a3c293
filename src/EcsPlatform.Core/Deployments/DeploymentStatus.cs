using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>A deployment as it stands, whoever carries it out.</summary>
public sealed record DeploymentStatus
{
    /// <summary>Which copy of which platform.</summary>
    public required PlatformScope Scope { get; init; }

    /// <summary>The microservice.</summary>
    public required string Service { get; init; }

    /// <summary>The ARN of the service deployment; with CodeDeploy, the deployment's id.</summary>
    public required string Id { get; init; }

    /// <summary>Who carries it out.</summary>
    public required RolloutController Controller { get; init; }

    /// <summary>How the traffic moves.</summary>
    public required RolloutStrategy Strategy { get; init; }

    /// <summary>Where it has got to.</summary>
    public required DeploymentState State { get; init; }

    /// <summary>AWS's own word for the stage: "BAKE_TIME".</summary>
    public string? Stage { get; init; }

    /// <summary>AWS's own words on why it is where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that comes.</summary>
    public DeploymentVersion? New { get; init; }

    /// <summary>The versions that go.</summary>
    public IReadOnlyList<DeploymentVersion> Old { get; init; } = [];

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the bake time ends; null before it begins.</summary>
    public DateTimeOffset? BakesUntil { get; init; }

    /// <summary>Pauses that somebody has to end.</summary>
    public IReadOnlyList<DeploymentPause> Pauses { get; init; } = [];

    /// <summary>Alarms that have failed it.</summary>
    public IReadOnlyList<string> TriggeredAlarms { get; init; } = [];

    /// <summary>Nothing more will come of it.</summary>
    public bool HasEnded => State is DeploymentState.Succeeded or DeploymentState.RolledBack or DeploymentState.Failed or DeploymentState.Stopped;
}

/// <summary>Where a deployment has got to.</summary>
public enum DeploymentState
{
    /// <summary>Waits for its turn.</summary>
    Pending,

    /// <summary>Runs.</summary>
    InProgress,

    /// <summary>Waits for somebody to go on or go back.</summary>
    Paused,

    /// <summary>Goes back to the version before.</summary>
    RollingBack,

    /// <summary>The new version serves.</summary>
    Succeeded,

    /// <summary>The old version serves again.</summary>
    RolledBack,

    /// <summary>It failed and stayed there, or going back failed.</summary>
    Failed,

    /// <summary>It was stopped where it was.</summary>
    Stopped,
}

/// <summary>One version in a deployment.</summary>
/// <param name="Revision">The ARN of the service revision; with CodeDeploy, the task set's id.</param>
/// <param name="TaskDefinition">The task definition: "task-payment-api-dev:7"; null where it is not known.</param>
/// <param name="Requested">Tasks that shall run.</param>
/// <param name="Running">Tasks that run.</param>
/// <param name="Pending">Tasks that start.</param>
/// <param name="Traffic">Percent of the production traffic; null where the load balancer has no part in it.</param>
/// <param name="TestTraffic">Percent of the test traffic; null without a test listener.</param>
public sealed record DeploymentVersion(string Revision, string? TaskDefinition, int Requested, int Running, int Pending, double? Traffic, double? TestTraffic);

/// <summary>A pause that somebody has to end.</summary>
/// <param name="HookId">What it is resumed by.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="OnTimeout">What comes then.</param>
public sealed record DeploymentPause(string HookId, DateTimeOffset? ExpiresAt, HookTimeoutAction OnTimeout);
