namespace EcsPlatform;

/// <summary>What a run would do, or did, with one resource.</summary>
public sealed record PlatformPlanStep : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>What is done.</summary>
    public PlatformAction Action { get; init; }

    /// <summary>The resource's logical id: "service/payment-api".</summary>
    public required string Resource { get; init; }

    /// <summary>The resource's kind: "service".</summary>
    public required string Type { get; init; }

    /// <summary>Its name in AWS.</summary>
    public required string Name { get; init; }

    /// <summary>Its id or ARN in AWS; null while it does not exist.</summary>
    public string? Id { get; init; }

    /// <summary>The microservice it belongs to; null for what is shared.</summary>
    public string? Service { get; init; }

    /// <summary>Which properties differ, for updates.</summary>
    public IReadOnlyList<PlatformPropertyDifference> Differences { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Resource}";
}

/// <summary>What a run does with a resource.</summary>
public enum PlatformAction
{
    /// <summary>It is as wanted.</summary>
    None,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It differs in something that AWS can change in place.</summary>
    Update,

    /// <summary>It differs in something that AWS cannot change.</summary>
    Replace,

    /// <summary>It is the platform's, and nobody wants it any more.</summary>
    Delete,
}

/// <summary>A property that AWS has otherwise than the definition wants it.</summary>
/// <param name="Property">The property as the API calls it.</param>
/// <param name="Actual">What AWS has; null when it has nothing.</param>
/// <param name="Desired">What the definition wants; null when it wants nothing.</param>
/// <param name="ForcesReplacement">AWS cannot change it in place.</param>
public sealed record PlatformPropertyDifference(string Property, string? Actual, string? Desired, bool ForcesReplacement)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Property}: {Actual ?? "(none)"} -> {Desired ?? "(none)"}";
}
