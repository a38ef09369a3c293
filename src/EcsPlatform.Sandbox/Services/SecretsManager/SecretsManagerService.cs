using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>AWS Secrets Manager.</summary>
public sealed partial class SecretsManagerService : SandboxService<SecretsState>
{
    // After a forced deletion the name stays taken for a moment: deletion is asynchronous (DeleteSecret in the API reference).
    private static readonly TimeSpan ForcedDeletion = TimeSpan.FromSeconds(2);

    private readonly Step _purge;
    private readonly Step _rotation;

    internal SecretsManagerService(SandboxRegion region)
        : base(region)
    {
        On(SecretsManagerModel.CreateSecret, CreateSecret);
        On(SecretsManagerModel.DescribeSecret, DescribeSecret);
        On(SecretsManagerModel.ListSecrets, ListSecrets);
        On(SecretsManagerModel.UpdateSecret, UpdateSecret);
        On(SecretsManagerModel.DeleteSecret, DeleteSecret);
        On(SecretsManagerModel.RestoreSecret, RestoreSecret);
        On(SecretsManagerModel.TagResource, TagResource);
        On(SecretsManagerModel.UntagResource, UntagResource);
        On(SecretsManagerModel.GetSecretValue, GetSecretValue);
        On(SecretsManagerModel.PutSecretValue, PutSecretValue);
        On(SecretsManagerModel.ListSecretVersionIds, ListSecretVersionIds);
        On(SecretsManagerModel.UpdateSecretVersionStage, UpdateSecretVersionStage);
        On(SecretsManagerModel.RotateSecret, RotateSecret);
        On(SecretsManagerModel.CancelRotateSecret, CancelRotateSecret);
        On(SecretsManagerModel.GetResourcePolicy, GetResourcePolicy);
        On(SecretsManagerModel.PutResourcePolicy, PutResourcePolicy);
        On(SecretsManagerModel.DeleteResourcePolicy, DeleteResourcePolicy);
        On(SecretsManagerModel.GetRandomPassword, request => new GetRandomPasswordResponse { RandomPassword = RandomPassword.Make(request, Ids) });
        _purge = Step("purge", name => State.Secrets.Remove(name));
        _rotation = Step("rotation", Rotate, background: true);
    }

    /// <summary>For other services: the secret that an ARN (whole, or without the six characters) or a name means, deleted ones left out; or null.</summary>
    /// <param name="id">ARN or name.</param>
    public Secret? FindSecret(string id) => Lookup(id) is { Deleted: null } secret ? secret : null;

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Secrets.Values.Where(secret => secret.Deleted is null).Select(secret => new TaggedResource(secret.Arn, secret.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (FindSecret(arn) is not { } secret)
        {
            return false;
        }

        change(secret.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => entry?[nameof(Secret.Forced)]?.GetValue<bool>() == true;

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) =>
        new("InternalServiceError", "An error occurred on the server side.", 500);

    private static AwsError Marked() => new("InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.");

    private static AwsError NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    private Secret? Lookup(string id) =>
        State.Secrets.TryGetValue(id, out var secret) ? secret
        : State.Secrets.Values.FirstOrDefault(candidate => candidate.Arn == id || (IsArn(id) && candidate.Arn[..^7] == id));

    private static bool IsArn(string id) => id.StartsWith("arn:", StringComparison.Ordinal);

    private Secret Known(string id) => Lookup(id) is { Forced: false } secret ? secret : throw NotFound();

    private Secret Live(string id)
    {
        var secret = Known(id);
        return secret.Deleted is null ? secret : throw Marked();
    }

    private CreateSecretResponse CreateSecret(CreateSecretRequest request, CallContext context)
    {
        if (!Name().IsMatch(request.Name))
        {
            throw new AwsError("ValidationException",
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }

        var tags = Tags(request.Tags);
        var version = Value(request.SecretString, request.SecretBinary);
        var token = request.ClientRequestToken ?? Ids.Uuid();
        if (State.Secrets.TryGetValue(request.Name, out var existing))
        {
            return Existing(existing, token, version);
        }

        var arn = Region.Arn("secretsmanager", $"secret:{request.Name}-{Ids.Alphanumeric(6)}");
        if (version is not null)
        {
            CheckKey(request.KmsKeyId, arn, context);
        }

        var secret = State.Secrets[request.Name] = new Secret
        {
            Name = request.Name,
            Arn = arn,
            Created = Now,
            Changed = Now,
            Description = request.Description,
            KmsKeyId = request.KmsKeyId,
            Tags = tags,
        };
        if (version is not null)
        {
            Stage(secret, token, version, ["AWSCURRENT"]);
        }

        return new CreateSecretResponse { ARN = secret.Arn, Name = secret.Name, VersionId = version is null ? null : token };
    }

    // A repeated request (same token, same value) is answered as the first one was.
    private static CreateSecretResponse Existing(Secret secret, string token, SecretVersion? version)
    {
        if (secret.Deleted is not null)
        {
            throw new AwsError("InvalidRequestException",
                "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }

        return version is not null && secret.Versions.TryGetValue(token, out var first) && first.SameValue(version)
            ? new CreateSecretResponse { ARN = secret.Arn, Name = secret.Name, VersionId = token }
            : throw new AwsError("ResourceExistsException", $"The operation failed because the secret {secret.Name} already exists.");
    }

    private DeleteSecretResponse DeleteSecret(DeleteSecretRequest request)
    {
        var forced = request.ForceDeleteWithoutRecovery == true;
        if (forced && request.RecoveryWindowInDays is not null)
        {
            throw new AwsError("InvalidParameterException",
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }

        if (request.RecoveryWindowInDays is < 7 or > 30)
        {
            throw new AwsError("InvalidParameterException", "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        var secret = Lookup(request.SecretId);
        if (forced && (secret is null || secret.Forced))
        {
            // "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException."
            return new DeleteSecretResponse { ARN = secret?.Arn, Name = secret?.Name ?? request.SecretId, DeletionDate = Now.UtcDateTime };
        }

        if (secret is null or { Forced: true })
        {
            throw NotFound();
        }

        RefuseManaged(secret);
        if (secret.Deleted is not null && !forced)
        {
            throw new AwsError("InvalidRequestException",
                "You tried to perform the operation on a secret that's currently marked deleted.");
        }

        _rotation.Cancel(secret.Name);
        secret.Deleted = Now;
        secret.Forced = forced;
        var window = forced ? ForcedDeletion : TimeSpan.FromDays(request.RecoveryWindowInDays ?? 30);
        secret.Purge = Now + window;
        _purge.After(window, secret.Name);
        return new DeleteSecretResponse
        {
            ARN = secret.Arn,
            Name = secret.Name,
            DeletionDate = (forced ? Now : secret.Purge.Value).UtcDateTime,
        };
    }

    private RestoreSecretResponse RestoreSecret(RestoreSecretRequest request)
    {
        var secret = Known(request.SecretId);
        secret.Deleted = secret.Purge = null;
        _purge.Cancel(secret.Name);
        Schedule(secret);
        return new RestoreSecretResponse { ARN = secret.Arn, Name = secret.Name };
    }

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Live(request.SecretId).Tags.Put(Tags(request.Tags), "InvalidParameterException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Live(request.SecretId).Tags.Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidParameterException");

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@!-]{1,512}$")]
    private static partial Regex Name();
}
