namespace EcsPlatform.Core.Engine;

/// <summary>The tags that make a resource ours. They are put on in the very call that creates it: names and tags are the only state there is.</summary>
public static class PlatformTags
{
    /// <summary>The platform's name.</summary>
    public const string Platform = "ecsplatform:platform";

    /// <summary>The environment suffix.</summary>
    public const string Environment = "ecsplatform:environment";

    /// <summary>The logical id: "subnet/private-b".</summary>
    public const string Id = "ecsplatform:id";

    /// <summary>The microservice that the resource belongs to; absent on what is shared.</summary>
    public const string Service = "ecsplatform:service";

    /// <summary>What was last sent for the resource, in short (<see cref="Fingerprint"/>); on those kinds only whose listings leave that out. Never compared itself.</summary>
    public const string Spec = "ecsplatform:spec";

    /// <summary>The tags of one resource: the user's own first, then ours, then <c>Name</c>.</summary>
    public static IReadOnlyDictionary<string, string> For(PlatformScope scope, Resource resource, IReadOnlyDictionary<string, string> userTags)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in userTags)
        {
            tags[key] = value;
        }

        tags[Platform] = scope.Platform;
        tags[Environment] = scope.Suffix;
        tags[Id] = resource.LogicalId;
        if (resource.Service is { } service)
        {
            tags[Service] = service;
        }

        tags["Name"] = resource.Name;
        return tags;
    }

    /// <summary>True when the tags say that the resource belongs to this copy of the platform.</summary>
    public static bool AreOurs(PlatformScope scope, IReadOnlyDictionary<string, string>? tags) =>
        tags is not null
        && tags.TryGetValue(Platform, out var platform) && platform == scope.Platform
        && tags.TryGetValue(Environment, out var suffix) && suffix == scope.Suffix;
}
