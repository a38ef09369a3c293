using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace EcsPlatform.Aws.Modeling;

/// <summary>The regular expressions of API models, which are written for Java and hold for the whole value.</summary>
internal static class Patterns
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly ConcurrentDictionary<string, Regex?> Compiled = new(StringComparer.Ordinal);

    /// <summary>True where the text matches; also where .NET cannot say (the service will).</summary>
    public static bool Matches(string pattern, string text)
    {
        try
        {
            return Compiled.GetOrAdd(pattern, Compile)?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static Regex? Compile(string pattern)
    {
        // Java's class intersections and POSIX names parse in .NET, but mean something else.
        if (pattern.Contains("&&[", StringComparison.Ordinal) || pattern.Contains("[:", StringComparison.Ordinal))
        {
            return null;
        }

        // "all supplementary characters", written as a range of surrogate pairs: .NET sees single UTF-16 units.
        var translated = pattern
            .Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.OrdinalIgnoreCase)
            .Replace("\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.Ordinal);
        try
        {
            return new Regex($@"\A(?:{translated})\z", RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
