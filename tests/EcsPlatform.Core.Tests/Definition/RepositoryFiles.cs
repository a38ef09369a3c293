using System.Runtime.CompilerServices;

namespace EcsPlatform.Core.Tests.Definition;

/// <summary>Finds files of the repository from where this source lies, wherever tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>A file of an example: "payments-mesh/platform.yaml".</summary>
    public static string ExampleFile(string path) => Path.Combine([Root, "module", "Examples", .. path.Split('/')]);

    public static string Example => Path.Combine(Root, "module", "Examples", "payments-mesh", "platform.yaml");

    public static string Schema => Path.Combine(Root, "module", "EcsPlatform.schema.json");

    public static IEnumerable<string> InvalidDefinitions => Directory.EnumerateFiles(Path.Combine(Here(), "Invalid"), "*.yaml").Order(StringComparer.Ordinal);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
