using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EcsPlatform.Core.Engine;

/// <summary>What was sent for a resource, in short, and the version of the resource that it made: kept in the tag <see cref="PlatformTags.Spec"/>, for APIs whose
/// listings tell versions and leave specifications out.</summary>
/// <remarks>A resource that is still of that version still has what the hash stands for, and needs no description. In every other case (an edit by hand, a death
/// between change and tag, a tagging API that lags behind, another version of this module) it is described and compared: a fingerprint saves calls, and
/// never decides that something differs.</remarks>
/// <param name="Version">The version that AWS counts: of a task definition its revision.</param>
/// <param name="Hash">Stands for all that is compared.</param>
internal sealed record Fingerprint(long Version, string Hash)
{
    private const int HashBytes = 16;

    /// <summary>The hash of a flat list of what is set; the order makes no difference.</summary>
    public static string HashOf(IEnumerable<KeyValuePair<string, string>> shape)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in shape.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // With their lengths, so that no value can pass for a key.
            text.Append(CultureInfo.InvariantCulture, $"{key.Length}:{key}{value.Length}:{value}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, HashBytes)).ToLowerInvariant();
    }

    /// <summary>The fingerprint that tags hold; null where they hold none.</summary>
    public static Fingerprint? Read(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(PlatformTags.Spec)?.Split(':') is [var version, { Length: HashBytes * 2 } hash] && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Fingerprint(number, hash)
            : null;

    /// <summary>Tags with the fingerprint among them.</summary>
    public IReadOnlyDictionary<string, string> On(IReadOnlyDictionary<string, string> tags) =>
        new Dictionary<string, string>(tags, StringComparer.Ordinal) { [PlatformTags.Spec] = ToString() };

    /// <summary>As the tag holds it: "1:0f3a…".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}:{Hash}");
}
