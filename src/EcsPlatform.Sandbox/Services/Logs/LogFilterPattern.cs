using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services;

/// <summary>A filter pattern of terms: all plain ones, any of the ?optional ones, none of the -excluded ones.</summary>
/// <remarks>JSON and column patterns are refused: the sandbox does not have them.</remarks>
internal sealed partial class LogFilterPattern
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    public static LogFilterPattern Parse(string? text)
    {
        if (text?.TrimStart() is ['{' or '[' or '%', ..])
        {
            throw new AwsError("InvalidParameterException", "The EcsPlatform sandbox has filter patterns of terms only.");
        }

        var pattern = new LogFilterPattern();
        foreach (Match term in Term().Matches(text ?? ""))
        {
            var words = term.Groups["text"].Value.Trim('"');
            (term.Groups["sign"].Value switch { "-" => pattern._none, "?" => pattern._any, _ => pattern._all }).Add(words);
        }

        return pattern;
    }

    public bool Matches(string message) =>
        _all.All(term => message.Contains(term, StringComparison.Ordinal))
        && (_any.Count == 0 || _any.Any(term => message.Contains(term, StringComparison.Ordinal)))
        && !_none.Any(term => message.Contains(term, StringComparison.Ordinal));

    [GeneratedRegex("(?<sign>[-?]?)(?<text>\"[^\"]*\"|[^\\s\"]+)")]
    private static partial Regex Term();
}
