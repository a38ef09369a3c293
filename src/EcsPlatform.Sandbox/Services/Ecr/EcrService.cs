using Amazon.ECR.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>Amazon ECR: repositories, their policies and images.</summary>
public sealed partial class EcrService : SandboxService<EcrState>
{
    private readonly Step _scan;

    internal EcrService(SandboxRegion region)
        : base(region)
    {
        On(ECRModel.CreateRepository, CreateRepository);
        On(ECRModel.DescribeRepositories, DescribeRepositories);
        On(ECRModel.DeleteRepository, DeleteRepository);
        On(ECRModel.PutLifecyclePolicy, PutLifecyclePolicy);
        On(ECRModel.GetLifecyclePolicy, GetLifecyclePolicy);
        On(ECRModel.DeleteLifecyclePolicy, DeleteLifecyclePolicy);
        On(ECRModel.PutImageScanningConfiguration, PutImageScanningConfiguration);
        On(ECRModel.PutImageTagMutability, PutImageTagMutability);
        On(ECRModel.TagResource, TagResource);
        On(ECRModel.UntagResource, UntagResource);
        On(ECRModel.ListTagsForResource, request => new ListTagsForResourceResponse
        {
            Tags = ByArn(request.ResourceArn).Tags.To((key, value) => new Tag { Key = key, Value = value }),
        });
        On(ECRModel.PutImage, PutImage);
        On(ECRModel.DescribeImages, DescribeImages);
        On(ECRModel.ListImages, ListImages);
        On(ECRModel.BatchDeleteImage, BatchDeleteImage);
        On(ECRModel.DescribeImageScanFindings, DescribeImageScanFindings);
        _scan = Step("scan", FinishScan);
    }

    private string Registry => $"{Region.AccountId}.dkr.ecr.{Region.Name}.amazonaws.com";

    /// <summary>For other services: true when an image reference names this registry.</summary>
    /// <param name="image">"123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1".</param>
    public bool IsOurs(string image) => image.StartsWith(Registry + "/", StringComparison.Ordinal);

    /// <summary>For other services: true when this registry has the image.</summary>
    /// <param name="image">"123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1", or with "@sha256:…".</param>
    public bool HasImage(string image)
    {
        if (!IsOurs(image))
        {
            return false;
        }

        var reference = image[(Registry.Length + 1)..];
        var byDigest = reference.Split('@', 2);
        var byTag = byDigest[0].Split(':', 2);
        return State.Repositories.TryGetValue(byTag[0], out var repository)
            && (byDigest.Length == 2
                ? repository.Images.ContainsKey(byDigest[1])
                : repository.Images.Values.Any(known => known.Tags.Contains(byTag.Length == 2 ? byTag[1] : "latest")));
    }

    /// <summary>For other services: true when this registry has the repository.</summary>
    /// <param name="repository">"payments/web".</param>
    public bool HasRepository(string repository) => State.Repositories.ContainsKey(repository);

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Repositories.Values.Select(repository => new TaggedResource(repository.Arn, repository.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (State.Repositories.Values.FirstOrDefault(repository => repository.Arn == arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) => Invalid(message);

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) => new("ServerException", "A server-side issue occurred.", 500);

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private StoredRepository Repository(string? registry, string name) =>
        (registry is null || registry == Region.AccountId) && State.Repositories.TryGetValue(name, out var repository)
            ? repository
            : throw new AwsError("RepositoryNotFoundException",
                $"The repository with name '{name}' does not exist in the registry with id '{registry ?? Region.AccountId}'");

    private StoredRepository ByArn(string arn) =>
        State.Repositories.Values.FirstOrDefault(repository => repository.Arn == arn)
        ?? throw new AwsError("RepositoryNotFoundException",
            $"The repository with name '{arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..]}' does not exist in the registry with id '{Region.AccountId}'");

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidTagParameterException");

    private static AwsError InvalidToken() => Invalid("Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'");
}
