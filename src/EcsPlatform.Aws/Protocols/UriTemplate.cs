using System.Runtime.CompilerServices;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>A REST operation's path with labels, and its fixed query: <c>/{Bucket}/{Key+}?tagging</c>.</summary>
internal sealed class UriTemplate
{
    private static readonly ConditionalWeakTable<OperationModel, UriTemplate> Parsed = [];

    private readonly string[] _segments;

    private UriTemplate(string requestUri)
    {
        var question = requestUri.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? requestUri : requestUri[..question];
        _segments = path.TrimStart('/').Split('/');
        Query = question < 0
            ? []
            : [.. requestUri[(question + 1)..].Split('&').Select(pair => pair.Split('=', 2)).Select(pair => new KeyValuePair<string, string>(pair[0], pair.Length > 1 ? pair[1] : ""))];
    }

    /// <summary>The query parameters that every request of the operation has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>How many segments are no labels: of two templates that match, the one with more is meant.</summary>
    public int Literals => _segments.Count(segment => segment.Length > 0 && !IsLabel(segment));

    public static UriTemplate Of(OperationModel operation) => Parsed.GetValue(operation, static key => new UriTemplate(key.RequestUri));

    /// <summary>The path with the labels' values, percent-encoded; a greedy label keeps its slashes.</summary>
    public string Expand(Func<string, string> valueOf) => "/" + string.Join('/', _segments.Select(segment =>
    {
        if (!IsLabel(segment))
        {
            return segment;
        }

        var value = valueOf(LabelOf(segment));
        return IsGreedy(segment) ? string.Join('/', value.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(value);
    }));

    /// <summary>The labels' values in a path, or null where the path is another operation's.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var parts = path.TrimStart('/').Split('/');
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var greedy = Array.FindIndex(_segments, IsGreedy);
        if (greedy < 0 ? Trimmed(parts) != Trimmed(_segments) : parts.Length < _segments.Length)
        {
            return null;
        }

        var surplus = greedy < 0 ? 0 : parts.Length - _segments.Length;
        for (var i = 0; i < _segments.Length; i++)
        {
            var from = greedy >= 0 && i > greedy ? i + surplus : i;
            var text = i == greedy ? string.Join('/', parts[from..(from + surplus + 1)]) : from < parts.Length ? parts[from] : "";
            if (!IsLabel(_segments[i]))
            {
                if (Uri.UnescapeDataString(text) != Uri.UnescapeDataString(_segments[i]))
                {
                    return null;
                }
            }
            else if (text.Length == 0)
            {
                return null;
            }
            else
            {
                labels[LabelOf(_segments[i])] = Uri.UnescapeDataString(text);
            }
        }

        return labels;
    }

    /// <summary>A slash at the end makes no difference: "/bucket/" is "/bucket".</summary>
    private static int Trimmed(string[] segments) => segments[^1].Length == 0 ? segments.Length - 1 : segments.Length;

    private static bool IsLabel(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    private static bool IsGreedy(string segment) => segment.EndsWith("+}", StringComparison.Ordinal);

    private static string LabelOf(string segment) => segment.Trim('{', '}').TrimEnd('+');
}
