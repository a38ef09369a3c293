namespace EcsPlatform.PowerShell.Help;

/// <summary>One cmdlet's page, module/help/Verb-Noun.md: a title, the synopsis, and what stands under the headings.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">The title: "Publish-Platform".</param>
/// <param name="Synopsis">One sentence or two.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Examples">In order.</param>
/// <param name="Notes">Paragraphs.</param>
/// <param name="Links">Names of cmdlets and about topics, or addresses.</param>
internal sealed record HelpPage(
    string File, string Name, string Synopsis, IReadOnlyList<string> Description, IReadOnlyList<HelpExample> Examples, IReadOnlyList<string> Notes, IReadOnlyList<string> Links)
{
    public static IReadOnlyList<HelpPage> ReadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(Read)];

    private static HelpPage Read(string file)
    {
        var sections = MarkdownSection.Split(System.IO.File.ReadAllLines(file));
        MarkdownSection Under(string heading) => sections.FirstOrDefault(section => section.Level == 2 && section.Heading == heading) ?? MarkdownSection.Nothing;
        var title = sections.FirstOrDefault(section => section.Level == 1) ?? MarkdownSection.Nothing;
        return new HelpPage(
            file,
            title.Heading,
            string.Join(" ", title.Paragraphs()),
            Under("Description").Paragraphs(),
            [.. sections.SkipWhile(section => section.Heading != "Examples").Skip(1).TakeWhile(section => section.Level == 3).Select(section => new HelpExample(section.Heading, section.Code(), section.Paragraphs()))],
            Under("Notes").Paragraphs(),
            [.. Under("Related links").Items()]);
    }
}

/// <summary>An example: what is typed, and what to see in it.</summary>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);
