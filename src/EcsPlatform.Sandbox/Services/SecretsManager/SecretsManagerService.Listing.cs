using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Descriptions and listings.</content>
public sealed partial class SecretsManagerService
{
    private DescribeSecretResponse DescribeSecret(DescribeSecretRequest request)
    {
        var secret = Known(request.SecretId);
        return new DescribeSecretResponse
        {
            ARN = secret.Arn,
            Name = secret.Name,
            Description = secret.Description,
            KmsKeyId = secret.KmsKeyId,
            OwningService = secret.OwningService,
            CreatedDate = secret.Created.UtcDateTime,
            LastChangedDate = secret.Changed.UtcDateTime,
            LastAccessedDate = secret.Accessed?.UtcDateTime,
            DeletedDate = secret.Purge?.UtcDateTime,
            Tags = TagList(secret),
            VersionIdsToStages = secret.StagesByVersion(),
            RotationEnabled = secret.Rotation?.Enabled,
            RotationLambdaARN = secret.Rotation?.Function,
            RotationRules = Shown(secret.Rotation?.Rules),
            LastRotatedDate = secret.Rotation is { Enabled: true } ? secret.Rotation.Last?.UtcDateTime : null,
            NextRotationDate = secret.Rotation?.Next?.UtcDateTime,
        };
    }

    private ListSecretsResponse ListSecrets(ListSecretsRequest request)
    {
        var secrets = State.Secrets.Values
            .Where(secret => !secret.Forced && (secret.Deleted is null || request.IncludePlannedDeletion == true))
            .Where(secret => (request.Filters ?? []).All(filter => Matches(secret, filter)))
            .OrderBy(secret => secret.Created).ThenBy(secret => secret.Name, StringComparer.Ordinal);
        var ordered = request.SortOrder?.Value == "asc" ? secrets.AsEnumerable() : secrets.Reverse();
        var page = Paging.Of(ordered, secret => secret.Name, request.NextToken, request.MaxResults ?? 100,
            () => new AwsError("InvalidNextTokenException", "The NextToken value is invalid."));
        return new ListSecretsResponse { SecretList = [.. page.Items.Select(Entry)], NextToken = page.NextToken };
    }

    // "!" before a value turns it around; name, description and owning service compare by their beginning.
    private static bool Matches(Secret secret, Filter filter) => (filter.Values ?? []).Any(value =>
        value.StartsWith('!') ? !Matches(secret, filter.Key?.Value, value[1..]) : Matches(secret, filter.Key?.Value, value));

    private static bool Matches(Secret secret, string? key, string value) => key switch
    {
        "name" => secret.Name.StartsWith(value, StringComparison.Ordinal),
        "description" => secret.Description?.Contains(value, StringComparison.OrdinalIgnoreCase) == true,
        "owning-service" => secret.OwningService?.StartsWith(value, StringComparison.Ordinal) == true,
        "tag-key" => secret.Tags.Keys.Any(tag => tag.StartsWith(value, StringComparison.Ordinal)),
        "tag-value" => secret.Tags.Values.Any(tag => tag.StartsWith(value, StringComparison.Ordinal)),
        "all" => Matches(secret, "name", value) || Matches(secret, "description", value)
            || Matches(secret, "tag-key", value) || Matches(secret, "tag-value", value),
        _ => false,
    };

    private static SecretListEntry Entry(Secret secret) => new()
    {
        ARN = secret.Arn,
        Name = secret.Name,
        Description = secret.Description,
        KmsKeyId = secret.KmsKeyId,
        OwningService = secret.OwningService,
        CreatedDate = secret.Created.UtcDateTime,
        LastChangedDate = secret.Changed.UtcDateTime,
        LastAccessedDate = secret.Accessed?.UtcDateTime,
        DeletedDate = secret.Purge?.UtcDateTime,
        Tags = TagList(secret),
        SecretVersionsToStages = secret.StagesByVersion(),
        RotationEnabled = secret.Rotation?.Enabled,
        RotationLambdaARN = secret.Rotation?.Function,
        RotationRules = Shown(secret.Rotation?.Rules),
        LastRotatedDate = secret.Rotation is { Enabled: true } ? secret.Rotation.Last?.UtcDateTime : null,
        NextRotationDate = secret.Rotation?.Next?.UtcDateTime,
    };

    private static RotationRulesType? Shown(RotationRulesType? rules) => rules is null
        ? null
        : new() { AutomaticallyAfterDays = RotationSchedule.DaysOf(rules), ScheduleExpression = rules.ScheduleExpression, Duration = rules.Duration };

    private static List<Tag> TagList(Secret secret) => secret.Tags.To((key, value) => new Tag { Key = key, Value = value });
}
