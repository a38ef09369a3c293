using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EcsPlatform.Aws.Generator;

/// <summary>Writes types, clients and descriptors for each <c>Models/*.json</c> of the project.</summary>
/// <remarks>With the build property <c>AwsSdk=Packages</c>, descriptors only: the types are those of the official packages.</remarks>
[Generator]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var fromPackages = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.AwsSdk", out var sdk) && sdk == "Packages");
        var models = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".json", StringComparison.Ordinal) && !file.Path.EndsWith("operations.json", StringComparison.Ordinal))
            .Select(static (file, cancellation) => file.GetText(cancellation)?.ToString())
            .Where(static text => text is not null);
        context.RegisterSourceOutput(models.Combine(fromPackages), static (output, source) => Write(output, source.Left!, source.Right));
    }

    private static void Write(SourceProductionContext output, string json, bool fromPackages)
    {
        var model = ModelReader.Parse(json);
        var ours = !fromPackages && !model.Sdk.FromPackage;
        foreach (var (name, source) in CodeWriter.Write(model, new CodeOptions { Types = ours, Clients = ours, Factory = true }))
        {
            output.AddSource(name, SourceText.From(source, Encoding.UTF8));
        }
    }
}
