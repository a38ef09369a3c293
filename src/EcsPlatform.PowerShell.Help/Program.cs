using EcsPlatform.PowerShell.Help;

// EcsPlatform.PowerShell.Help <cmdlets.dll> <folder of *.md> <out.xml>
if (args is not [var assembly, var sources, var output])
{
    Console.Error.WriteLine("Usage: EcsPlatform.PowerShell.Help <cmdlets.dll> <folder of *.md> <output.xml>");
    return 2;
}

var cmdlets = CmdletReader.Read(Path.GetFullPath(assembly));
var pages = HelpPage.ReadAll(sources);
var gaps = Gaps.Find(cmdlets, pages, sources).ToArray();
foreach (var gap in gaps)
{
    Console.WriteLine(gap);
}

if (gaps.Length > 0)
{
    return 1;
}

var names = pages.ToDictionary(page => page.Name, StringComparer.Ordinal);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
MamlWriter.Write(output, [.. cmdlets.Select(cmdlet => (cmdlet, names[cmdlet.Name]))]);
return 0;
