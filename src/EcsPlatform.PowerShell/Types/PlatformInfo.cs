namespace EcsPlatform;

/// <summary>A platform as it runs now.</summary>
public record PlatformInfo : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>The ECS cluster's name; null when there is none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Where the load balancer answers; null when there is none.</summary>
    public string? Url { get; init; }

    /// <summary>Tasks wanted, of all services.</summary>
    public int Desired => Services.Sum(service => service.Desired);

    /// <summary>Tasks running, of all services.</summary>
    public int Running => Services.Sum(service => service.Running);

    /// <summary>Its microservices, by name.</summary>
    public IReadOnlyList<MicroserviceInfo> Services { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{PlatformName}-{EnvironmentSuffix} ({Region})";
}

/// <summary>A platform, and what a run did to it.</summary>
public sealed record PlatformRunInfo : PlatformInfo
{
    /// <summary>Resources that were created.</summary>
    public int Created { get; init; }

    /// <summary>Resources that were changed in place.</summary>
    public int Updated { get; init; }

    /// <summary>Resources that were removed because nobody wants them any more.</summary>
    public int Removed { get; init; }

    /// <summary>Resources that were as wanted.</summary>
    public int Unchanged { get; init; }

    /// <summary>What was left to start by itself (-NoWait): "service/web". Empty when all is ready.</summary>
    public IReadOnlyList<string> Starting { get; init; } = [];

    /// <summary>How long the run took, on the clock of AWS or of the sandbox.</summary>
    public TimeSpan Took { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
