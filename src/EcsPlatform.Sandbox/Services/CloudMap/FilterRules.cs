using Amazon.ServiceDiscovery;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>The conditions of Cloud Map's listings.</summary>
internal static class FilterRules
{
    /// <summary>Whether a value matches; EQ and BEGINS_WITH take one value, IN several.</summary>
    public static bool Matches(string? value, FilterCondition? condition, List<string> values)
    {
        var kind = condition?.Value ?? "EQ";
        CloudMapErrors.Require(values.Count > 0, "A filter needs at least one value.");
        CloudMapErrors.Require(kind == "IN" || values.Count == 1, $"The condition {kind} takes one value.");
        CloudMapErrors.Require(kind is "EQ" or "IN" or "BEGINS_WITH", $"The condition {kind} does not apply to this filter.");
        return kind == "BEGINS_WITH" ? value?.StartsWith(values[0], StringComparison.Ordinal) == true : value is not null && values.Contains(value);
    }
}
