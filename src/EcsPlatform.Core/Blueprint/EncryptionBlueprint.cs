using System.Globalization;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Kms;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The platform's keys; null for uses that are off.</summary>
/// <param name="Logs">For log groups.</param>
/// <param name="Secrets">For secrets.</param>
/// <param name="Repositories">For images.</param>
/// <param name="Data">For what services encrypt themselves.</param>
/// <param name="Mesh">For the private keys of Service Connect's proxies.</param>
internal sealed record EncryptionKeys(KeyResource? Logs, KeyResource? Secrets, KeyResource? Repositories, KeyResource? Data, KeyResource? Mesh)
{
    public static EncryptionKeys None { get; } = new(null, null, null, null, null);
}

/// <summary>Customer-managed keys, one for each use that is on.</summary>
internal static class EncryptionBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [KeyKind.Instance];

    public static EncryptionKeys Add(BlueprintContext context)
    {
        var wanted = context.Definition.Encryption;

        // Keys come with the cluster already: a platform that is built part by part has nothing else to remember them by.
        var services = context.Builds(PlatformParts.Services) || context.Builds(PlatformParts.Cluster);
        var secrets = context.Builds(PlatformParts.Secrets) || context.Builds(PlatformParts.Cluster);
        return new EncryptionKeys(
            Add(KeyUse.Logs, wanted?.Logs == true && (services || secrets), "log groups"),
            Add(KeyUse.Secrets, wanted?.Secrets == true && secrets, "secrets"),
            Add(KeyUse.Repositories, wanted?.Repositories == true && services, "images"),
            Add(KeyUse.Data, wanted?.Data == true && services, "what services encrypt themselves"),
            Add(KeyUse.Mesh, context.Builds(PlatformParts.Mesh) && context.Definition.Mesh is { Type: MeshType.ServiceConnect, Tls: not null }, "the private keys of the mesh's proxies"));

        KeyResource? Add(KeyUse use, bool on, string what) => on
            ? context.Add(new KeyResource
            {
                Key = KeyUses.NameOf(use),
                Name = context.Names.Shared(ResourceType.Key, KeyUses.NameOf(use)),
                Tags = WithWindow(context.Definition.Tags, wanted ?? new EncryptionDefinition()),
                Use = use,
                Description = $"{context.Definition.Name} {context.Definition.EnvironmentSuffix}: {what}",
                RotationDays = (wanted ?? new EncryptionDefinition()).RotationDays,
            })
            : null;
    }

    private static Dictionary<string, string> WithWindow(IReadOnlyDictionary<string, string> tags, EncryptionDefinition wanted) => new(tags, StringComparer.Ordinal)
    {
        [KeyKind.DeletionWindowTag] = wanted.DeletionWindowDays.ToString(CultureInfo.InvariantCulture),
    };
}
