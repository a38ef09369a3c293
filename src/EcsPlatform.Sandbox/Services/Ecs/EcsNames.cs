using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Names and ARNs, which the API takes one for the other nearly everywhere.</summary>
internal static partial class EcsNames
{
    public const string DefaultCluster = "default";

    /// <summary>The last part of an ARN, or the name itself; null stands for the default cluster.</summary>
    public static string Cluster(string? cluster) => string.IsNullOrEmpty(cluster) ? DefaultCluster : Last(cluster);

    public static string Last(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];

    public static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    /// <summary>Up to 255 letters, digits, hyphens and underscores.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name);

    /// <summary>Family and revision of "family", "family:7" or an ARN of either; null where the text is neither.</summary>
    public static (string Family, int? Revision)? TaskDefinition(string text)
    {
        var name = IsArn(text) ? Last(text) : text;
        return name.Split(':') switch
        {
            [var family] => (family, null),
            [var family, var revision] when int.TryParse(revision, out var number) => (family, number),
            _ => null,
        };
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex Identifier();
}
