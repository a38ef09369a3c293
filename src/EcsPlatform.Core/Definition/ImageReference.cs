using System.Text.RegularExpressions;

namespace EcsPlatform.Core.Definition;

/// <summary>What a service's <c>image</c> means: a tag or digest in the service's own repository, or a whole private ECR URI.</summary>
public sealed partial record ImageReference
{
    /// <summary>The whole URI as given; null for an image in the service's own repository.</summary>
    public string? Uri { get; private init; }

    /// <summary>The account that owns the repository; null for the service's own repository.</summary>
    public string? AccountId { get; private init; }

    /// <summary>The repository's region; null for the service's own repository.</summary>
    public string? Region { get; private init; }

    /// <summary>The repository's name; null for the service's own repository.</summary>
    public string? RepositoryName { get; private init; }

    /// <summary><c>:tag</c> or <c>@sha256:…</c>, to put behind a repository's URI.</summary>
    public string Version { get; private init; } = ":latest";

    /// <summary>The image lies in the repository that the platform makes for the service.</summary>
    public bool IsOwnRepository => Uri is null;

    /// <summary>Understands an image; false for anything that is not in a private ECR repository.</summary>
    public static bool TryParse(string? text, out ImageReference image)
    {
        image = new ImageReference();
        if (text is null)
            return false;
        if (TagPattern().IsMatch(text))
        {
            image = new ImageReference { Version = ":" + text };
            return true;
        }
        if (DigestPattern().IsMatch(text))
        {
            image = new ImageReference { Version = "@" + text };
            return true;
        }
        var uri = UriPattern().Match(text);
        if (!uri.Success)
            return false;
        image = new ImageReference
        {
            Uri = text,
            AccountId = uri.Groups["account"].Value,
            Region = uri.Groups["region"].Value,
            RepositoryName = uri.Groups["repository"].Value,
            Version = uri.Groups["version"].Success ? uri.Groups["version"].Value : ":latest",
        };
        return true;
    }

    // Tags: 128 characters, docs.docker.com/reference/cli/docker/image/tag. Repositories: ECR API, CreateRepository.
    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex DigestPattern();

    [GeneratedRegex(@"^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.com(\.cn)?|on\.aws)/(?<repository>[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*)(?<version>:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})?\z")]
    private static partial Regex UriPattern();
}
