using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Values, versions and their staging labels.</content>
public sealed partial class SecretsManagerService
{
    private SecretVersion? Value(string? text, MemoryStream? binary) => (text, binary) switch
    {
        (null, null) => null,
        (not null, not null) => throw new AwsError("InvalidParameterException",
            "You can't specify both a binary secret value and a string secret value in the same secret."),
        _ => new SecretVersion { Text = text, Binary = binary?.ToArray(), Created = Now },
    };

    private void Stage(Secret secret, string id, SecretVersion version, IReadOnlyList<string> stages)
    {
        if (secret.Versions.TryGetValue(id, out var existing))
        {
            if (existing.IsEmpty)
            {
                // A rotation made the version; its function gives the value.
                secret.Versions[id] = new SecretVersion { Text = version.Text, Binary = version.Binary, Created = existing.Created, Stages = existing.Stages };
                secret.Changed = Now;
                return;
            }

            if (!existing.SameValue(version))
            {
                throw new AwsError("ResourceExistsException", "You can't modify an existing version, you can only create a new version.");
            }

            return;
        }

        // The first version is current, whatever else it is.
        stages = secret.Versions.Count == 0 ? [.. stages.Union(["AWSCURRENT"])] : stages;
        foreach (var stage in stages)
        {
            if (secret.At(stage) is { } holder)
            {
                holder.Value.Stages.Remove(stage);
                if (stage == "AWSCURRENT")
                {
                    secret.At("AWSPREVIOUS")?.Value.Stages.Remove("AWSPREVIOUS");
                    holder.Value.Stages.Add("AWSPREVIOUS");
                }
            }
        }

        version.Stages.AddRange(stages);
        secret.Versions[id] = version;
        secret.Changed = Now;
        if (stages.Contains("AWSCURRENT"))
        {
            // "Manually updating the secret value … is considered a valid rotation" (RotationRulesType).
            secret.ValueChanged = Now;
            Schedule(secret);
        }

        // Versions without a label are deprecated and go when there are more than a hundred.
        foreach (var (old, _) in secret.Versions.Where(pair => pair.Value.Stages.Count == 0).SkipLast(100).ToArray())
        {
            secret.Versions.Remove(old);
        }
    }

    private GetSecretValueResponse GetSecretValue(GetSecretValueRequest request, CallContext context)
    {
        var secret = Live(request.SecretId);
        CheckReader(secret, context);
        var stage = request.VersionStage ?? (request.VersionId is null ? "AWSCURRENT" : null);
        var found = request.VersionId is { } id
            ? (secret.Versions.TryGetValue(id, out var byId) ? KeyValuePair.Create(id, byId) : null)
            : secret.At(stage!);
        if (found is not { Value.IsEmpty: false } version || (stage is not null && !version.Value.Stages.Contains(stage)))
        {
            throw new AwsError("ResourceNotFoundException", request.VersionId is null
                ? $"Secrets Manager can't find the specified secret value for staging label: {stage}"
                : $"Secrets Manager can't find the specified secret value for VersionId: {request.VersionId}");
        }

        secret.Accessed = new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero);
        return new GetSecretValueResponse
        {
            ARN = secret.Arn,
            Name = secret.Name,
            VersionId = version.Key,
            SecretString = version.Value.Text,
            SecretBinary = version.Value.Binary is { } bytes ? new MemoryStream([.. bytes]) : null,
            VersionStages = [.. version.Value.Stages],
            CreatedDate = version.Value.Created.UtcDateTime,
        };
    }

    private PutSecretValueResponse PutSecretValue(PutSecretValueRequest request, CallContext context)
    {
        var secret = Live(request.SecretId);
        var version = Value(request.SecretString, request.SecretBinary)
            ?? throw new AwsError("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
        CheckKey(secret.KmsKeyId, secret.Arn, context);
        var id = request.ClientRequestToken ?? Ids.Uuid();
        Stage(secret, id, version, request.VersionStages is { Count: > 0 } stages ? stages : ["AWSCURRENT"]);
        return new PutSecretValueResponse { ARN = secret.Arn, Name = secret.Name, VersionId = id, VersionStages = [.. secret.Versions[id].Stages] };
    }

    private UpdateSecretResponse UpdateSecret(UpdateSecretRequest request, CallContext context)
    {
        var secret = Live(request.SecretId);
        var version = Value(request.SecretString, request.SecretBinary);
        CheckKey(version is not null || secret.Versions.Count > 0 ? request.KmsKeyId ?? (version is null ? null : secret.KmsKeyId) : null, secret.Arn, context);
        var id = version is null ? null : request.ClientRequestToken ?? Ids.Uuid();
        if (version is not null)
        {
            Stage(secret, id!, version, ["AWSCURRENT"]);
        }

        secret.Description = request.Description ?? secret.Description;
        secret.KmsKeyId = request.KmsKeyId ?? secret.KmsKeyId;
        secret.Changed = Now;
        return new UpdateSecretResponse { ARN = secret.Arn, Name = secret.Name, VersionId = id };
    }
}
