using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Amazon.ECR.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Images and their scans.</content>
public sealed partial class EcrService
{
    private PutImageResponse PutImage(PutImageRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        var digest = "sha256:" + Digest(request.ImageManifest);
        if (request.ImageDigest is { } claimed && claimed != digest)
        {
            throw new AwsError("ImageDigestDoesNotMatchException",
                $"The image digest '{claimed}' does not match the digest '{digest}' of the image manifest");
        }

        if (repository.Images.TryGetValue(digest, out var image) && (request.ImageTag is null || image.Tags.Contains(request.ImageTag)))
        {
            throw new AwsError("ImageAlreadyExistsException",
                $"Image with digest '{digest}' and tag '{request.ImageTag}' already exists in the repository with name '{repository.Name}' in registry with id '{Region.AccountId}'");
        }

        if (image is null)
        {
            repository.Images[digest] = image = new StoredImage
            {
                Digest = digest,
                Manifest = request.ImageManifest,
                MediaType = request.ImageManifestMediaType,
                Pushed = Now,
            };
            if (repository.ScanOnPush)
            {
                _scan.After(TimeSpan.FromSeconds(10), $"{repository.Name}@{digest}");
            }
        }

        if (request.ImageTag is { } tag)
        {
            MoveTag(repository, tag, image);
        }

        return new PutImageResponse
        {
            Image = new Image
            {
                RegistryId = Region.AccountId,
                RepositoryName = repository.Name,
                ImageId = new ImageIdentifier { ImageDigest = digest, ImageTag = request.ImageTag },
                ImageManifest = image.Manifest,
                ImageManifestMediaType = image.MediaType,
            },
        };
    }

