using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Moving staging labels, and listing versions.</content>
public sealed partial class SecretsManagerService
{
    private void MoveCurrent(Secret secret, string id)
    {
        if (secret.At("AWSCURRENT") is { } current)
        {
            if (current.Key == id)
            {
                return;
            }

            current.Value.Stages.Remove("AWSCURRENT");
            secret.At("AWSPREVIOUS")?.Value.Stages.Remove("AWSPREVIOUS");
            current.Value.Stages.Add("AWSPREVIOUS");
        }

        secret.Versions[id].Stages.Add("AWSCURRENT");
        secret.ValueChanged = Now;
        secret.Changed = Now;
    }

    private UpdateSecretVersionStageResponse UpdateSecretVersionStage(UpdateSecretVersionStageRequest request)
    {
        var secret = Live(request.SecretId);
        var (stage, from, to) = (request.VersionStage, request.RemoveFromVersionId, request.MoveToVersionId);
        foreach (var id in new[] { from, to }.OfType<string>().Where(id => !secret.Versions.ContainsKey(id)))
        {
            throw new AwsError("ResourceNotFoundException", $"Secrets Manager can't find the specified secret version: {id}.");
        }

        var holder = secret.At(stage);
        if (to is not null && holder is { } attached && attached.Key != to && from != attached.Key)
        {
            throw Invalid($"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is currently attached to version {attached.Key}, "
                + "so you must explicitly reference that version in RemoveFromVersionId.");
        }

        if (from is not null && holder?.Key != from)
        {
            throw Invalid($"The staging label {stage} is not attached to version {from}.");
        }

        if (to is null && stage == "AWSCURRENT")
        {
            throw Invalid("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
        }

        if (to is not null && stage == "AWSCURRENT")
        {
            MoveCurrent(secret, to);
            Schedule(secret);
        }
        else
        {
            holder?.Value.Stages.Remove(stage);
            if (to is not null)
            {
                secret.Versions[to].Stages.Add(stage);
            }
        }

        secret.Changed = Now;
        return new UpdateSecretVersionStageResponse { ARN = secret.Arn, Name = secret.Name };
    }

    private ListSecretVersionIdsResponse ListSecretVersionIds(ListSecretVersionIdsRequest request)
    {
        var secret = Known(request.SecretId);
        var versions = secret.Versions.Where(version => version.Value.Stages.Count > 0 || request.IncludeDeprecated == true);
        var page = Paging.Of(versions, version => version.Key, request.NextToken, request.MaxResults ?? 100,
            () => new AwsError("InvalidNextTokenException", "The NextToken value is invalid."));
        return new ListSecretVersionIdsResponse
        {
            ARN = secret.Arn,
            Name = secret.Name,
            Versions =
            [
                .. page.Items.Select(version => new SecretVersionsListEntry
                {
                    VersionId = version.Key,
                    VersionStages = version.Value.Stages.Count == 0 ? null : [.. version.Value.Stages],
                    CreatedDate = version.Value.Created.UtcDateTime,
                    KmsKeyIds = [secret.KmsKeyId ?? "DefaultEncryptionKey"],
                }),
            ],
            NextToken = page.NextToken,
        };
    }

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);
}
