namespace EcsPlatform.Sandbox.Services;

/// <summary>Resource types as the tagging API writes them: "ecs", "ecs:service", "elasticloadbalancing:loadbalancer/app".</summary>
internal static class ResourceType
{
    /// <summary>Whether a filter means the resource with that ARN.</summary>
    public static bool Matches(string arn, string filter)
    {
        var parts = arn.Split(':', 6);
        var wanted = filter.Split(':', 2);
        return parts.Length == 6
            && wanted[0] == parts[2]
            && (wanted.Length == 1 || IsOfType(parts[5], wanted[1]));
    }

    private static bool IsOfType(string resource, string type) =>
        resource.StartsWith(type, StringComparison.Ordinal) && resource.Length > type.Length && (resource[type.Length] is '/' or ':');
}
