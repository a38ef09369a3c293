using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services;

/// <summary>Patterns of policies: "*" is any text, "?" any character, "${aws:PrincipalTag/team}" a value of the request.</summary>
internal static partial class Wildcard
{
    public static bool Matches(string pattern, string text, bool ignoreCase = false) =>
        pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase);

    /// <summary>ARNs are compared part by part, so that a "*" does not reach across a colon ("Amazon Resource Name condition operators").</summary>
    public static bool MatchesArn(string pattern, string arn)
    {
        var wanted = pattern.Split(':', 6);
        var parts = arn.Split(':', 6);
        return pattern == "*" || (wanted.Length == 6 && parts.Length == 6 && wanted.Zip(parts).All(pair => Matches(pair.First, pair.Second)));
    }

    /// <summary>A pattern with the request's values in the place of variables; a value that is not there matches nothing.</summary>
    public static string Fill(string pattern, AccessRequest request) =>
        !pattern.Contains("${", StringComparison.Ordinal) ? pattern : Variable().Replace(pattern, match =>
        {
            var name = match.Groups[1].Value;
            return name is "*" or "?" or "$" ? "\\" + name
                : request.Context.TryGetValue(name, out var values) && values.Length == 1 ? values[0]
                : match.Value;
        });

    [GeneratedRegex(@"\$\{([^},]+)[^}]*\}")]
    private static partial Regex Variable();
}
