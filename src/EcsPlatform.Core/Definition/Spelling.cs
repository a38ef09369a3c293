namespace EcsPlatform.Core.Definition;

/// <summary>Finds what was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The candidate that is fewest edits away, if that is few for its length; null otherwise.</summary>
    public static string? Closest(string text, IEnumerable<string> candidates) => candidates
        .Select(candidate => (candidate, Distance: Distance(Plain(text), Plain(candidate))))
        .Where(found => found.Distance <= Math.Max(1, Math.Min(text.Length, found.candidate.Length) / 3))
        .OrderBy(found => found.Distance).ThenBy(found => found.candidate, StringComparer.Ordinal)
        .Select(found => found.candidate)
        .FirstOrDefault();

    /// <summary>" Did you mean 'cpu'?", or what else can be said.</summary>
    public static string DidYouMean(string text, IReadOnlyCollection<string> candidates) => Closest(text, candidates) is { } closest
        ? $"Did you mean '{closest}'?"
        : candidates.Count == 0 ? "There are none to choose from." : $"There are: {string.Join(", ", candidates.Order(StringComparer.Ordinal))}.";

    private static string Plain(string text) => text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    // Edits: insert, delete, replace, swap neighbours.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
