using System.Globalization;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Resources.Kms;

/// <summary>A symmetric customer-managed key with its alias, its policy and new material every so many days.</summary>
public sealed class KeyResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => KeyKind.Instance;

    /// <summary>What it encrypts.</summary>
    public required KeyUse Use { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Days after which KMS makes new material: 90 to 2,560.</summary>
    public required int RotationDays { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>A key with what only calls of their own tell.</summary>
/// <param name="Metadata">What KMS says of it.</param>
/// <param name="Alias">Its alias, where that is ours.</param>
/// <param name="RotationDays">Days between rotations; null when it does not rotate.</param>
/// <param name="Policy">Its key policy.</param>
/// <param name="Tags">Its tags.</param>
public sealed record KeyState(KeyMetadata Metadata, string? Alias, int? RotationDays, string? Policy, IReadOnlyDictionary<string, string> Tags);

/// <summary>How keys are found, made, changed and scheduled for deletion. One that is scheduled counts as gone: a platform that is built again has new ones.</summary>
public sealed class KeyKind : ResourceKind<KeyResource, KeyState>
{
    /// <summary>The tag with the days that a removed key waits for its end: a removal has no definition at hand.</summary>
    public const string DeletionWindowTag = "ecsplatform:deletion-window-days";

    private const int ShortestWindow = 7; // KMS API, ScheduleKeyDeletion
    private const int UsualRotationDays = 365; // KMS API, EnableKeyRotation: where the answer leaves the period out

    /// <summary>The one instance.</summary>
    public static KeyKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "key";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "secret", "log-group", "repository", "function"];

    /// <summary>The alias of a key of that name.</summary>
    public static string AliasOf(string name) => $"alias/{name}";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) =>
        error.ErrorCode == "NotFoundException" || error.ErrorCode == "KMSInvalidStateException" && error.Message.Contains("pending deletion", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<KeyState>>> ObserveAsync(Observation observation)
    {
        var candidates = (await KeyListing.CandidatesAsync(observation)).Where(candidate => candidate.Alias is not null || PlatformTags.AreOurs(observation.Scope, candidate.Tags));
        var states = await Task.WhenAll(candidates.Select(candidate => DetailAsync(observation, candidate)).ToArray());
        return states.OfType<KeyState>().Select(state => Found(
            observation,
            state.Alias?[AliasOf("").Length..] ?? state.Tags.GetValueOrDefault("Name") ?? state.Metadata.KeyId,
            state.Metadata.Arn,
            state,
            state.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(KeyResource desired, KeyState live, Resolution resolution) => new Differences()
        .Check("keyState", live.Metadata.KeyState?.Value, Amazon.KeyManagementService.KeyState.Enabled.Value)
        .Check("alias", live.Alias, AliasOf(desired.Name))
        .Check("description", live.Metadata.Description ?? "", desired.Description)
        .Check("rotationPeriodInDays", live.RotationDays ?? 0, desired.RotationDays)
        .Check("policy", PolicyDocument.Normalize(live.Policy), PolicyDocument.Normalize(KeyPolicy.Of(desired, resolution)))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(KeyResource desired, Resolution resolution) =>
    [
        PlannedCall.Of(KeyManagementServiceModel.CreateKey, Request(desired, resolution)),
        PlannedCall.Of(KeyManagementServiceModel.CreateAlias, new CreateAliasRequest { AliasName = AliasOf(desired.Name), TargetKeyId = PlaceholderId(desired) }),
        PlannedCall.Of(KeyManagementServiceModel.EnableKeyRotation, Rotation(desired, PlaceholderId(desired))),
    ];

    /// <inheritdoc/>
    protected override async Task<Live<KeyState>> CreateAsync(KeyResource desired, ApplyContext context)
    {
        var key = (await context.Aws.KeyManagementService.CreateKeyAsync(Request(desired, context.Resolution), context.Cancellation)).KeyMetadata;
        var live = Made(desired, key.Arn, new KeyState(key, null, null, KeyPolicy.Of(desired, context.Resolution), context.Resolution.Tags(desired)));
        context.Available(live);
        await Task.WhenAll(NameAsync(desired, live, context), RotateAsync(desired, live, context));
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<KeyState>> UpdateAsync(KeyResource desired, Live<KeyState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        var kms = context.Aws.KeyManagementService;
        if (differences.Touch("keyState"))
        {
            await kms.EnableKeyAsync(new EnableKeyRequest { KeyId = live.Id }, context.Cancellation); // a disabled key refuses much of the rest
        }

        context.Available(live);
        var work = new List<Task>();
        if (differences.Touch("alias"))
        {
            work.Add(NameAsync(desired, live, context));
        }

        if (differences.Touch("description"))
        {
            work.Add(kms.UpdateKeyDescriptionAsync(new UpdateKeyDescriptionRequest { KeyId = live.Id, Description = desired.Description }, context.Cancellation));
        }

        if (differences.Touch("rotationPeriodInDays"))
        {
            work.Add(RotateAsync(desired, live, context));
        }

        if (differences.Touch("policy"))
        {
            work.Add(kms.PutKeyPolicyAsync(
                new PutKeyPolicyRequest { KeyId = live.Id, PolicyName = KeyPolicy.Name, Policy = KeyPolicy.Of(desired, context.Resolution) },
                context.Cancellation));
        }

        if (differences.TouchTags())
        {
            work.Add(kms.TagResourceAsync(new TagResourceRequest { KeyId = live.Id, Tags = Tags(desired, context.Resolution) }, context.Cancellation));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <summary>The alias goes first: a key that is scheduled for deletion is not found again, and its alias would stay until its end.</summary>
    protected override async Task DeleteAsync(Live<KeyState> live, ApplyContext context)
    {
        if (live.State.Alias is { } alias)
        {
            try
            {
                await context.Aws.KeyManagementService.DeleteAliasAsync(new DeleteAliasRequest { AliasName = alias }, context.Cancellation);
            }
            catch (AmazonServiceException error) when (IsGone(error))
            {
            }
        }

        await context.Aws.KeyManagementService.ScheduleKeyDeletionAsync(
            new ScheduleKeyDeletionRequest
            {
                KeyId = live.Id.AfterLastSlash(), // the id alone: not every endpoint takes the ARN here
                PendingWindowInDays = WindowOf(live.State),
            },
            context.Cancellation);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(KeyResource desired) => "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000";

    /// <summary>Days that the key waits for its end once it is removed.</summary>
    internal static int WindowOf(KeyState live) =>
        int.TryParse(live.Tags.GetValueOrDefault(DeletionWindowTag), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : ShortestWindow;

    private static CreateKeyRequest Request(KeyResource desired, Resolution resolution) => new()
    {
        Description = desired.Description,
        KeySpec = KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage = KeyUsageType.ENCRYPT_DECRYPT,
        Policy = KeyPolicy.Of(desired, resolution),
        Tags = Tags(desired, resolution),
    };

    private static EnableKeyRotationRequest Rotation(KeyResource desired, string key) => new() { KeyId = key, RotationPeriodInDays = desired.RotationDays };

    private static List<Tag> Tags(KeyResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { TagKey = tag.Key, TagValue = tag.Value })];

    private static Task RotateAsync(KeyResource desired, Live<KeyState> live, ApplyContext context) =>
        context.Aws.KeyManagementService.EnableKeyRotationAsync(Rotation(desired, live.Id), context.Cancellation);

    /// <summary>Gives the key its alias. A former key of ours that somebody scheduled for deletion may hold it still: it moves on.</summary>
    private async Task NameAsync(KeyResource desired, Live<KeyState> live, ApplyContext context)
    {
        var kms = context.Aws.KeyManagementService;
        var alias = AliasOf(desired.Name);
        try
        {
            await kms.CreateAliasAsync(new CreateAliasRequest { AliasName = alias, TargetKeyId = live.Id }, context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "AlreadyExistsException")
        {
            var holder = (await kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = alias }, context.Cancellation)).KeyMetadata;
            if (holder.Arn == live.Id)
            {
                return; // our own lost call
            }

            var tags = (await kms.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = holder.KeyId }, context.Cancellation)).Tags ?? [];
            if (!PlatformTags.AreOurs(context.Resolution.Scope, tags.ToDictionary(tag => tag.TagKey, tag => tag.TagValue, StringComparer.Ordinal)))
            {
                throw;
            }

            await kms.UpdateAliasAsync(new UpdateAliasRequest { AliasName = alias, TargetKeyId = live.Id }, context.Cancellation);
        }
    }

    /// <summary>Null for keys that are gone or on their way out.</summary>
    private async Task<KeyState?> DetailAsync(Observation observation, KeyListing.Candidate candidate)
    {
        var kms = observation.Aws.KeyManagementService;
        var ours = PlatformTags.AreOurs(observation.Scope, candidate.Tags);
        try
        {
            var metadata = kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = candidate.KeyId }, observation.Cancellation);
            if (observation.Depth == ObservationDepth.Existence || !ours)
            {
                return Standing((await metadata).KeyMetadata) is { } standing ? new KeyState(standing, candidate.Alias, null, null, candidate.Tags) : null;
            }

            var rotation = kms.GetKeyRotationStatusAsync(new GetKeyRotationStatusRequest { KeyId = candidate.KeyId }, observation.Cancellation);
            var policy = kms.GetKeyPolicyAsync(new GetKeyPolicyRequest { KeyId = candidate.KeyId, PolicyName = KeyPolicy.Name }, observation.Cancellation);
            await Task.WhenAll(metadata, rotation, policy);
            return Standing((await metadata).KeyMetadata) is { } key
                ? new KeyState(key, candidate.Alias, (await rotation).KeyRotationEnabled == true ? (await rotation).RotationPeriodInDays ?? UsualRotationDays : null, (await policy).Policy, candidate.Tags)
                : null;
        }
        catch (AmazonServiceException error) when (IsGone(error))
        {
            return null;
        }
    }

    private static KeyMetadata? Standing(KeyMetadata key) =>
        key.KeyState == Amazon.KeyManagementService.KeyState.PendingDeletion || key.KeyState == Amazon.KeyManagementService.KeyState.PendingReplicaDeletion ? null : key;
}
