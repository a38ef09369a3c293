using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The secrets that are ours; somebody else's are referred to by ARN and never touched.</summary>
internal static class SecretsBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [SecretKind.Instance];

    /// <summary>By name in the definition: our resource, or the ARN of somebody else's.</summary>
    public static IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> Add(BlueprintContext context)
    {
        var secrets = context.Definition.Secrets.ToDictionary(
            secret => secret.Name,
            secret => secret.Source == SecretSource.Existing ? ((SecretResource?)null, secret.Existing) : (Add(context, secret), null),
            StringComparer.Ordinal);
        foreach (var secret in context.Definition.Secrets)
        {
            if (secret.Rotation is { } rotation && secrets[secret.Name].Item1 is { } ours)
            {
                context.Rotations.Add(new WantedRotation(ours, rotation.Days, rotation.Function is null ? RotationFunctions.Of(rotation.Method) : null)
                {
                    FunctionArn = rotation.Function,
                    InVpc = rotation.InVpc,
                    Admin = rotation.AdminSecret is { } admin ? secrets[admin] : null,
                    Restarts = rotation is { Function: null, RestartServices: true } ? [.. Readers(context.Definition, secret.Name)] : [],
                });
            }
        }

        return secrets;
    }

    private static SecretResource Add(BlueprintContext context, SecretDefinition secret) => context.Add(new SecretResource
    {
        Key = secret.Name,
        Name = context.Names.Secret(secret.Name),
        Tags = Tags(context, secret),
        Description = secret.Description,
        Definition = secret,
        EncryptionKey = context.Keys.Secrets,
        BaseFolder = context.Options.BaseFolder,
        Value = context.Options.SecretValues.GetValueOrDefault(secret.Name),
        StandIn = context.Options.StandInSecrets ? new StandInSecret(JsonKeys(context.Definition, secret.Name)) : null,
    });

    /// <summary>The user's tags, and those that tell our function how the secret rotates.</summary>
    private static Dictionary<string, string> Tags(BlueprintContext context, SecretDefinition secret)
    {
        var admin = context.Definition.Secrets.FirstOrDefault(other => other.Name == secret.Rotation?.AdminSecret);
        var restarted = Readers(context.Definition, secret.Name).Select(service => context.Names.ForService(ResourceType.Service, service));
        var tags = new Dictionary<string, string>(context.Definition.Tags, StringComparer.Ordinal);
        foreach (var (key, value) in RotationTags.For(secret, admin is null ? null : admin.Existing ?? context.Names.Secret(admin.Name), restarted))
        {
            tags[key] = value;
        }

        return tags;
    }

    /// <summary>The services that read the secret.</summary>
    private static IEnumerable<string> Readers(PlatformDefinition definition, string secret) => definition.Services
        .Where(service => service.Secrets.Values.Any(reference => SecretReference.Parse(reference).Secret == secret))
        .Select(service => service.Name);

    /// <summary>The keys that services read from the secret.</summary>
    private static IReadOnlyList<string> JsonKeys(PlatformDefinition definition, string secret) =>
    [
        .. definition.Services
            .SelectMany(service => service.Secrets.Values)
            .Select(SecretReference.Parse)
            .Where(reference => reference.Secret == secret)
            .Select(reference => reference.JsonKey)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ];
}
