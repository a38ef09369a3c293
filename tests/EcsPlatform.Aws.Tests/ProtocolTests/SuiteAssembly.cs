using System.Reflection;
using EcsPlatform.Aws.Generator;
using EcsPlatform.Aws.Modeling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>All suites through the real generator and the real compiler, in memory: a namespace per suite.</summary>
internal static class SuiteAssembly
{
    private static readonly Lazy<Compiled> All = new(Compile);

    public static ServiceModel Service(ProtocolSuite suite)
    {
        if (All.Value.Errors.TryGetValue(suite.Namespace, out var error))
        {
            throw new InvalidOperationException($"The code for {suite.Namespace} is not sound: {error}");
        }

        var type = All.Value.Assembly.GetTypes().Single(type => type.Namespace == suite.Namespace && type.GetProperty("Service", typeof(ServiceModel)) is not null);
        return (ServiceModel)type.GetProperty("Service")!.GetValue(null)!;
    }

    public static OperationModel Operation(ProtocolCase test) => Service(test.Suite).Operations[test.Operation];

    /// <summary>One compilation; a suite whose code has errors is left out, so that only its own cases fail.</summary>
    private static Compiled Compile()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var trees = CaseFiles.All.SelectMany(suite => Sources(suite, errors)).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("ProtocolCases", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        foreach (var diagnostic in compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            errors.TryAdd(diagnostic.Location.SourceTree!.FilePath, diagnostic.ToString());
        }

        using var image = new MemoryStream();
        var result = compilation.RemoveSyntaxTrees(trees.Where(tree => errors.ContainsKey(tree.FilePath))).Emit(image);
        return result.Success
            ? new Compiled(Assembly.Load(image.ToArray()), errors)
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Take(20)));
    }

    private static IReadOnlyList<SyntaxTree> Sources(ProtocolSuite suite, Dictionary<string, string> errors)
    {
        try
        {
            var model = ModelReader.Parse(suite.Json.GetRawText());
            var options = new CodeOptions { Namespace = suite.Namespace, DescriptorNamespace = suite.Namespace, Clients = false };
            return [.. CodeWriter.Write(model, options).Select(source => CSharpSyntaxTree.ParseText(source.Source, new CSharpParseOptions(LanguageVersion.Latest), suite.Namespace))];
        }
        catch (Exception e)
        {
            errors[suite.Namespace] = e.ToString();
            return [];
        }
    }

    private sealed record Compiled(Assembly Assembly, IReadOnlyDictionary<string, string> Errors);
}
