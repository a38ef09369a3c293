using Amazon.ECR;
using Amazon.ECR.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Status;

/// <summary>Reads which image tags a service's own repository has.</summary>
internal static class ImageTags
{
    private const int PageSize = 1000; // ECR API, DescribeImages: the most

    /// <summary>The tags, newest image first; one call. Of a repository with more than a thousand images, those of a thousand.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(AwsClients aws, PlatformScope scope, string service, CancellationToken cancellation)
    {
        var answer = await aws.ECR.DescribeImagesAsync(
            new DescribeImagesRequest
            {
                RepositoryName = new PlatformNames(scope.Platform, scope.Suffix).ForService(ResourceType.Repository, service),
                Filter = new DescribeImagesFilter { TagStatus = TagStatus.TAGGED },
                MaxResults = PageSize,
            },
            cancellation);
        return [.. (answer.ImageDetails ?? []).OrderByDescending(image => image.ImagePushedAt).SelectMany(image => image.ImageTags ?? [])];
    }
}
