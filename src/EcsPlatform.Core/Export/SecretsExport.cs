using Amazon.SecretsManager.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Export;

/// <summary>The secrets, read back without their values: ours as if generated (they exist, so nothing is), those of others by ARN.</summary>
internal sealed class SecretsExport
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<SecretDefinition> _definitions = [];

    public IReadOnlyList<SecretDefinition> Definitions => _definitions;

    public static SecretsExport Read(LivePlatform platform)
    {
        var export = new SecretsExport();
        var named = platform.All<SecretListEntry>(SecretKind.Instance).Where(secret => !LivePlatform.KeyOf(secret).StartsWith(MeshCertificateBlueprint.KeyPrefix, StringComparison.Ordinal)).ToList();
        var names = named.ToDictionary(secret => secret.Name, LivePlatform.KeyOf, StringComparer.Ordinal);
        foreach (var secret in named)
        {
            var definition = new SecretDefinition { Name = LivePlatform.KeyOf(secret), Description = secret.State.Description };
            export.Add(secret.Id, RotationExport.Read(platform, definition, secret.State, other => names.GetValueOrDefault(other) ?? export.Reference(other)));
        }

        return export;
    }

    /// <summary>The reference that a task definition's <c>valueFrom</c> stands for: "name", or "name:json-key".</summary>
    public string Reference(string valueFrom)
    {
        // arn:partition:secretsmanager:region:account:secret:name, then perhaps :json-key:version-stage:version-id
        var parts = valueFrom.Split(':');
        var arn = string.Join(':', parts.Take(7));
        var key = parts.ElementAtOrDefault(7);
        if (!_names.TryGetValue(arn, out var name))
        {
            name = Unused(NameOf(parts.ElementAtOrDefault(6) ?? "secret"));
            Add(arn, new SecretDefinition { Name = name, Existing = arn });
        }

        return string.IsNullOrEmpty(key) ? name : $"{name}:{key}";
    }

    private void Add(string arn, SecretDefinition definition)
    {
        _names[arn] = definition.Name;
        _definitions.Add(definition);
    }

    /// <summary>"prod/Database-aB3dE9" as a name that definitions take: "prod-database".</summary>
    private static string NameOf(string secret)
    {
        var dash = secret.LastIndexOf('-');
        var stem = dash > 0 && secret.Length - dash == 7 ? secret[..dash] : secret;
        var plain = string.Concat(stem.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-')).Trim('-');
        return plain.Length is > 0 and <= 40 ? plain : plain.Length == 0 ? "secret" : plain[..40].TrimEnd('-');
    }

    private string Unused(string name)
    {
        var candidate = name;
        for (var number = 2; _definitions.Exists(secret => secret.Name == candidate); number++)
        {
            candidate = $"{name}-{number}";
        }

        return candidate;
    }
}
