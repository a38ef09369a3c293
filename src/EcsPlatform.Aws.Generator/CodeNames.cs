namespace EcsPlatform.Aws.Generator;

/// <summary>The names of one model's generated code, and the C# type of every shape.</summary>
internal sealed class CodeNames
{
    private readonly ApiModel _model;

    public CodeNames(ApiModel model, CodeOptions options)
    {
        _model = model;
        Namespace = options.Namespace ?? model.Sdk.Namespace ?? throw new ArgumentException("The model names no namespace; give one.", nameof(options));
        var last = Namespace.Substring(Namespace.LastIndexOf('.') + 1);
        Client = "Amazon" + (options.Client ?? model.Sdk.Client ?? last);
        Descriptor = last + "Model";
        DescriptorNamespace = options.DescriptorNamespace;
    }

    /// <summary>"Amazon.ECS".</summary>
    public string Namespace { get; }

    /// <summary>"AmazonECS".</summary>
    public string Client { get; }

    /// <summary>"ECSModel".</summary>
    public string Descriptor { get; }

    /// <summary>"EcsPlatform.Aws.Models".</summary>
    public string DescriptorNamespace { get; }

    /// <summary>A class of the Model namespace, fully qualified.</summary>
    public string Model(string type) => $"global::{Namespace}.Model.{type}";

    public string ExceptionClass(ApiShape shape) => Model(Naming.Exception(_model.Sdk.Class(shape.Name)));

    public ApiShape Target(Json reference) => _model.Shapes[reference["shape"]!.Text!];

    /// <summary>Type of a property: value types are nullable.</summary>
    public string PropertyType(string owner, string member, Json reference)
    {
        var shape = Target(reference);
        if (_model.Sdk.IsEpochMilliseconds(owner, member))
        {
            return "global::System.DateTime?";
        }

        if (_model.Sdk.Unwrapped(shape.Name) is { } inner)
        {
            return PropertyType(shape.Name, inner, shape.Members.Single(pair => pair.Key == inner).Value);
        }

        return shape.IsEnum ? $"global::{Namespace}.{Naming.Upper(shape.Name)}"
            : IsValueType(shape) ? ElementType(shape) + "?"
            : ElementType(shape);
    }

    /// <summary>Type as an element of a list or map: enums are strings, value types are plain.</summary>
    public string ElementType(ApiShape shape)
    {
        if (shape.IsDocument)
        {
            return "global::Amazon.Runtime.Documents.Document";
        }

        switch (shape.Type)
        {
            case "structure": return Model(_model.Sdk.Class(shape.Name));
            case "list": return $"List<{ElementType(Target(shape.Node["member"]!))}>";
            case "map": return $"Dictionary<string, {ElementType(Target(shape.Node["value"]!))}>";
            case "blob": return "global::System.IO.MemoryStream";
            case "boolean": return "bool";
            case "byte" or "short" or "integer": return "int";
            case "long": return "long";
            case "float": return "float";
            case "double": return "double";
            case "timestamp": return "global::System.DateTime";
            case "string" or "character": return "string";
            default: throw new NotSupportedException($"Shape {shape.Name} has a type that is not known: {shape.Type}.");
        }
    }

    private static bool IsValueType(ApiShape shape) =>
        shape.Type is "boolean" or "byte" or "short" or "integer" or "long" or "float" or "double" or "timestamp";
}
