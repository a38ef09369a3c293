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

/// <summary>Questions about differences.</summary>
public static class PropertyDifferences
{
    /// <summary>Some of them concern tags.</summary>
    public static bool TouchTags(this IEnumerable<PropertyDifference> differences) => differences.Any(IsTag);

    /// <summary>It concerns a tag.</summary>
    public static bool IsTag(this PropertyDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Property.StartsWith("tags.", StringComparison.Ordinal);
    }

    /// <summary>Some of them concern something else than tags.</summary>
    public static bool TouchMoreThanTags(this IEnumerable<PropertyDifference> differences) => !differences.All(IsTag);

    /// <summary>Some of them concern one of these properties.</summary>
    public static bool Touch(this IEnumerable<PropertyDifference> differences, params string[] properties) =>
        differences.Any(difference => properties.Contains(difference.Property, StringComparer.Ordinal));
}
