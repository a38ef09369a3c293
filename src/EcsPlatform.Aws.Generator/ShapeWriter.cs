namespace EcsPlatform.Aws.Generator;

/// <summary>The shapes of a model, each in a property that builds it when first asked for.</summary>
internal sealed class ShapeWriter(CodeText code, ApiModel model, CodeNames names)
{
    private const string Lazy = "global::System.Threading.LazyInitializer.EnsureInitialized";

    public void Write()
    {
        foreach (var operation in model.Operations)
        {
            var name = Naming.Upper(operation.Name);
            Structure("Input_" + name, operation.Input, operation.RequestClass, names.Model(operation.RequestClass), operation.RequestClass);
            Structure("Output_" + name, operation.Output, operation.ResponseClass, names.Model(operation.ResponseClass), operation.ResponseClass);
        }

        foreach (var error in ExceptionWriter.Errors(model))
        {
            var type = names.ExceptionClass(error);
            Structure("Error_" + error.Name, error, error.Name, type, type.Substring(type.LastIndexOf('.') + 1), isError: true);
        }

        foreach (var shape in Reached().OrderBy(shape => shape.Name, StringComparer.Ordinal))
        {
            Shape(shape);
        }
    }

    public static string? XmlNamespace(Json? node)
    {
        var uri = node?.Text ?? node?["uri"]?.Text;
        return uri is null ? null : $"new({Naming.Literal(uri)}, {Naming.Literal(node?["prefix"]?.Text)})";
    }

    private IEnumerable<ApiShape> Reached()
    {
        var reached = new HashSet<ApiShape>();
        foreach (var operation in model.Operations)
        {
            foreach (var root in operation.Errors.Concat(new[] { operation.Input, operation.Output }.OfType<ApiShape>()))
            {
                Visit(root, isRoot: true);
            }
        }

        return reached;

        void Visit(ApiShape shape, bool isRoot)
        {
            if (!isRoot && !reached.Add(shape))
            {
                return;
            }

            foreach (var reference in shape.Members.Select(member => member.Value)
                .Concat(new[] { shape.Node["member"], shape.Node["key"], shape.Node["value"] }.OfType<Json>()))
            {
                Visit(names.Target(reference), isRoot: false);
            }
        }
    }

    private void Shape(ApiShape shape)
    {
        if (shape.IsStructure)
        {
            var unwrapped = model.Sdk.Unwrapped(shape.Name) is not null;
            var type = model.Sdk.Class(shape.Name);
            Structure(shape.Name, shape, shape.Name, unwrapped ? "Unwrapped" : names.Model(type), unwrapped ? shape.Name : type, isUnwrapped: unwrapped);
        }
        else if (shape.Type == "list" && !shape.IsDocument)
        {
            Property("ListShape", shape.Name, $"{Naming.Literal(shape.Name)}, static () => {Element("member", shape)}, static () => new {names.ElementType(shape)}()", [.. Range(shape), .. Flattened(shape)]);
        }
        else if (shape.Type == "map" && !shape.IsDocument)
        {
            Property("MapShape", shape.Name, $"{Naming.Literal(shape.Name)}, static () => {Element("key", shape)}, static () => {Element("value", shape)}, static () => new {names.ElementType(shape)}()", [.. Range(shape), .. Flattened(shape)]);
        }
        else
        {
            Property("ScalarShape", shape.Name, $"{Naming.Literal(shape.Name)}, ShapeKind.{Kind(shape)}", [.. Range(shape), .. Scalar(shape)]);
        }
    }

