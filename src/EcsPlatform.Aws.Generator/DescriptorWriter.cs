namespace EcsPlatform.Aws.Generator;

/// <summary>The service's operations as <c>OperationModel</c> values, each built when first asked for.</summary>
internal static class DescriptorWriter
{
    private const string Lazy = "global::System.Threading.LazyInitializer.EnsureInitialized";

    public static string Write(ApiModel model, CodeNames names)
    {
        var code = new CodeText(names.DescriptorNamespace, nullable: true);
        code.Line("using global::EcsPlatform.Aws.Modeling;");
        code.Line($"/// <summary>The operations of {model.Metadata["serviceId"]?.Text ?? names.Namespace} that we call.</summary>");
        using (code.Block($"public static class {names.Descriptor}"))
        {
            Service(code, model);
            foreach (var operation in model.Operations)
            {
                Operation(code, names, operation);
            }

            using (code.Block("private static class Shapes_"))
            {
                new ShapeWriter(code, model, names).Write();
            }
        }

        return code.ToString();
    }

    private static void Service(CodeText code, ApiModel model)
    {
        var operations = string.Join(", ", model.Operations.Select(operation => Naming.Upper(operation.Name)));
        var metadata = model.Metadata;
        code.Line("/// <summary>The service.</summary>");
        using (code.Block($"public static ServiceModel Service {{ get; }} = new(static () => [{operations}])", "};"))
        {
            code.Line($"ServiceId = {Naming.Literal(metadata["serviceId"]?.Text ?? "")},");
            code.Line($"ApiVersion = {Naming.Literal(metadata["apiVersion"]?.Text ?? "")},");
            code.Line($"EndpointPrefix = {Naming.Literal(metadata["endpointPrefix"]?.Text ?? "")},");
            code.Line($"SigningName = {Naming.Literal(metadata["signingName"]?.Text ?? metadata["endpointPrefix"]?.Text ?? "")},");
            code.Line($"Protocol = AwsProtocol.{Protocol(metadata["protocol"]?.Text)},");
            code.Line($"Protocols = [{string.Join(", ", (metadata["protocols"]?.Items ?? []).Select(item => Naming.Literal(item.Text)))}],");
            code.Line($"JsonVersion = {Naming.Literal(metadata["jsonVersion"]?.Text)},");
            code.Line($"TargetPrefix = {Naming.Literal(metadata["targetPrefix"]?.Text)},");
            code.Line($"XmlNamespace = {Naming.Literal(metadata["xmlNamespace"]?.Text)},");
        }
    }

    private static void Operation(CodeText code, CodeNames names, ApiOperation operation)
    {
        var name = Naming.Upper(operation.Name);
        var type = $"OperationModel<{names.Model(operation.RequestClass)}, {names.Model(operation.ResponseClass)}>";
        var http = operation.Node["http"];
        var input = operation.Node["input"];
        code.Line($"private static {type}? _{name};");
        code.Line($"/// <summary>{name}.</summary>");
        using (code.Block($"public static {type} {name} => {Lazy}(ref _{name}, static () => new(Service, {Naming.Literal(operation.Name)})", "})!;"))
        {
            code.Line($"HttpMethod = {Naming.Literal(http?["method"]?.Text ?? "POST")},");
            code.Line($"RequestUri = {Naming.Literal(http?["requestUri"]?.Text ?? "/")},");
            Option("ResponseCode", http?["responseCode"]?.Number?.ToString());
            code.Line($"Input = Shapes_.Input_{name},");
            code.Line($"Output = Shapes_.Output_{name},");
            Option("HasInput", operation.Input is null ? "false" : null);
            Option("HasOutput", operation.Output is null ? "false" : null);
            Option("ResultWrapper", Text(operation.Node["output"]?["resultWrapper"]));
            Option("InputLocationName", Text(input?["locationName"]));
            Option("InputXmlNamespace", ShapeWriter.XmlNamespace(input?["xmlNamespace"]));
            Option("HostPrefix", Text(operation.Node["endpoint"]?["hostPrefix"]));
            Option("HttpChecksumRequired", operation.Node["httpChecksumRequired"]?.IsTrue == true ? "true" : null);
            if (operation.Errors.Count > 0)
            {
                code.Line($"Errors = [{string.Join(", ", operation.Errors.Select(error => "Shapes_.Error_" + error.Name))}],");
            }
        }

        void Option(string property, string? value)
        {
            if (value is not null)
            {
                code.Line($"{property} = {value},");
            }
        }

        static string? Text(Json? node) => node?.Text is { } text ? Naming.Literal(text) : null;
    }

    private static string Protocol(string? name) => name switch
    {
        "json" => "AwsJson",
        "rest-json" => "RestJson",
        "query" => "Query",
        "ec2" => "Ec2Query",
        "rest-xml" => "RestXml",
        _ => throw new NotSupportedException($"Protocol {name} is not known."),
    };
}
