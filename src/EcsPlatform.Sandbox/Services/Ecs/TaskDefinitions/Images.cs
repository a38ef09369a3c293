using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Container image references.</summary>
internal static partial class Images
{
    public static bool IsEcr(string? image) => image is not null && EcrImage().IsMatch(image);

    /// <summary>Registry, repository and tag or digest of an image in a private ECR repository; null for images elsewhere.</summary>
    public static EcrReference? Ecr(string image)
    {
        var match = EcrImage().Match(image);
        return match.Success
            ? new EcrReference(match.Groups["account"].Value, match.Groups["region"].Value, match.Groups["repository"].Value,
                match.Groups["reference"].Success ? match.Groups["reference"].Value : "latest")
            : null;
    }

    [GeneratedRegex(@"^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?<repository>[a-z0-9._/-]+)([:@](?<reference>.+))?$")]
    private static partial Regex EcrImage();
}

/// <summary>An image in a private ECR repository.</summary>
/// <param name="Account">The registry's account.</param>
/// <param name="Region">The registry's region.</param>
/// <param name="Repository">The repository's name.</param>
/// <param name="Reference">A tag, or a digest ("sha256:…").</param>
internal sealed record EcrReference(string Account, string Region, string Repository, string Reference);
