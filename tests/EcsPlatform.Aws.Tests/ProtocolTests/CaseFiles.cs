using System.Text.Json;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>AWS's protocol cases: files of suites, each with a model and its cases, in this folder and, where there is one, in <c>shared/protocol-tests</c> beside the repository.</summary>
internal static class CaseFiles
{
    private static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    public static IReadOnlyList<ProtocolSuite> All { get; } = [.. Read("input"), .. Read("output")];

    private static IEnumerable<ProtocolSuite> Read(string direction)
    {
        var own = Files(Path.Combine(Repository, "tests", "EcsPlatform.Aws.Tests", "ProtocolTests", direction));
        var shared = Files(Path.Combine(Repository, "..", "shared", "protocol-tests", direction));
        foreach (var (name, path) in own)
        {
            foreach (var suite in Suites(direction, name, path))
            {
                yield return suite;
            }
        }

        // The same file twice is run once; a shared file that differs runs beside the repository's.
        foreach (var (name, path) in shared.Where(file => !own.TryGetValue(file.Key, out var copy) || File.ReadAllText(copy) != File.ReadAllText(file.Value)))
        {
            foreach (var suite in Suites(direction, "shared-" + name, path))
            {
                yield return suite;
            }
        }
    }

    private static string FindRepository(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "EcsPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run from within the repository.");
    }

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.json").ToDictionary(path => Path.GetFileNameWithoutExtension(path))
            : [],
        StringComparer.Ordinal);

    private static IEnumerable<ProtocolSuite> Suites(string direction, string name, string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var number = 0;
        foreach (var suite in document.RootElement.EnumerateArray())
        {
            yield return new ProtocolSuite(direction, name, number++, suite.Clone());
        }
    }
}
