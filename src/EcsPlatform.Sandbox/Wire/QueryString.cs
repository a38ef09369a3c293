namespace EcsPlatform.Sandbox;

/// <summary>Reads query strings.</summary>
internal static class QueryString
{
    public static void Read(string query, ICollection<KeyValuePair<string, string>> into)
    {
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
            into.Add(new KeyValuePair<string, string>(Decode(name), Decode(value)));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
