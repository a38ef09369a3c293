using System.Reflection;
using EcsPlatform.Aws.Generator;
using EcsPlatform.Aws.Modeling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>All suites through the real generator and the real compiler, in memory: a namespace per suite.</summary>
internal static class SuiteAssembly
{
    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static ServiceModel Service(ProtocolSuite suite)
    {
        var type = Compiled.Value.GetTypes().Single(type => type.Namespace == suite.Namespace && type.GetProperty("Service", typeof(ServiceModel)) is not null);
        return (ServiceModel)type.GetProperty("Service")!.GetValue(null)!;
    }

    public static OperationModel Operation(ProtocolCase test) => Service(test.Suite).Operations[test.Operation];

    private static Assembly Compile()
    {
        var trees = CaseFiles.All.AsParallel().SelectMany(Sources).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("ProtocolCases", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20)));
        }

        return Assembly.Load(image.ToArray());
    }

    private static IEnumerable<SyntaxTree> Sources(ProtocolSuite suite)
    {
        var model = ModelReader.Parse(suite.Json.GetRawText());
        var options = new CodeOptions { Namespace = suite.Namespace, DescriptorNamespace = suite.Namespace, Clients = false };
        return CodeWriter.Write(model, options).Select(source => (SyntaxTree)CSharpSyntaxTree.ParseText(source.Source, new CSharpParseOptions(LanguageVersion.Latest)));
    }
}
