using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Lambda;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>That a secret gets a new value every so many days.</summary>
public sealed class SecretRotationResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => SecretRotationKind.Instance;

    /// <summary>The secret.</summary>
    public required SecretResource Secret { get; init; }

    /// <summary>Our function; null for somebody else's.</summary>
    public FunctionResource? Function { get; init; }

    /// <summary>The ARN of somebody else's function; null for ours.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>Days between rotations.</summary>
    public required int Days { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Secret, .. Function is { } function ? [new Need(function, Ready: true)] : Array.Empty<Need>()];
}

/// <summary>How rotations are found, set and cancelled. The listing of secrets tells all of them; a secret that goes takes its rotation along.</summary>
public sealed class SecretRotationKind : ResourceKind<SecretRotationResource, SecretListEntry>
{
    /// <summary>The one instance.</summary>
    public static SecretRotationKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "secret-rotation";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ResourceNotFoundException";

    /// <summary>The function's policy takes seconds to be known: "Secrets Manager cannot invoke the specified Lambda function."</summary>
    public override bool IsTooEarly(AmazonServiceException error) =>
        error.ErrorCode == "AccessDeniedException" && error.Message.Contains("cannot invoke", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<SecretListEntry>>> ObserveAsync(Observation observation) => observation.Depth == ObservationDepth.Existence
        ? []
        : (await SecretListing.ListAsync(observation))
            .Where(entry => entry is { RotationEnabled: true, DeletedDate: null })
            .Select(entry => Found(observation, entry.Name, entry.ARN, entry, SecretListing.TagsOf(entry)))
            .Where(live => live.Ours)
            .Select(live => live with { LogicalId = live.LogicalId is { } secret ? $"{Type}/{secret[(secret.IndexOf('/', StringComparison.Ordinal) + 1)..]}" : null });

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SecretRotationResource desired, SecretListEntry live, Resolution resolution) => new Differences()
        .Check("rotationLambdaARN", live.RotationLambdaARN, FunctionOf(desired, resolution))
        .Check("rotationRules", Schedule(live.RotationRules), Schedule(Rules(desired)));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(SecretRotationResource desired, Resolution resolution) =>
        [PlannedCall.Of(SecretsManagerModel.RotateSecret, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<SecretListEntry>> CreateAsync(SecretRotationResource desired, ApplyContext context)
    {
        await context.Aws.SecretsManager.RotateSecretAsync(Request(desired, context.Resolution), context.Cancellation);
        var secret = context.Resolution.Id(desired.Secret);
        return Made(desired, secret, new SecretListEntry { ARN = secret, Name = desired.Name, RotationEnabled = true });
    }

    /// <inheritdoc/>
    protected override async Task<Live<SecretListEntry>> UpdateAsync(SecretRotationResource desired, Live<SecretListEntry> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await context.Aws.SecretsManager.RotateSecretAsync(Request(desired, context.Resolution), context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<SecretListEntry> live, ApplyContext context) =>
        context.Aws.SecretsManager.CancelRotateSecretAsync(new CancelRotateSecretRequest { SecretId = live.Id }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(SecretRotationResource desired) => $"arn:aws:secretsmanager:us-east-1:000000000000:secret:{desired.Name}-000000";

    /// <summary>Not at once: the value that tasks start with stays until its first day comes.</summary>
    private static RotateSecretRequest Request(SecretRotationResource desired, Resolution resolution) => new()
    {
        SecretId = resolution.Id(desired.Secret),
        RotationLambdaARN = FunctionOf(desired, resolution),
        RotationRules = Rules(desired),
        RotateImmediately = false,
    };

    private static string FunctionOf(SecretRotationResource desired, Resolution resolution) => desired.Function is { } function ? resolution.Id(function) : desired.FunctionArn!;

    private static RotationRulesType Rules(SecretRotationResource desired) => new() { AutomaticallyAfterDays = desired.Days };

    private static string Schedule(RotationRulesType? rules) => rules?.ScheduleExpression ?? $"every {rules?.AutomaticallyAfterDays} days";
}
