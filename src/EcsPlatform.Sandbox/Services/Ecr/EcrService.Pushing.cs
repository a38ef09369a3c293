using Amazon.ECR.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Images for rehearsals: no layers, a manifest that differs by repository and tag.</content>
public sealed partial class EcrService
{
    /// <summary>Puts an image into a repository, as a push of a build would; a tag that is there already stays as it is.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="tag">The image's tag.</param>
    /// <returns>The image's digest; null where there is no such repository.</returns>
    public string? Push(string repository, string tag)
    {
        if (!State.Repositories.TryGetValue(repository, out var stored))
        {
            return null;
        }

        return Tagged(stored, tag)?.Digest ?? PutImage(new PutImageRequest
        {
            RepositoryName = repository,
            ImageTag = tag,
            ImageManifest = $$"""{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"digest": "{{repository}} {{tag}}"}, "layers": []}""",
            ImageManifestMediaType = "application/vnd.docker.distribution.manifest.v2+json",
        }).Image.ImageId.ImageDigest;
    }
}
