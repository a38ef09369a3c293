namespace EcsPlatform.Aws.Generator;

/// <summary>Requests, responses and the structures in them.</summary>
internal static class TypeWriter
{
    public static string Write(ApiModel model, CodeNames names)
    {
        var code = new CodeText(names.Namespace + ".Model", nullable: false);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in model.Operations)
        {
            if (written.Add(operation.RequestClass))
            {
                Class(code, model, names, operation.RequestClass, operation.Input, $" : {names.Client}Request");
            }

            if (written.Add(operation.ResponseClass))
            {
                Class(code, model, names, operation.ResponseClass, operation.Output, " : global::Amazon.Runtime.AmazonWebServiceResponse");
            }
        }

        foreach (var shape in NestedStructures(model))
        {
            if (written.Add(model.Sdk.Class(shape.Name)))
            {
                Class(code, model, names, model.Sdk.Class(shape.Name), shape, "");
            }
        }

        return code.ToString();
    }

    /// <summary>Properties for a structure's members.</summary>
    public static void Properties(CodeText code, ApiModel model, CodeNames names, string owner, IEnumerable<KeyValuePair<string, Json>> members)
    {
        foreach (var member in members.Where(member => !model.Sdk.IsExcluded(owner, member.Key)))
        {
            code.Line($"public {names.PropertyType(owner, member.Key, member.Value)} {model.Sdk.Property(owner, member.Key)} {{ get; set; }}");
        }
    }

    /// <summary>The structures that are members or elements of others.</summary>
    private static IEnumerable<ApiShape> NestedStructures(ApiModel model)
    {
        var references = model.Shapes.Values.SelectMany(shape => shape.Members.Select(member => member.Value)
            .Concat(new[] { shape.Node["member"], shape.Node["key"], shape.Node["value"] }.OfType<Json>()));
        return references
            .Select(reference => model.Shapes[reference["shape"]!.Text!])
            .Where(shape => shape.IsStructure && model.Sdk.Unwrapped(shape.Name) is null)
            .Distinct()
            .OrderBy(shape => shape.Name, StringComparer.Ordinal);
    }

    private static void Class(CodeText code, ApiModel model, CodeNames names, string type, ApiShape? shape, string parent)
    {
        using var _ = code.Block($"public partial class {type}{parent}");
        Properties(code, model, names, type, shape?.Members ?? []);
    }
}
