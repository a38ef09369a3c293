namespace EcsPlatform;

/// <summary>A deployment that would start: everything was asked, and nothing is in its way.</summary>
public sealed record PlannedBlueGreenDeployment : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>The microservice.</summary>
    public required string ServiceName { get; init; }

    /// <summary>How the traffic would move, as AWS spells it: "BLUE_GREEN".</summary>
    public string? Strategy { get; init; }

    /// <summary>Who would carry it out: "ECS", "CODE_DEPLOY".</summary>
    public string? Controller { get; init; }

    /// <summary>The image that runs; null where no other one was asked for.</summary>
    public string? RunningImage { get; init; }

    /// <summary>The image that would come; null where it stays.</summary>
    public string? NewImage { get; init; }

    /// <summary>The digest of that image as the registry has it now; null where the registry was not asked.</summary>
    public string? Digest { get; init; }

    /// <summary>What changes: "image v2", "cpu 512", "environment LOG_LEVEL".</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{ServiceName}: {string.Join(", ", Changes)}";
}

/// <summary>In which order services are deployed.</summary>
public enum BlueGreenDeploymentOrder
{
    /// <summary>All at once.</summary>
    SideBySide,

    /// <summary>Those that are called before those that call them.</summary>
    Callees,
}

/// <summary>How bad a finding of an image scan is, from harmless to worst.</summary>
public enum ImageFindingSeverity
{
    /// <summary>Not rated.</summary>
    Undefined,

    /// <summary>Good to know.</summary>
    Informational,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,

    /// <summary>Critical.</summary>
    Critical,
}
