namespace EcsPlatform;

/// <summary>A deployment of a microservice as it stands, whoever started it: blue/green, linear, canary or rolling.</summary>
public sealed record BlueGreenDeployment : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>The microservice.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The ARN of the service deployment; with CodeDeploy, the deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>How the traffic moves, as AWS spells it: "ROLLING", "BLUE_GREEN", "LINEAR", "CANARY".</summary>
    public required string Strategy { get; init; }

    /// <summary>Who carries it out: "ECS", "CODE_DEPLOY".</summary>
    public required string Controller { get; init; }

    /// <summary>Where it has got to.</summary>
    public BlueGreenDeploymentState State { get; init; }

    /// <summary>AWS's own word for the stage: "BAKE_TIME".</summary>
    public string? Stage { get; init; }

    /// <summary>AWS's own words on why it is where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Family and revision of the version that comes: "task-payment-api-dev:7".</summary>
    public string? Revision { get; init; }

    /// <summary>Family and revision of the version that goes; of the first, where there are several.</summary>
    public string? OldRevision { get; init; }

    /// <summary>Percent of the production traffic that the new version gets; null where the load balancer has no part in it.</summary>
    public double? NewTraffic { get; init; }

    /// <summary>Percent of the production traffic that the old version gets; null where the load balancer has no part in it.</summary>
    public double? OldTraffic { get; init; }

    /// <summary>Percent of the test traffic that the new version gets; null without a test listener.</summary>
    public double? TestTraffic { get; init; }

    /// <summary>Tasks of the new version that run.</summary>
    public int NewRunning { get; init; }

    /// <summary>Tasks of the new version that shall run.</summary>
    public int NewDesired { get; init; }

    /// <summary>Tasks of the old version that run.</summary>
    public int OldRunning { get; init; }

    /// <summary>Tasks of the old version that shall run.</summary>
    public int OldDesired { get; init; }

    /// <summary>When the bake time ends; null before it begins.</summary>
    public DateTimeOffset? BakesUntil { get; init; }

    /// <summary>Pauses that somebody has to end: Resume-BlueGreenDeployment.</summary>
    public IReadOnlyList<BlueGreenPause> Pauses { get; init; } = [];

    /// <summary>Alarms that have failed it.</summary>
    public IReadOnlyList<string> TriggeredAlarms { get; init; } = [];

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Took => FinishedAt - (StartedAt ?? CreatedAt);

    /// <inheritdoc/>
    public override string ToString() => $"{ServiceName} {State}";
}

/// <summary>A pause that somebody has to end.</summary>
/// <param name="HookId">What AWS knows it by.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="OnTimeout">What comes then: "ROLLBACK" or "CONTINUE".</param>
public sealed record BlueGreenPause(string HookId, DateTimeOffset? ExpiresAt, string OnTimeout)
{
    /// <inheritdoc/>
    public override string ToString() => $"until {ExpiresAt:u}, then {OnTimeout}";
}

/// <summary>Where a deployment has got to.</summary>
public enum BlueGreenDeploymentState
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
