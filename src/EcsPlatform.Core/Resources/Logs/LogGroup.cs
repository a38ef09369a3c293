using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Kms;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.Logs;

/// <summary>Where a service's containers write.</summary>
public sealed class LogGroupResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => LogGroupKind.Instance;

    /// <summary>Days that logs are kept; one of the values that CloudWatch Logs takes.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The customer-managed key that encrypts it; null for CloudWatch's own.</summary>
    public KeyResource? EncryptionKey { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => EncryptionKey is { } key ? [key] : [];
}

/// <summary>A log group with its tags.</summary>
public sealed record LogGroupState(LogGroup LogGroup, IReadOnlyDictionary<string, string> Tags);

/// <summary>How log groups are found, made and removed.</summary>
public sealed class LogGroupKind : ResourceKind<LogGroupResource, LogGroupState>
{
    private const int PageSize = 50; // Logs API, the most

    /// <summary>The one instance.</summary>
    public static LogGroupKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "log-group";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "function"];

    /// <summary>The log groups that have names as ours have, listed once per look.</summary>
    internal static Task<List<LogGroup>> ListAsync(Observation observation) => observation.OnceAsync("log groups", () => Pages.AllAsync(
        next => observation.Aws.CloudWatchLogs.DescribeLogGroupsAsync(
            new DescribeLogGroupsRequest { LogGroupNamePrefix = observation.Scope.Names.LogGroupPrefix, Limit = PageSize, NextToken = next },
            observation.Cancellation),
        page => page.LogGroups,
        page => page.NextToken));

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "ResourceAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ResourceNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode == "OperationAbortedException"; // several calls for one group at once

    /// <summary>A key that was made a moment ago is not known to CloudWatch Logs yet: "The specified KMS Key Id could not be found."</summary>
    public override bool IsNotSeenYet(AmazonServiceException error) =>
        IsGone(error) || error.ErrorCode == "InvalidParameterException" && error.Message.Contains("KMS", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<LogGroupState>>> ObserveAsync(Observation observation)
    {
        var tagged = observation.TaggedAsync("logs:log-group"); // side by side with the listing
        var groups = ListAsync(observation);
        await Task.WhenAll(tagged, groups);
        return await Task.WhenAll((await groups).Select(async group =>
        {
            var arn = TaggingArn(group);
            var tags = await observation.TagsOfAsync("logs:log-group", arn, async () =>
                (await observation.Aws.CloudWatchLogs.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn }, observation.Cancellation)).Tags ?? []);
            return Found(observation, group.LogGroupName, group.LogGroupName, new LogGroupState(group, tags), tags);
        }).ToArray());
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(LogGroupResource desired, LogGroupState live, Resolution resolution) => new Differences()
        .Check("retentionInDays", live.LogGroup.RetentionInDays, desired.RetentionDays)
        .Check("kmsKeyId", live.LogGroup.KmsKeyId ?? "", KeyOf(desired, resolution) ?? "")
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(LogGroupResource desired, Resolution resolution) =>
    [
        PlannedCall.Of(CloudWatchLogsModel.CreateLogGroup, Request(desired, resolution)),
        PlannedCall.Of(CloudWatchLogsModel.PutRetentionPolicy, Retention(desired)),
    ];

    /// <inheritdoc/>
    protected override async Task<Live<LogGroupState>> CreateAsync(LogGroupResource desired, ApplyContext context)
    {
        await context.Aws.CloudWatchLogs.CreateLogGroupAsync(Request(desired, context.Resolution), context.Cancellation);
        var group = new LogGroup { LogGroupName = desired.Name, RetentionInDays = desired.RetentionDays, KmsKeyId = KeyOf(desired, context.Resolution), Arn = context.Resolution.Arn("logs", $"log-group:{desired.Name}:*") };
        var live = Made(desired, desired.Name, new LogGroupState(group, context.Resolution.Tags(desired)));
        context.Available(live);
        await context.Aws.CloudWatchLogs.PutRetentionPolicyAsync(Retention(desired), context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<LogGroupState>> UpdateAsync(LogGroupResource desired, Live<LogGroupState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await context.Aws.CloudWatchLogs.TagResourceAsync(
                new TagResourceRequest { ResourceArn = TaggingArn(live.State.LogGroup), Tags = new Dictionary<string, string>(context.Resolution.Tags(desired)) },
                context.Cancellation);
        }

        if (differences.Touch("kmsKeyId"))
        {
            await EncryptAsync(desired, context);
        }

        if (differences.Touch("retentionInDays"))
        {
            await context.Aws.CloudWatchLogs.PutRetentionPolicyAsync(Retention(desired), context.Cancellation);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<LogGroupState> live, ApplyContext context) =>
        context.Aws.CloudWatchLogs.DeleteLogGroupAsync(new DeleteLogGroupRequest { LogGroupName = live.Id }, context.Cancellation);

    private static CreateLogGroupRequest Request(LogGroupResource desired, Resolution resolution) =>
        new() { LogGroupName = desired.Name, KmsKeyId = KeyOf(desired, resolution), Tags = new Dictionary<string, string>(resolution.Tags(desired)) };

    private static string? KeyOf(LogGroupResource desired, Resolution resolution) => desired.EncryptionKey is { } key ? resolution.Id(key) : null;

    private static async Task EncryptAsync(LogGroupResource desired, ApplyContext context)
    {
        if (KeyOf(desired, context.Resolution) is { } key)
        {
            await context.Aws.CloudWatchLogs.AssociateKmsKeyAsync(new AssociateKmsKeyRequest { LogGroupName = desired.Name, KmsKeyId = key }, context.Cancellation);
        }
        else
        {
            await context.Aws.CloudWatchLogs.DisassociateKmsKeyAsync(new DisassociateKmsKeyRequest { LogGroupName = desired.Name }, context.Cancellation);
        }
    }

    private static PutRetentionPolicyRequest Retention(LogGroupResource desired) => new() { LogGroupName = desired.Name, RetentionInDays = desired.RetentionDays };

    /// <summary>Tags go by the ARN without the ":*" that the listing puts behind it.</summary>
    private static string TaggingArn(LogGroup group) => group.Arn.EndsWith(":*", StringComparison.Ordinal) ? group.Arn[..^2] : group.Arn;
}
