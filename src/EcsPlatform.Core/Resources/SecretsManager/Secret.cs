using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

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

    /// <summary>Takes the place of a value whose source is missing; null outside of rehearsals.</summary>
    public StandInSecret? StandIn { get; init; }

    /// <summary>Its source is missing, and a stand-in takes its place.</summary>
    public bool IsStoodIn => StandIn is not null && SecretValues.Missing(this) is not null;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>How secrets are found, made and removed at once (a recovery window would block the name for days).</summary>
public sealed class SecretKind : ResourceKind<SecretResource, SecretListEntry>
{
    private const int NamesPerFilter = 10; // Secrets Manager API, Filter.Values
    private const int PageSize = 100; // Secrets Manager API, the most

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
        var byTag = ListAsync(observation, [new Filter { Key = FilterNameStringType.TagKey, Values = [PlatformTags.Platform] }, new Filter { Key = FilterNameStringType.TagValue, Values = [observation.Scope.Platform] }]);
        var names = observation.Depth == ObservationDepth.Existence ? [] : observation.DesiredOf<SecretResource>().Select(secret => secret.Name).ToHashSet(StringComparer.Ordinal);
        var byName = names.Chunk(NamesPerFilter).Select(chunk => ListAsync(observation, [new Filter { Key = FilterNameStringType.Name, Values = [.. chunk] }]));
        return (await Task.WhenAll([byTag, .. byName])).SelectMany(entries => entries)
            .DistinctBy(entry => entry.ARN)
            .Select(entry => Found(observation, entry.Name, entry.ARN, entry, (entry.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal)))
            .Where(live => live.Ours || names.Contains(live.Name))
            // Scheduled for deletion: on its way out when removing; when building it can be restored, and blocks its name until then.
            .Select(live => live with { Going = observation.Depth == ObservationDepth.Existence && live.State.DeletedDate is not null });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SecretResource desired, SecretListEntry live, Resolution resolution) => new Differences()
        .Check("deletion", live.DeletedDate is null ? "none" : "scheduled", "none")
        .Check("description", live.Description ?? "", desired.Description ?? "")
        .CheckTags((live.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal), resolution.Tags(desired));

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
        var answer = await context.Aws.SecretsManager.CreateSecretAsync(Request(desired, SecretValues.Of(desired), context.Resolution), context.Cancellation);
        return Made(desired, answer.ARN, new SecretListEntry { ARN = answer.ARN, Name = desired.Name });
    }

    /// <inheritdoc/>
    protected override async Task<Live<SecretListEntry>> UpdateAsync(SecretResource desired, Live<SecretListEntry> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.Touch("deletion"))
        {
            await context.Aws.SecretsManager.RestoreSecretAsync(new RestoreSecretRequest { SecretId = live.Id }, context.Cancellation);
        }

        if (differences.Touch("description"))
        {
            await context.Aws.SecretsManager.UpdateSecretAsync(new UpdateSecretRequest { SecretId = live.Id, Description = desired.Description ?? "" }, context.Cancellation);
        }

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
        Tags = Tags(desired, resolution),
    };

    private static List<Tag> Tags(SecretResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static Task<List<SecretListEntry>> ListAsync(Observation observation, List<Filter> filters) => Pages.AllAsync(
        next => observation.Aws.SecretsManager.ListSecretsAsync(
            new ListSecretsRequest { Filters = filters, MaxResults = PageSize, IncludePlannedDeletion = true, NextToken = next },
            observation.Cancellation),
        page => page.SecretList,
        page => page.NextToken);
}
