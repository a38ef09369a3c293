namespace EcsPlatform.Sandbox.Services;

/// <content>Secrets that other services keep for themselves ("managed secrets"): they make and remove them.</content>
public sealed partial class SecretsManagerService
{
    /// <summary>Makes a secret on behalf of a service.</summary>
    /// <param name="name">"ecs-sc!…": a prefix that only that service uses.</param>
    /// <param name="owner">What DescribeSecret shows as the owning service.</param>
    /// <param name="kmsKey">The key that encrypts it; null for the account's own.</param>
    /// <returns>The name.</returns>
    internal string CreateManaged(string name, string owner, string? kmsKey)
    {
        var secret = State.Secrets[name] = new Secret
        {
            Name = name,
            Arn = Region.Arn("secretsmanager", $"secret:{name}-{Ids.Alphanumeric(6)}"),
            Created = Now,
            Changed = Now,
            KmsKeyId = kmsKey,
            OwningService = owner,
        };
        Stage(secret, Ids.Uuid(), new SecretVersion { Text = Ids.Alphanumeric(64), Created = Now }, ["AWSCURRENT"]);
        return name;
    }

    /// <summary>Removes a secret of a service at once.</summary>
    internal void RemoveManaged(string name) => State.Secrets.Remove(name);

    private static void RefuseManaged(Secret secret)
    {
        if (secret.OwningService is { } owner)
        {
            throw new AwsError("InvalidRequestException", $"The secret {secret.Name} is managed by {owner}: you can't perform this operation on it.");
        }
    }
}