    private void Structure(string property, ApiShape? shape, string modelName, string type, string owner, bool isError = false, bool isUnwrapped = false)
    {
        var members = (shape?.Members ?? []).Where(member => !model.Sdk.IsExcluded(owner, member.Key)).ToList();
        var options = new List<string>();
        if (shape is not null)
        {
            var node = shape.Node;
            Text(options, "Payload", node["payload"]);
            Flag(options, "Union", node["union"]);
            Text(options, "LocationName", node["locationName"]);
            Flag(options, "Sensitive", node["sensitive"]);
            if (XmlNamespace(node["xmlNamespace"]) is { } xml)
            {
                options.Add($"XmlNamespace = {xml}");
            }

            if (isError)
            {
                var error = node["error"];
                options.Add($"ErrorCode = {Naming.Literal(error?["code"]?.Text ?? shape.Name)}");
                if (error?["httpStatusCode"]?.Number is { } status)
                {
                    options.Add($"HttpStatus = {status}");
                }

                if (node["fault"]?.IsTrue == true || error?["fault"]?.IsTrue == true)
                {
                    options.Add("Fault = true");
                }
            }
        }

        var name = Naming.Literal(shape?.Name ?? modelName);
        if (members.Count == 0)
        {
            Property("StructureShape", property, $"{name}, static () => new {type}(), static () => []", options);
            return;
        }

        var required = new HashSet<string>((shape!.Node["required"]?.Items ?? []).Select(item => item.Text!), StringComparer.Ordinal);
        code.Line($"private static StructureShape? _{property};");
        code.Line($"public static StructureShape {Naming.Identifier(property)} => {Lazy}(ref _{property}, static () => new({name}, static () => new {type}(), static () =>");
        using (code.Block("new Member[]", "})" + Initializer(options) + ")!;"))
        {
            foreach (var member in members)
            {
                code.Line(new MemberWriter(model, names, type, owner).Write(member.Key, member.Value, required.Contains(member.Key), isError, isUnwrapped) + ",");
            }
        }
    }

    private void Property(string kind, string name, string arguments, List<string> options)
    {
        code.Line($"private static {kind}? _{name};");
        code.Line($"public static {kind} {Naming.Identifier(name)} => {Lazy}(ref _{name}, static () => new({arguments}){Initializer(options)})!;");
    }

    private static string Initializer(List<string> options) => options.Count == 0 ? "" : $" {{ {string.Join(", ", options)} }}";

    private string Element(string role, ApiShape shape)
    {
        var reference = shape.Node[role]!;
        if (model.Sdk.Unwrapped(names.Target(reference).Name) is not null)
        {
            throw new NotSupportedException($"{shape.Name} holds {names.Target(reference).Name}, which the SDK unwraps; only members can be unwrapped.");
        }

        return $"new({Naming.Literal(role)}, static () => {Naming.Identifier(names.Target(reference).Name)}){Initializer(MemberWriter.Options(reference))}";
    }

    private static IEnumerable<string> Range(ApiShape shape)
    {
        foreach (var (property, name) in new[] { ("Min", "min"), ("Max", "max") })
        {
            if (shape.Node[name]?.Number is { } number)
            {
                yield return $"{property} = {Naming.Literal(number)}";
            }
        }

        if (shape.Node["sensitive"]?.IsTrue == true)
        {
            yield return "Sensitive = true";
        }
    }

    private static List<string> Flattened(ApiShape shape) => shape.Node["flattened"]?.IsTrue == true ? ["Flattened = true"] : [];

    private static List<string> Scalar(ApiShape shape)
    {
        var options = new List<string>();
        Text(options, "Pattern", shape.Node["pattern"]);
        if (shape.IsEnum)
        {
            options.Add($"Values = [{string.Join(", ", shape.Node["enum"]!.Items.Select(item => Naming.Literal(item.Text)))}]");
        }

        if (MemberWriter.TimestampFormat(shape.Node) is { } format)
        {
            options.Add(format);
        }

        return options;
    }

    private static string Kind(ApiShape shape) => shape.IsDocument ? "Document" : shape.Type switch
    {
        "byte" or "short" => "Integer",
        "character" => "String",
        var type => Naming.Upper(type),
    };

    private static void Text(List<string> options, string property, Json? node)
    {
        if (node?.Text is { } text)
        {
            options.Add($"{property} = {Naming.Literal(text)}");
        }
    }

    private static void Flag(List<string> options, string property, Json? node)
    {
        if (node?.IsTrue == true)
        {
            options.Add($"{property} = true");
        }
    }
}
