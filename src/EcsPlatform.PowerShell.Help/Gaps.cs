namespace EcsPlatform.PowerShell.Help;

/// <summary>What the help leaves unsaid, as errors of the build.</summary>
internal static class Gaps
{
    private const int FewestExamples = 2;

    public static IEnumerable<string> Find(IReadOnlyList<Cmdlet> cmdlets, IReadOnlyList<HelpPage> pages, string folder)
    {
        foreach (var cmdlet in cmdlets)
        {
            var file = Path.Combine(folder, cmdlet.Name + ".md");
            if (pages.FirstOrDefault(page => page.Name == cmdlet.Name) is not { } page)
            {
                yield return Error(file, "HELP001", $"{cmdlet.Name} has no page");
                continue;
            }

            foreach (var gap in In(page, [.. cmdlets.Select(other => other.Name)]))
            {
                yield return Error(page.File, "HELP002", $"{cmdlet.Name}: {gap}");
            }

            foreach (var parameter in cmdlet.Parameters.Where(parameter => parameter.Text is null))
            {
                yield return Error(page.File, "HELP003", $"{cmdlet.Name} -{parameter.Name} has no summary in its source");
            }
        }

        foreach (var page in pages.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Name)))
        {
            yield return Error(page.File, "HELP004", $"there is no cmdlet '{page.Name}'");
        }
    }

    private static IEnumerable<string> In(HelpPage page, IReadOnlyList<string> cmdlets)
    {
        (bool Missing, string What)[] parts =
        [
            (page.Synopsis.Length == 0, "no synopsis under the title"),
            (page.Description.Count == 0, "no '## Description'"),
            (page.Examples.Count < FewestExamples, $"fewer than {FewestExamples} examples under '## Examples'"),
            (page.Examples.Any(example => example.Code.Length == 0), "an example without code"),
            (page.Examples.Any(example => example.Remarks.Count == 0), "an example that says nothing about itself"),
            (page.Links.Count == 0, "no '## Related links'"),
        ];
        return parts.Where(part => part.Missing).Select(part => part.What)
            .Concat(page.Links.Where(link => !cmdlets.Contains(link) && !link.StartsWith("about_", StringComparison.Ordinal) && !link.StartsWith("https://", StringComparison.Ordinal)).Select(link => $"the link '{link}' leads nowhere"));
    }

    private static string Error(string file, string code, string message) => $"{Path.GetFullPath(file)} : error {code}: {message}.";
}
