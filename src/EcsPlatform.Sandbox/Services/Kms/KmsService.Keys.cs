using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Keys and their lives.</content>
public sealed partial class KmsService
{
    private const int DefaultWindowInDays = 30;

    private CreateKeyResponse CreateKey(CreateKeyRequest request, CallContext context)
    {
        var tags = Tags(request.Tags);
        if ((request.Origin?.Value ?? "AWS_KMS") != "AWS_KMS" || request.CustomKeyStoreId is not null || request.XksKeyId is not null)
        {
            throw Unsupported("The EcsPlatform sandbox has keys with material of KMS's own only.");
        }

#pragma warning disable CS0618 // The old name of KeySpec, under which Terraform sends it.
        var spec = request.KeySpec?.Value ?? request.CustomerMasterKeySpec?.Value ?? "SYMMETRIC_DEFAULT";
#pragma warning restore CS0618
        var usage = KeySpecs.UsageOf(spec, request.KeyUsage?.Value);
        if (request.Policy is not null)
        {
            CheckPolicy(request.Policy);
        }

        var id = (request.MultiRegion == true ? "mrk-" : "") + (request.MultiRegion == true ? Ids.Hex(32) : Ids.Uuid());
        var key = new KmsKey
        {
            Id = id,
            Arn = Region.Arn("kms", $"key/{id}"),
            Created = Now,
            Spec = spec,
            Usage = usage,
            MultiRegion = request.MultiRegion == true,
            Description = request.Description ?? "",
            Policy = request.Policy ?? DefaultPolicy(),
            Tags = tags,
        };
        if (request.BypassPolicyLockoutSafetyCheck != true)
        {
            CheckNotLockedOut(key, key.Policy, context);
        }

        key.Materials.Add(NewMaterial(null));
        State.Keys[id] = key;
        return new CreateKeyResponse { KeyMetadata = Shown(key) };
    }

    private KmsMaterial NewMaterial(DateTimeOffset? rotated) => new(Ids.Hex(64), [.. Convert.FromHexString(Ids.Hex(64))], rotated);

    /// <summary>Keys of services come into being when somebody asks for them ("AWS managed keys").</summary>
    private KmsKey? OwnKeyOfService(string alias)
    {
        if (alias.Split('/') is not ["alias", "aws", "secretsmanager" or "ecr" or "lambda" or "rds" or "s3" or "acm" or "ebs" or "sns" or "sqs" or "ssm"])
        {
            return null;
        }

        var service = alias["alias/aws/".Length..];
        var id = Ids.Uuid();
        var key = State.Keys[id] = new KmsKey
        {
            Id = id,
            Arn = Region.Arn("kms", $"key/{id}"),
            Created = Now,
            Manager = "AWS",
            Description = $"Default key that protects my {service} data when no other key is defined",
            Policy = $$$"""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey"],"Resource":"*",
                "Condition":{"StringEquals":{"kms:CallerAccount":"{{{Region.AccountId}}}","kms:ViaService":"{{{service}}}.{{{Region.Name}}}.amazonaws.com"} } },
                {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{Region.AccountId}}}:root"},"Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}]}
                """,
            RotationPeriodInDays = 365,
            NextRotation = Now.AddDays(365),
        };
        key.Materials.Add(NewMaterial(null));
        State.Aliases[alias] = new KmsAlias { Name = alias, KeyId = id, Created = Now, Updated = Now };
        _rotation.At(Now.AddDays(365), id);
        return key;
    }

    private DescribeKeyResponse DescribeKey(DescribeKeyRequest request, CallContext context) =>
        new() { KeyMetadata = Shown(Authorized(KeyOrAlias(request.KeyId), "DescribeKey", context)) };

