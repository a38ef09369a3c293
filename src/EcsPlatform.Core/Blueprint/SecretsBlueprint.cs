using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The secrets that are ours; somebody else's are referred to by ARN and never touched.</summary>
internal static class SecretsBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [SecretKind.Instance];

    /// <summary>By name in the definition: our resource, or the ARN of somebody else's.</summary>
    public static IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> Add(BlueprintContext context) =>
        context.Definition.Secrets.ToDictionary(
            secret => secret.Name,
            secret => secret.Source == SecretSource.Existing ? ((SecretResource?)null, secret.Existing) : (Add(context, secret), null),
            StringComparer.Ordinal);

    private static SecretResource Add(BlueprintContext context, SecretDefinition secret) => context.Add(new SecretResource
    {
        Key = secret.Name,
        Name = context.Names.Secret(secret.Name),
        Tags = context.Definition.Tags,
        Description = secret.Description,
        Definition = secret,
        BaseFolder = context.Options.BaseFolder,
        Value = context.Options.SecretValues.GetValueOrDefault(secret.Name),
        StandIn = context.Options.StandInSecrets ? new StandInSecret(JsonKeys(context.Definition, secret.Name)) : null,
    });

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
