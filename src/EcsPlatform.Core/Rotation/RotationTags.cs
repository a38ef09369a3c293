using System.Globalization;
using System.Text;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Rotation;

/// <summary>
/// The tags that tell a rotation function how a secret rotates. Tags, not the function's environment: one function serves many secrets,
/// Lambda's environment holds 4 KB, and tags are read back with the listing of secrets.
/// </summary>
public static class RotationTags
{
    /// <summary>Words "name=value" with spaces between; see <c>README.md</c>.</summary>
    public const string Settings = "ecsplatform:rotation";

    /// <summary>ECS services that start new tasks once a new value counts; continued in "…-2" and on.</summary>
    public const string Restarts = "ecsplatform:restarts";

    private const int MostCharacters = 256; // Secrets Manager API, TagValueType

    /// <summary>The tags of a secret that rotates by one of our functions; none where it does not.</summary>
    /// <param name="secret">The secret; <c>rotation</c> says how.</param>
    /// <param name="adminSecret">The name, in Secrets Manager, of the secret with the administrator's credentials; null for none.</param>
    /// <param name="services">The names, in ECS, of the services that start new tasks.</param>
    public static IReadOnlyDictionary<string, string> For(SecretDefinition secret, string? adminSecret, IEnumerable<string> services) =>
        secret.Rotation is { Function: null } rotation
            ? Tags([.. Words(secret, rotation, adminSecret)], rotation.RestartServices ? services : [])
            : new Dictionary<string, string>();

    /// <summary>The tags of a secret with a mesh certificate.</summary>
    /// <param name="names">The DNS names that the certificate is for; the first is also its common name.</param>
    /// <param name="services">The names, in ECS, of the services that start new tasks.</param>
    public static IReadOnlyDictionary<string, string> ForCertificate(IEnumerable<string> names, IEnumerable<string> services) =>
        Tags([$"names={string.Join('/', names)}"], services);

    /// <summary>The words of the settings, by name; empty where there are none.</summary>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(Settings, "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[0] is "key" or "exclude" ? Decoded(parts[1]) : parts[1], StringComparer.Ordinal);

    /// <summary>The services that start new tasks, as the tags have them.</summary>
    public static IReadOnlyList<string> ServicesIn(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Where(tag => IsRestarts(tag.Key)).OrderBy(tag => tag.Key, StringComparer.Ordinal).SelectMany(tag => tag.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>True for tags that this class writes: what <c>TagResource</c> leaves behind when there are fewer of them has to be untagged.</summary>
    public static bool IsOne(string tagKey) => tagKey == Settings || IsRestarts(tagKey);

    private static IEnumerable<string> Words(SecretDefinition secret, SecretRotation rotation, string? adminSecret)
    {
        yield return $"method={rotation.Method.Spell()}";
        if (rotation.Key is { } key)
        {
            yield return $"key={Encoded(key)}";
        }

        if (adminSecret is not null)
        {
            yield return $"admin={adminSecret}";
        }

        if (!rotation.RestartServices)
        {
            yield return "restart=no"; // for reading back alone: who is restarted stands in tags of its own
        }

        var wanted = secret.Generate ?? new GeneratedSecret();
        if (wanted.SigningKey is { } signing)
        {
            yield return $"signing={signing.Algorithm}";
            if (signing.Bits is { } bits)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"bits={bits}");
            }

            yield break;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"length={wanted.Length}");
        if (wanted.ExcludePunctuation)
        {
            yield return "punctuation=no";
        }

        if (wanted.ExcludeCharacters.Length > 0)
        {
            yield return $"exclude={Encoded(wanted.ExcludeCharacters)}";
        }
    }

    private static Dictionary<string, string> Tags(IReadOnlyList<string> settings, IEnumerable<string> services)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { [Settings] = string.Join(' ', settings) };
        var line = "";
        var lines = 0;
        foreach (var service in services.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (line.Length > 0 && line.Length + 1 + service.Length > MostCharacters)
            {
                Flush();
            }

            line = line.Length == 0 ? service : $"{line} {service}";
        }

        if (line.Length > 0)
        {
            Flush();
        }

        return tags;

        void Flush()
        {
            lines++;
            tags[lines == 1 ? Restarts : string.Create(CultureInfo.InvariantCulture, $"{Restarts}-{lines}")] = line;
            line = "";
        }
    }

    private static bool IsRestarts(string key) => key == Restarts || key.StartsWith(Restarts + "-", StringComparison.Ordinal);

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decoded(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
