using System.Text.Json.Nodes;
using Amazon.KeyManagementService.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <summary>AWS KMS: keys with policies, rotation and grants, aliases, and encryption that really happens (AES-256-GCM).</summary>
public sealed partial class KmsService : SandboxService<KmsState>
{
    private readonly Step _deleted;
    private readonly Step _rotation;

    internal KmsService(SandboxRegion region)
        : base(region)
    {
        On(KeyManagementServiceModel.CreateKey, CreateKey);
        On(KeyManagementServiceModel.DescribeKey, DescribeKey);
        On(KeyManagementServiceModel.ListKeys, ListKeys);
        On(KeyManagementServiceModel.UpdateKeyDescription, UpdateKeyDescription);
        On(KeyManagementServiceModel.EnableKey, EnableKey);
        On(KeyManagementServiceModel.DisableKey, DisableKey);
        On(KeyManagementServiceModel.ScheduleKeyDeletion, ScheduleKeyDeletion);
        On(KeyManagementServiceModel.CancelKeyDeletion, CancelKeyDeletion);
        On(KeyManagementServiceModel.EnableKeyRotation, EnableKeyRotation);
        On(KeyManagementServiceModel.DisableKeyRotation, DisableKeyRotation);
        On(KeyManagementServiceModel.GetKeyRotationStatus, GetKeyRotationStatus);
        On(KeyManagementServiceModel.ListKeyRotations, ListKeyRotations);
        On(KeyManagementServiceModel.GetKeyPolicy, GetKeyPolicy);
        On(KeyManagementServiceModel.PutKeyPolicy, PutKeyPolicy);
        On(KeyManagementServiceModel.ListKeyPolicies, ListKeyPolicies);
        On(KeyManagementServiceModel.CreateAlias, CreateAlias);
        On(KeyManagementServiceModel.UpdateAlias, UpdateAlias);
        On(KeyManagementServiceModel.DeleteAlias, DeleteAlias);
        On(KeyManagementServiceModel.ListAliases, ListAliases);
        On(KeyManagementServiceModel.TagResource, TagResource);
        On(KeyManagementServiceModel.UntagResource, UntagResource);
        On(KeyManagementServiceModel.ListResourceTags, ListResourceTags);
        On(KeyManagementServiceModel.Encrypt, Encrypt);
        On(KeyManagementServiceModel.Decrypt, Decrypt);
        On(KeyManagementServiceModel.ReEncrypt, ReEncrypt);
        On(KeyManagementServiceModel.GenerateDataKey, GenerateDataKey);
        On(KeyManagementServiceModel.GenerateDataKeyWithoutPlaintext, GenerateDataKeyWithoutPlaintext);
        On(KeyManagementServiceModel.CreateGrant, CreateGrant);
        On(KeyManagementServiceModel.ListGrants, ListGrants);
        On(KeyManagementServiceModel.RevokeGrant, RevokeGrant);
        On(KeyManagementServiceModel.RetireGrant, RetireGrant);
        _deleted = Step("key-deleted", Purge, background: true);
        _rotation = Step("key-rotation", RotateOnSchedule, background: true);
    }

    /// <summary>For other services: the key that an id, an ARN or an alias means, whatever its state; or null.</summary>
    /// <param name="id">"alias/logs", a key's id, or the ARN of either.</param>
    public KmsKey? FindKey(string id)
    {
        var name = id.StartsWith(Region.Arn("kms", ""), StringComparison.Ordinal) ? id[Region.Arn("kms", "").Length..] : id;
        if (name.StartsWith("alias/", StringComparison.Ordinal))
        {
            return State.Aliases.TryGetValue(name, out var alias) ? State.Keys.GetValueOrDefault(alias.KeyId) : OwnKeyOfService(name);
        }

        return State.Keys.GetValueOrDefault(name.StartsWith("key/", StringComparison.Ordinal) ? name["key/".Length..] : name);
    }

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Keys.Values.Where(key => key.Manager == "CUSTOMER").Select(key => new TaggedResource(key.Arn, key.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (State.Keys.Values.FirstOrDefault(key => key.Arn == arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) =>
        entry?[nameof(KmsKey.State)]?.GetValue<string>() == "PendingDeletion"
        || entry?[nameof(KmsKey.Manager)]?.GetValue<string>() == "AWS"
        || entry?[nameof(KmsAlias.Name)]?.GetValue<string>().StartsWith("alias/aws/", StringComparison.Ordinal) == true;

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) =>
        new("KMSInternalException", "The request was rejected because an internal exception occurred.", 500);

    private static AwsError Invalid(string message) => new("ValidationException", message);

    private static AwsError Unsupported(string message) => new("UnsupportedOperationException", message);

    private static AwsError InvalidMarker() => new("InvalidMarkerException", "The request was rejected because the marker is not valid.");

    /// <summary>A key by its id or ARN: what most operations take.</summary>
    private KmsKey Key(string id) =>
        id.Contains("alias/", StringComparison.Ordinal) || (id.Contains(':', StringComparison.Ordinal) && !id.StartsWith("arn:", StringComparison.Ordinal))
            ? throw new AwsError("NotFoundException", $"Invalid keyId '{id}'")
            : FindKey(id) ?? throw new AwsError("NotFoundException",
                $"Key '{(id.StartsWith("arn:", StringComparison.Ordinal) ? id : Region.Arn("kms", "key/" + id))}' does not exist");

    /// <summary>A key by whatever means it: what cryptographic operations and DescribeKey take.</summary>
    private KmsKey KeyOrAlias(string id) =>
        !id.Contains("alias/", StringComparison.Ordinal) ? Key(id)
        : FindKey(id) ?? throw new AwsError("NotFoundException",
            $"Alias {(id.StartsWith("arn:", StringComparison.Ordinal) ? id : Region.Arn("kms", id))} is not found.");

    private static KmsKey NotPendingDeletion(KmsKey key) => key.State == "PendingDeletion"
        ? throw new AwsError("KMSInvalidStateException", $"{key.Arn} is pending deletion.")
        : key;

    private static KmsKey Usable(KmsKey key) => NotPendingDeletion(key).State == "Disabled"
        ? throw new AwsError("DisabledException", $"{key.Arn} is disabled.")
        : key;

    private static KmsKey CustomersOwn(KmsKey key) => key.Manager == "AWS"
        ? throw new AwsError("AccessDeniedException", $"The key {key.Arn} is managed by an AWS service and cannot be changed.")
        : key;

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.TagKey, tag => tag.TagValue, "TagException");

    private TagResourceResponse TagResource(TagResourceRequest request, CallContext context)
    {
        var key = CustomersOwn(Authorized(Key(request.KeyId), "TagResource", context));
        NotPendingDeletion(key).Tags.Put(Tags(request.Tags), "TagException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request, CallContext context)
    {
        var key = CustomersOwn(Authorized(Key(request.KeyId), "UntagResource", context));
        NotPendingDeletion(key).Tags.Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListResourceTagsResponse ListResourceTags(ListResourceTagsRequest request, CallContext context)
    {
        var key = Authorized(Key(request.KeyId), "ListResourceTags", context);
        var tags = key.Tags.To((name, value) => new Tag { TagKey = name, TagValue = value });
        var page = Paging.Of(tags, tag => tag.TagKey, request.Marker, request.Limit ?? 50, InvalidMarker);
        return new ListResourceTagsResponse { Tags = [.. page.Items], Truncated = page.IsTruncated, NextMarker = page.NextToken };
    }
}
