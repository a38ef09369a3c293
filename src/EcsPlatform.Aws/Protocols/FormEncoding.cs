using System.Text;

namespace EcsPlatform.Aws.Protocols;

/// <summary><c>application/x-www-form-urlencoded</c>, as AWS signs it: everything but letters, digits and "-_.~" is escaped.</summary>
internal static class FormEncoding
{
    public const string ContentType = "application/x-www-form-urlencoded";

    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> pairs) =>
        Encoding.UTF8.GetBytes(string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")));

    public static IEnumerable<KeyValuePair<string, string>> Read(ReadOnlyMemory<byte> body)
    {
        foreach (var pair in Blobs.ToText(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0 ? new(Decode(pair), "") : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
        }
    }

    /// <summary>True where the request says that its body is a form.</summary>
    public static bool IsForm(WireRequest request) =>
        request.Headers.TryGetValue("Content-Type", out var type) && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
