namespace EcsPlatform.Core.Definition.Validation;

/// <summary>The suffix and the tags.</summary>
internal static class PlatformRules
{
    private const int MostTags = 44; // 50 per resource (Tagging AWS resources, "Tag naming limits"), six are the platform's own

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        if (definition.EnvironmentSuffix.Length == 0)
            problems.Add("platform.suffix-missing", "environmentSuffix");
        else if (!definition.EnvironmentSuffix.Matches(DefinitionPatterns.Suffix))
            problems.Add("platform.suffix", "environmentSuffix", definition.EnvironmentSuffix);
        if (definition.Tags.Count > MostTags)
            problems.Add("tag.count", "tags", definition.Tags.Count, MostTags);
        foreach (var (key, value) in definition.Tags)
            Tag(key, value, problems);
    }

    private static void Tag(string key, string value, ProblemList problems)
    {
        var path = $"tags.{key}";
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("ecsplatform:", StringComparison.OrdinalIgnoreCase))
            problems.Add("tag.reserved", path, key);
        else if (key.Length is 0 or > 128 || !Allowed(key))
            problems.Add("tag.key", path, key);
        if (value.Length > 256 || !Allowed(value))
            problems.Add("tag.value", path, key);
    }

    private static bool Allowed(string text) => text.Matches(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$");
}
