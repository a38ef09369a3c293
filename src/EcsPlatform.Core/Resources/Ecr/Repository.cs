using System.Globalization;
using System.Text.Json;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Kms;
using EcsPlatform.Core.Resources.Tagging;
using Resource = EcsPlatform.Core.Engine.Resource;

namespace EcsPlatform.Core.Resources.Ecr;

/// <summary>A service's private repository for images.</summary>
public sealed class RepositoryResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => RepositoryKind.Instance;

    /// <summary>Mutability, scanning, how many images are kept.</summary>
    public required RepositoryDefinition Settings { get; init; }

    /// <summary>The customer-managed key that encrypts the images; null for ECR's own. ECR takes it at creation only.</summary>
    public KeyResource? EncryptionKey { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => EncryptionKey is { } key ? [key] : [];
}

/// <summary>A repository with what only calls of their own tell.</summary>
public sealed record RepositoryState(Repository Repository, string? LifecyclePolicy, IReadOnlyDictionary<string, string> Tags);

/// <summary>How repositories are found, made and removed, images and all.</summary>
public sealed class RepositoryKind : ResourceKind<RepositoryResource, RepositoryState>
{
    private const int PageSize = 1000; // ECR API, the most

    /// <summary>The one instance.</summary>
    public static RepositoryKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "repository";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "RepositoryAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "RepositoryNotFoundException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<RepositoryState>>> ObserveAsync(Observation observation)
    {
        var tagged = observation.TaggedAsync("ecr:repository"); // side by side with the listing
        var listed = Pages.AllAsync(
            next => observation.Aws.ECR.DescribeRepositoriesAsync(new DescribeRepositoriesRequest { MaxResults = PageSize, NextToken = next }, observation.Cancellation),
            page => page.Repositories,
            page => page.NextToken);
        await Task.WhenAll(tagged, listed);
        var (ours, all) = (await tagged, await listed);
        var names = observation.DesiredOf<RepositoryResource>().Select(wanted => wanted.Name).ToHashSet(StringComparer.Ordinal);
        return await Task.WhenAll(all.Where(repository => names.Contains(repository.RepositoryName) || ours.ContainsKey(repository.RepositoryArn)).Select(async repository =>
        {
            var policy = PolicyAsync(observation, repository.RepositoryName);
            var tags = observation.TagsOfAsync("ecr:repository", repository.RepositoryArn, async () =>
                ((await observation.Aws.ECR.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = repository.RepositoryArn }, observation.Cancellation)).Tags ?? [])
                .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal));
            await Task.WhenAll(policy, tags);
            return Found(observation, repository.RepositoryName, repository.RepositoryArn, new RepositoryState(repository, await policy, await tags), await tags);
        }).ToArray());
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(RepositoryResource desired, RepositoryState live, Resolution resolution) => new Differences()
        .Check("imageTagMutability", live.Repository.ImageTagMutability?.Value, desired.Settings.ImageTagMutability.Spell())
        .Check("scanOnPush", live.Repository.ImageScanningConfiguration?.ScanOnPush ?? false, desired.Settings.ScanOnPush)
        .Check("encryptionConfiguration", live.Repository.EncryptionConfiguration?.KmsKey ?? "", KeyOf(desired, resolution) ?? "", replace: true)
        .Check("lifecyclePolicy", Normalize(live.LifecyclePolicy), Normalize(Policy(desired)))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(RepositoryResource desired, Resolution resolution) =>
    [
        PlannedCall.Of(ECRModel.CreateRepository, Request(desired, resolution)),
        PlannedCall.Of(ECRModel.PutLifecyclePolicy, Lifecycle(desired)),
    ];

    /// <inheritdoc/>
    protected override async Task<Live<RepositoryState>> CreateAsync(RepositoryResource desired, ApplyContext context)
    {
        var repository = (await context.Aws.ECR.CreateRepositoryAsync(Request(desired, context.Resolution), context.Cancellation)).Repository;
        var live = Made(desired, repository.RepositoryArn, new RepositoryState(repository, Policy(desired), context.Resolution.Tags(desired)));
        context.Available(live);
        await context.Aws.ECR.PutLifecyclePolicyAsync(Lifecycle(desired), context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<RepositoryState>> UpdateAsync(RepositoryResource desired, Live<RepositoryState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        var work = new List<Task>();
        if (differences.TouchTags())
        {
            work.Add(context.Aws.ECR.TagResourceAsync(new TagResourceRequest { ResourceArn = live.Id, Tags = Tags(desired, context.Resolution) }, context.Cancellation));
        }

        if (differences.Touch("imageTagMutability"))
        {
            work.Add(context.Aws.ECR.PutImageTagMutabilityAsync(
                new PutImageTagMutabilityRequest { RepositoryName = desired.Name, ImageTagMutability = desired.Settings.ImageTagMutability.Spell() },
                context.Cancellation));
        }

        if (differences.Touch("scanOnPush"))
        {
            work.Add(context.Aws.ECR.PutImageScanningConfigurationAsync(
                new PutImageScanningConfigurationRequest { RepositoryName = desired.Name, ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = desired.Settings.ScanOnPush } },
                context.Cancellation));
        }

        if (differences.Touch("lifecyclePolicy"))
        {
            work.Add(context.Aws.ECR.PutLifecyclePolicyAsync(Lifecycle(desired), context.Cancellation));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<RepositoryState> live, ApplyContext context) =>
        context.Aws.ECR.DeleteRepositoryAsync(new DeleteRepositoryRequest { RepositoryName = live.Name, Force = true }, context.Cancellation);

    private static CreateRepositoryRequest Request(RepositoryResource desired, Resolution resolution) => new()
    {
        RepositoryName = desired.Name,
        ImageTagMutability = desired.Settings.ImageTagMutability.Spell(),
        ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = desired.Settings.ScanOnPush },
        EncryptionConfiguration = KeyOf(desired, resolution) is { } key ? new EncryptionConfiguration { EncryptionType = EncryptionType.KMS, KmsKey = key } : null,
        Tags = Tags(desired, resolution),
    };

    private static string? KeyOf(RepositoryResource desired, Resolution resolution) => desired.EncryptionKey is { } key ? resolution.Id(key) : null;

    private static PutLifecyclePolicyRequest Lifecycle(RepositoryResource desired) => new() { RepositoryName = desired.Name, LifecyclePolicyText = Policy(desired) };

    private static List<Tag> Tags(RepositoryResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static string Policy(RepositoryResource desired) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"rules":[{"rulePriority":1,"description":"Keep the last {{{desired.Settings.KeepImages}}} images","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":{{{desired.Settings.KeepImages}}}},"action":{"type":"expire"}}]}""");

    private static string? Normalize(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static async Task<string?> PolicyAsync(Observation observation, string repository)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return null;
        }

        try
        {
            return (await observation.Aws.ECR.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = repository }, observation.Cancellation)).LifecyclePolicyText;
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "LifecyclePolicyNotFoundException" or "RepositoryNotFoundException")
        {
            return null;
        }
    }
}
