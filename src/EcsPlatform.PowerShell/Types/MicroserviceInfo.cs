namespace EcsPlatform;

/// <summary>A microservice as it runs now.</summary>
public sealed record MicroserviceInfo : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>Its name in the definition.</summary>
    public required string Name { get; init; }

    /// <summary>Tasks wanted.</summary>
    public int Desired { get; init; }

    /// <summary>Tasks running.</summary>
    public int Running { get; init; }

    /// <summary>Tasks starting.</summary>
    public int Pending { get; init; }

    /// <summary>The deployment's state: "COMPLETED", "IN_PROGRESS", "FAILED".</summary>
    public string? Rollout { get; init; }

    /// <summary>Family and revision: "task-payment-api-dev:3".</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>Where its images are pushed; null when they lie elsewhere.</summary>
    public string? RepositoryUri { get; init; }

    /// <summary>The ECS service's ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>The service's newest event.</summary>
    public string? LastEvent { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
