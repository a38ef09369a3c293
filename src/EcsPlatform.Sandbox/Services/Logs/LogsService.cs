using Amazon.CloudWatchLogs.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>Amazon CloudWatch Logs.</summary>
public sealed partial class LogsService : SandboxService<LogsState>
{
    // PutRetentionPolicy in the API reference.
    private static readonly int[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    internal LogsService(SandboxRegion region)
        : base(region)
    {
        On(CloudWatchLogsModel.CreateLogGroup, CreateLogGroup);
        On(CloudWatchLogsModel.DescribeLogGroups, DescribeLogGroups);
        On(CloudWatchLogsModel.DeleteLogGroup, DeleteLogGroup);
        On(CloudWatchLogsModel.PutRetentionPolicy, PutRetentionPolicy);
        On(CloudWatchLogsModel.DeleteRetentionPolicy, DeleteRetentionPolicy);
        On(CloudWatchLogsModel.AssociateKmsKey, AssociateKmsKey);
        On(CloudWatchLogsModel.DisassociateKmsKey, DisassociateKmsKey);
        On(CloudWatchLogsModel.TagResource, TagResource);
        On(CloudWatchLogsModel.UntagResource, UntagResource);
        On(CloudWatchLogsModel.ListTagsForResource, ListTagsForResource);
        On(CloudWatchLogsModel.CreateLogStream, CreateLogStream);
        On(CloudWatchLogsModel.DescribeLogStreams, DescribeLogStreams);
        On(CloudWatchLogsModel.PutLogEvents, PutLogEvents);
        On(CloudWatchLogsModel.GetLogEvents, GetLogEvents);
        On(CloudWatchLogsModel.FilterLogEvents, FilterLogEvents);
    }

    /// <summary>For other services: whether a log group exists.</summary>
    /// <param name="group">Its name.</param>
    public bool HasGroup(string group) => State.Groups.ContainsKey(group);

    /// <summary>For other services: makes a group that has no settings.</summary>
    internal void MakeGroup(string group) => State.Groups[group] = new StoredLogGroup { Name = group, Arn = Region.Arn("logs", $"log-group:{group}"), Created = Now };

    /// <summary>For other services: writes an event, making the stream where needed; false where the group does not exist.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="message">What happened.</param>
    public bool Write(string group, string stream, string message)
    {
        if (!State.Groups.TryGetValue(group, out var known))
        {
            return false;
        }

        if (!known.Streams.TryGetValue(stream, out var events))
        {
            known.Streams[stream] = events = new StoredLogStream { Name = stream, Created = Now };
        }

        events.Events.Add(new StoredLogEvent(Now, Now, message));
        return true;
    }

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Groups.Values.Select(group => new TaggedResource(group.Arn, group.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (State.Groups.Values.FirstOrDefault(group => group.Arn == arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) => Invalid(message);

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) =>
        new("ServiceUnavailableException", "The service cannot complete the request.", 500);

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private static AwsError InvalidToken() => Invalid("The specified nextToken is invalid.");

    private static AwsError NoGroup() => new("ResourceNotFoundException", "The specified log group does not exist.");

    // Some operations take a name or an ARN (with or without ":*") as "identifier".
    private StoredLogGroup Group(string? name, string? identifier = null) =>
        name is not null && State.Groups.TryGetValue(name, out var group) ? group
        : identifier is not null ? ByIdentifier(identifier) ?? throw NoGroup()
        : throw NoGroup();

    private StoredLogGroup? ByIdentifier(string identifier)
    {
        var plain = identifier.EndsWith(":*", StringComparison.Ordinal) ? identifier[..^2] : identifier;
        return State.Groups.GetValueOrDefault(plain) ?? State.Groups.Values.FirstOrDefault(group => group.Arn == plain);
    }

    private CreateLogGroupResponse CreateLogGroup(CreateLogGroupRequest request)
    {
        if (State.Groups.ContainsKey(request.LogGroupName))
        {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
        }

        var arn = Region.Arn("logs", $"log-group:{request.LogGroupName}");
        CheckKey(request.KmsKeyId, arn);
        State.Groups[request.LogGroupName] = new StoredLogGroup
        {
            Name = request.LogGroupName,
            Arn = arn,
            Created = Now,
            KmsKeyId = request.KmsKeyId,
            Class = request.LogGroupClass?.Value ?? "STANDARD",
            DeletionProtection = request.DeletionProtectionEnabled == true,
            Tags = Tags(request.Tags),
        };
        return new CreateLogGroupResponse();
    }

    private DescribeLogGroupsResponse DescribeLogGroups(DescribeLogGroupsRequest request)
    {
        if (request is { LogGroupNamePrefix: not null, LogGroupNamePattern: not null })
        {
            throw Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var groups = State.Groups.Values
            .Where(group => group.Name.StartsWith(request.LogGroupNamePrefix ?? "", StringComparison.Ordinal))
            .Where(group => group.Name.Contains(request.LogGroupNamePattern ?? "", StringComparison.OrdinalIgnoreCase))
            .Where(group => request.LogGroupClass is null || group.Class == request.LogGroupClass.Value)
            .Where(group => request.LogGroupIdentifiers is not { Count: > 0 } wanted || wanted.Any(id => ByIdentifier(id) == group));
        var page = Paging.Of(groups, group => group.Name, request.NextToken, request.Limit ?? 50, InvalidToken);
        return new DescribeLogGroupsResponse { LogGroups = [.. page.Items.Select(Shown)], NextToken = page.NextToken };
    }

    private static LogGroup Shown(StoredLogGroup group) => new()
    {
        LogGroupName = group.Name,
        Arn = group.Arn + ":*",
        LogGroupArn = group.Arn,
        CreationTime = group.Created.UtcDateTime,
        RetentionInDays = group.RetentionInDays,
        KmsKeyId = group.KmsKeyId,
        LogGroupClass = group.Class,
        DeletionProtectionEnabled = group.DeletionProtection,
        MetricFilterCount = 0,
        StoredBytes = group.Streams.Values.Sum(stream => stream.Events.Sum(entry => entry.Message.Length + 26L)),
    };

    private DeleteLogGroupResponse DeleteLogGroup(DeleteLogGroupRequest request)
    {
        var group = Group(request.LogGroupName);
        if (group.DeletionProtection)
        {
            throw new AwsError("ValidationException", $"Log group {group.Name} cannot be deleted while deletion protection is enabled.");
        }

        State.Groups.Remove(group.Name);
        return new DeleteLogGroupResponse();
    }

    private PutRetentionPolicyResponse PutRetentionPolicy(PutRetentionPolicyRequest request)
    {
        var group = Group(request.LogGroupName);
        if (!Retentions.Contains(request.RetentionInDays ?? 0))
        {
            throw Invalid($"1 validation error detected: Value '{request.RetentionInDays}' at 'retentionInDays' failed to satisfy constraint: "
                + $"Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        }

        group.RetentionInDays = request.RetentionInDays;
        return new PutRetentionPolicyResponse();
    }

    private DeleteRetentionPolicyResponse DeleteRetentionPolicy(DeleteRetentionPolicyRequest request)
    {
        Group(request.LogGroupName).RetentionInDays = null;
        return new DeleteRetentionPolicyResponse();
    }

    private StoredLogGroup Tagged(string arn) =>
        ByIdentifier(arn) ?? throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Tagged(request.ResourceArn).Tags.Put(Tags(request.Tags), "TooManyTagsException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceArn).Tags.Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = new Dictionary<string, string>(Tagged(request.ResourceArn).Tags) };

    private static TagSet Tags(IEnumerable<KeyValuePair<string, string>>? tags) =>
        TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidParameterException");
}