    private KeyMetadata Shown(KmsKey key) => new()
    {
        AWSAccountId = Region.AccountId,
        KeyId = key.Id,
        Arn = key.Arn,
        CreationDate = key.Created.UtcDateTime,
        Enabled = key.State == "Enabled",
        Description = key.Description,
        KeyUsage = key.Usage,
        KeyState = key.State,
        DeletionDate = key.DeletionDate?.UtcDateTime,
        Origin = OriginType.AWS_KMS,
        KeyManager = key.Manager,
#pragma warning disable CS0618 // KMS still answers it, and older clients read it.
        CustomerMasterKeySpec = key.Spec,
#pragma warning restore CS0618
        KeySpec = key.Spec,
        EncryptionAlgorithms = KeySpecs.Encryption(key),
        SigningAlgorithms = KeySpecs.Signing(key),
        MultiRegion = key.MultiRegion,
        CurrentKeyMaterialId = key.IsSymmetric ? key.Materials[^1].Id : null,
    };

    private ListKeysResponse ListKeys(ListKeysRequest request)
    {
        var page = Paging.Of(State.Keys.Values, key => key.Id, request.Marker, request.Limit ?? 100, InvalidMarker);
        return new ListKeysResponse
        {
            Keys = [.. page.Items.Select(key => new KeyListEntry { KeyId = key.Id, KeyArn = key.Arn })],
            Truncated = page.IsTruncated,
            NextMarker = page.NextToken,
        };
    }

    private UpdateKeyDescriptionResponse UpdateKeyDescription(UpdateKeyDescriptionRequest request, CallContext context)
    {
        NotPendingDeletion(CustomersOwn(Authorized(Key(request.KeyId), "UpdateKeyDescription", context))).Description = request.Description;
        return new UpdateKeyDescriptionResponse();
    }

    private EnableKeyResponse EnableKey(EnableKeyRequest request, CallContext context)
    {
        var key = NotPendingDeletion(CustomersOwn(Authorized(Key(request.KeyId), "EnableKey", context)));
        key.State = "Enabled";
        RotateIfOverdue(key);
        return new EnableKeyResponse();
    }

    private DisableKeyResponse DisableKey(DisableKeyRequest request, CallContext context)
    {
        NotPendingDeletion(CustomersOwn(Authorized(Key(request.KeyId), "DisableKey", context))).State = "Disabled";
        return new DisableKeyResponse();
    }

    private ScheduleKeyDeletionResponse ScheduleKeyDeletion(ScheduleKeyDeletionRequest request, CallContext context)
    {
        var key = CustomersOwn(Authorized(Key(request.KeyId), "ScheduleKeyDeletion", context));
        NotPendingDeletion(key);
        var window = request.PendingWindowInDays ?? DefaultWindowInDays;
        if (window is < 7 or > 30)
        {
            throw Invalid($"1 validation error detected: Value '{window}' at 'pendingWindowInDays' failed to satisfy constraint: "
                + "Member must have value between 7 and 30");
        }

        key.State = "PendingDeletion";
        key.DeletionDate = Now.AddDays(window);
        _deleted.At(key.DeletionDate.Value, key.Id);
        return new ScheduleKeyDeletionResponse
        {
            KeyId = key.Arn,
            DeletionDate = key.DeletionDate.Value.UtcDateTime,
            KeyState = key.State,
            PendingWindowInDays = window,
        };
    }

    private CancelKeyDeletionResponse CancelKeyDeletion(CancelKeyDeletionRequest request, CallContext context)
    {
        var key = Authorized(Key(request.KeyId), "CancelKeyDeletion", context);
        if (key.State != "PendingDeletion")
        {
            throw new AwsError("KMSInvalidStateException", $"{key.Arn} is not pending deletion.");
        }

        key.State = "Disabled";
        key.DeletionDate = null;
        _deleted.Cancel(key.Id);
        return new CancelKeyDeletionResponse { KeyId = key.Arn };
    }

    private void Purge(string id)
    {
        State.Keys.Remove(id);
        _rotation.Cancel(id);
        foreach (var alias in State.Aliases.Values.Where(alias => alias.KeyId == id).ToArray())
        {
            State.Aliases.Remove(alias.Name);
        }
    }
}
