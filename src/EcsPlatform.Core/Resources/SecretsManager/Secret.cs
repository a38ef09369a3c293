using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AcmPca;
using EcsPlatform.Core.Resources.Kms;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>A secret with its first value. Later values are whoever changes them; they are never read back.</summary>
public sealed class SecretResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => SecretKind.Instance;

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where the first value comes from.</summary>
    public required SecretDefinition Definition { get; init; }

    /// <summary>The folder that relative files are meant in.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The first value, where somebody has it at hand; null to take it from where the definition says.</summary>
    public SecretText? Value { get; init; }

    /// <summary>The customer-managed key that encrypts it; null for Secrets Manager's own.</summary>
    public KeyResource? EncryptionKey { get; init; }

    /// <summary>The value is a certificate that is issued when the secret is made; null for all other secrets.</summary>
    public MeshCertificate? Certificate { get; init; }

    /// <summary>Takes the place of a value whose source is missing; null outside of rehearsals.</summary>
    public StandInSecret? StandIn { get; init; }

    /// <summary>Its source is missing, and a stand-in takes its place.</summary>
    public bool IsStoodIn => StandIn is not null && SecretValues.Missing(this) is not null;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [.. EncryptionKey is { } key ? [new Need(key)] : Array.Empty<Need>(), .. Certificate?.Authority.Needs ?? []];
}

/// <summary>How secrets are found, made and removed at once (a recovery window would block the name for days).</summary>
public sealed class SecretKind : ResourceKind<SecretResource, SecretListEntry>
{
    /// <summary>The tag with the authority that issued a certificate: under another one, everybody's certificates are issued anew at once.</summary>
    public const string AuthorityTag = "ecsplatform:authority";

    private const string AwsKey = "alias/aws/secretsmanager";

    /// <summary>The one instance.</summary>
    public static SecretKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "secret";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "ResourceExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ResourceNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) =>
        error.ErrorCode == "InvalidRequestException" && error.Message.Contains("scheduled for deletion", StringComparison.OrdinalIgnoreCase) && error.Message.Contains("already", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<SecretListEntry>>> ObserveAsync(Observation observation)
    {
        var names = observation.Depth == ObservationDepth.Existence ? [] : observation.DesiredOf<SecretResource>().Select(secret => secret.Name).ToHashSet(StringComparer.Ordinal);
        return (await SecretListing.ListAsync(observation))
            .Select(entry => Found(observation, entry.Name, entry.ARN, entry, SecretListing.TagsOf(entry)))
            .Where(live => live.Ours || names.Contains(live.Name))
            // Scheduled for deletion: on its way out when removing; when building it can be restored, and blocks its name until then.
            .Select(live => live with { Going = observation.Depth == ObservationDepth.Existence && live.State.DeletedDate is not null });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SecretResource desired, SecretListEntry live, Resolution resolution) => new Differences()
        .Check("deletion", live.DeletedDate is null ? "none" : "scheduled", "none")
        .Check("description", live.Description ?? "", desired.Description ?? "")
        .Check("kmsKeyId", live.KmsKeyId is null or AwsKey ? "" : live.KmsKeyId, desired.EncryptionKey is { } key ? resolution.Id(key) : "")
        .CheckSet("settings", FormerSettings(desired, live), [])
        .CheckTags(SecretListing.TagsOf(live), TagsOf(desired, resolution));

    /// <inheritdoc/>
    protected override IEnumerable<PlanProblem> Problems(SecretResource desired, Live<SecretListEntry>? live, Resolution resolution)
    {
        if (live is null && desired.StandIn is null && SecretValues.Missing(desired) is { } missing)
        {
            yield return new PlanProblem("SecretSourceMissing", desired.LogicalId, missing.Message, missing.Advice);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(SecretResource desired, Resolution resolution) =>
        [PlannedCall.Of(SecretsManagerModel.CreateSecret, Request(desired, new SecretText("unknown"), resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<SecretListEntry>> CreateAsync(SecretResource desired, ApplyContext context)
    {
        var value = desired.Certificate is { } certificate ? await certificate.IssueAsync(context) : SecretValues.Of(desired);
        var answer = await context.Aws.SecretsManager.CreateSecretAsync(Request(desired, value, context.Resolution), context.Cancellation);
        return Made(desired, answer.ARN, new SecretListEntry { ARN = answer.ARN, Name = desired.Name });
    }

    /// <inheritdoc/>
    protected override async Task<Live<SecretListEntry>> UpdateAsync(SecretResource desired, Live<SecretListEntry> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.Touch("deletion"))
        {
            await context.Aws.SecretsManager.RestoreSecretAsync(new RestoreSecretRequest { SecretId = live.Id }, context.Cancellation);
        }

        if (differences.Touch("description", "kmsKeyId"))
        {
            var key = desired.EncryptionKey is { } wanted ? context.Resolution.Id(wanted) : AwsKey;
            await context.Aws.SecretsManager.UpdateSecretAsync(
                new UpdateSecretRequest { SecretId = live.Id, Description = desired.Description ?? "", KmsKeyId = differences.Touch("kmsKeyId") ? key : null },
                context.Cancellation);
        }

        if (desired.Certificate is { } certificate && differences.Touch($"tags.{AuthorityTag}"))
        {
            var value = await certificate.IssueAsync(context);
            await context.Aws.SecretsManager.PutSecretValueAsync(new PutSecretValueRequest { SecretId = live.Id, SecretString = value.Reveal() }, context.Cancellation);
        }

        if (differences.Touch("settings"))
        {
            await context.Aws.SecretsManager.UntagResourceAsync(new UntagResourceRequest { SecretId = live.Id, TagKeys = [.. FormerSettings(desired, live.State)] }, context.Cancellation);
        }

        // Last: the tag of the authority says that its certificate is in there.
        if (differences.TouchTags())
        {
            await context.Aws.SecretsManager.TagResourceAsync(new TagResourceRequest { SecretId = live.Id, Tags = Tags(desired, context.Resolution) }, context.Cancellation);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<SecretListEntry> live, ApplyContext context) =>
        context.Aws.SecretsManager.DeleteSecretAsync(new DeleteSecretRequest { SecretId = live.Id, ForceDeleteWithoutRecovery = true }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(SecretResource desired) => $"arn:aws:secretsmanager:us-east-1:000000000000:secret:{desired.Name}-000000";

    private static CreateSecretRequest Request(SecretResource desired, SecretText value, Resolution resolution) => new()
    {
        Name = desired.Name,
        Description = desired.Description,
        SecretString = value.Reveal(),
        KmsKeyId = desired.EncryptionKey is { } key ? resolution.Id(key) : null,
        Tags = Tags(desired, resolution),
    };

    /// <summary>Settings of a rotation that is no longer wanted so.</summary>
    private static IEnumerable<string> FormerSettings(SecretResource desired, SecretListEntry live) =>
        (live.Tags ?? []).Select(tag => tag.Key).Where(key => RotationTags.IsOne(key) && !desired.Tags.ContainsKey(key));

    private static Dictionary<string, string> TagsOf(SecretResource desired, Resolution resolution)
    {
        var tags = new Dictionary<string, string>(resolution.Tags(desired), StringComparer.Ordinal);
        if (desired.Certificate is { } certificate)
        {
            tags[AuthorityTag] = certificate.Authority.ArnIn(resolution);
        }

        return tags;
    }

    private static List<Tag> Tags(SecretResource desired, Resolution resolution) => [.. TagsOf(desired, resolution).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
}
