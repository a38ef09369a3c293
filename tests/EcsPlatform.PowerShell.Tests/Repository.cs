using System.Runtime.CompilerServices;

namespace EcsPlatform.PowerShell.Tests;

/// <summary>Where the sources and the assembled module lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string Module => Path.Combine(Root, "artifacts", "module", "EcsPlatform");

    public static string Sources => Path.Combine(Root, "src", "EcsPlatform.PowerShell");

    public static string Pester => Path.Combine(Root, "tests", "Pester");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