    private static string Digest(string manifest) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));

    private static void MoveTag(StoredRepository repository, string tag, StoredImage image)
    {
        if (Tagged(repository, tag) is { } holder)
        {
            var excluded = repository.MutabilityExclusions.Any(filter => FileSystemName.MatchesSimpleExpression(filter, tag));
            if (repository.TagMutability.StartsWith("IMMUTABLE", StringComparison.Ordinal) != excluded)
            {
                throw new AwsError("ImageTagAlreadyExistsException",
                    $"The image tag '{tag}' already exists in the '{repository.Name}' repository and cannot be overwritten because the tag is immutable.");
            }

            holder.Tags.Remove(tag);
        }

        image.Tags.Add(tag);
    }

    private static StoredImage? Tagged(StoredRepository repository, string tag) =>
        repository.Images.Values.FirstOrDefault(image => image.Tags.Contains(tag));

    private static StoredImage? Find(StoredRepository repository, ImageIdentifier id) =>
        id.ImageDigest is { } digest
            ? repository.Images.GetValueOrDefault(digest) is { } image && (id.ImageTag is null || image.Tags.Contains(id.ImageTag)) ? image : null
            : id.ImageTag is { } tag ? Tagged(repository, tag) : null;

    private StoredImage Image(StoredRepository repository, ImageIdentifier id) =>
        Find(repository, id) ?? throw new AwsError("ImageNotFoundException",
            $"The image with imageId {{imageDigest:'{id.ImageDigest ?? "null"}', imageTag:'{id.ImageTag ?? "null"}'}} does not exist within the repository with name '{repository.Name}' in the registry with id '{Region.AccountId}'");

    private static bool Passes(StoredImage image, string? tagStatus) => tagStatus switch
    {
        "TAGGED" => image.Tags.Count > 0,
        "UNTAGGED" => image.Tags.Count == 0,
        _ => true,
    };

    private DescribeImagesResponse DescribeImages(DescribeImagesRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        if (request.ImageIds is { Count: > 0 } ids)
        {
            return new DescribeImagesResponse { ImageDetails = [.. ids.Select(id => Image(repository, id)).Distinct().Select(image => Shown(repository, image))] };
        }

        var images = repository.Images.Values.Where(image => Passes(image, request.Filter?.TagStatus?.Value));
        var page = Paging.Of(images, image => image.Digest, request.NextToken, request.MaxResults ?? 100, InvalidToken);
        return new DescribeImagesResponse { ImageDetails = [.. page.Items.Select(image => Shown(repository, image))], NextToken = page.NextToken };
    }

    private ImageDetail Shown(StoredRepository repository, StoredImage image) => new()
    {
        RegistryId = Region.AccountId,
        RepositoryName = repository.Name,
        ImageDigest = image.Digest,
        ImageTags = image.Tags.Count == 0 ? null : [.. image.Tags],
        ImageSizeInBytes = image.Manifest.Length,
        ImagePushedAt = image.Pushed.UtcDateTime,
        ImageManifestMediaType = image.MediaType,
        ImageScanStatus = ScanStatus(repository, image),
        ImageScanFindingsSummary = image.Scanned is { } scanned
            ? new ImageScanFindingsSummary { ImageScanCompletedAt = scanned.UtcDateTime, FindingSeverityCounts = [] }
            : null,
    };

    private ListImagesResponse ListImages(ListImagesRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        var ids = repository.Images.Values
            .Where(image => Passes(image, request.Filter?.TagStatus?.Value))
            .SelectMany(image => image.Tags.Count == 0
                ? [new ImageIdentifier { ImageDigest = image.Digest }]
                : image.Tags.Select(tag => new ImageIdentifier { ImageDigest = image.Digest, ImageTag = tag }));
        var page = Paging.Of(ids, id => $"{id.ImageDigest}:{id.ImageTag}", request.NextToken, request.MaxResults ?? 100, InvalidToken);
        return new ListImagesResponse { ImageIds = [.. page.Items], NextToken = page.NextToken };
    }

    private BatchDeleteImageResponse BatchDeleteImage(BatchDeleteImageRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        var response = new BatchDeleteImageResponse { ImageIds = [], Failures = [] };
        foreach (var id in request.ImageIds)
        {
            if (Find(repository, id) is not { } image)
            {
                response.Failures.Add(new ImageFailure { ImageId = id, FailureCode = "ImageNotFound", FailureReason = "Requested image not found" });
                continue;
            }

            // A tag alone takes only the tag away, unless it was the last one.
            response.ImageIds.AddRange((id.ImageDigest is null ? [id.ImageTag] : image.Tags.DefaultIfEmpty())
                .Select(tag => new ImageIdentifier { ImageDigest = image.Digest, ImageTag = tag }));
            image.Tags.RemoveWhere(tag => id.ImageDigest is not null || tag == id.ImageTag);
            if (image.Tags.Count == 0)
            {
                repository.Images.Remove(image.Digest);
            }
        }

        return response;
    }

    private DescribeImageScanFindingsResponse DescribeImageScanFindings(DescribeImageScanFindingsRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        var image = Image(repository, request.ImageId);
        return new DescribeImageScanFindingsResponse
        {
            RegistryId = Region.AccountId,
            RepositoryName = repository.Name,
            ImageId = new ImageIdentifier { ImageDigest = image.Digest, ImageTag = request.ImageId.ImageTag },
            ImageScanStatus = ScanStatus(repository, image) ?? throw new AwsError("ScanNotFoundException",
                $"Image scan does not exist for the image with '{{imageDigest:'{image.Digest}'}}' in the repository with name '{repository.Name}' in the registry with id '{Region.AccountId}'"),
            ImageScanFindings = image.Scanned is { } scanned
                ? new ImageScanFindings { ImageScanCompletedAt = scanned.UtcDateTime, FindingSeverityCounts = [], Findings = [] }
                : null,
        };
    }

    private ImageScanStatus? ScanStatus(StoredRepository repository, StoredImage image) =>
        image.Scanned is not null ? new ImageScanStatus { Status = "COMPLETE", Description = "The scan was completed successfully." }
        : _scan.IsPending($"{repository.Name}@{image.Digest}") ? new ImageScanStatus { Status = "IN_PROGRESS" }
        : null;

    private void FinishScan(string key)
    {
        if (key.Split('@') is [var name, var digest]
            && State.Repositories.TryGetValue(name, out var repository)
            && repository.Images.TryGetValue(digest, out var image))
        {
            image.Scanned = Now;
        }
    }
}
