namespace EcsPlatform.PowerShell.Help;

/// <summary>A heading and the lines up to the next one. Of markdown, just what the pages use: headings, paragraphs, lists, fenced code.</summary>
internal sealed record MarkdownSection(int Level, string Heading, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    public static readonly MarkdownSection Nothing = new(0, "", []);

    public static IReadOnlyList<MarkdownSection> Split(IEnumerable<string> lines)
    {
        var sections = new List<MarkdownSection>();
        var body = new List<string>();
        var inCode = false;
        foreach (var line in lines.Select(line => line.TrimEnd()))
        {
            inCode ^= line.StartsWith(Fence, StringComparison.Ordinal);
            var level = inCode ? 0 : line.TakeWhile(letter => letter == '#').Count();
            if (level > 0)
            {
                body = [];
                sections.Add(new MarkdownSection(level, line[level..].Trim(), body));
            }
            else
            {
                body.Add(line);
            }
        }

        return sections;
    }

    /// <summary>Paragraphs without their line breaks; list items keep theirs. Code is left out.</summary>
    public IReadOnlyList<string> Paragraphs()
    {
        var paragraphs = new List<string>();
        var fresh = true;
        foreach (var line in Prose())
        {
            var isItem = line.StartsWith("- ", StringComparison.Ordinal);
            if (line.Length > 0 && (fresh || isItem))
            {
                paragraphs.Add(Plain(line));
            }
            else if (line.Length > 0)
            {
                paragraphs[^1] += " " + Plain(line.Trim());
            }

            fresh = line.Length == 0;
        }

        return paragraphs;
    }

    /// <summary>The list's items.</summary>
    public IEnumerable<string> Items() => Lines.Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim());

    /// <summary>All fenced code.</summary>
    public string Code()
    {
        var inCode = false;
        return string.Join('\n', Lines.Where(line => Toggle(line, ref inCode) && inCode));
    }

    private List<string> Prose()
    {
        var inCode = false;
        return [.. Lines.Where(line => Toggle(line, ref inCode) && !inCode)];
    }

    /// <summary>False for the fences themselves.</summary>
    private static bool Toggle(string line, ref bool inCode)
    {
        var isFence = line.StartsWith(Fence, StringComparison.Ordinal);
        inCode ^= isFence;
        return !isFence;
    }

    private static string Plain(string line) => line.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
}
