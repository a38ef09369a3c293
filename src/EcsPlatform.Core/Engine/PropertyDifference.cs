namespace EcsPlatform.Core.Engine;

/// <summary>One property that AWS has otherwise than the definition wants it.</summary>
/// <param name="Property">The property's name as the API calls it: "healthCheckPath".</param>
/// <param name="Actual">What AWS has; null when it has nothing.</param>
/// <param name="Desired">What the definition wants; null when it wants nothing.</param>
public sealed record PropertyDifference(string Property, string? Actual, string? Desired)
{
    /// <summary>AWS cannot change it in place: the resource must be made anew.</summary>
    public bool ForcesReplacement { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Property}: {Actual ?? "(none)"} -> {Desired ?? "(none)"}";
}
