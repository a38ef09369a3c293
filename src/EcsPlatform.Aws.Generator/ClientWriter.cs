namespace EcsPlatform.Aws.Generator;

/// <summary>The client, its interface and its configuration, with AWSSDK's names and constructors.</summary>
internal static class ClientWriter
{
    private const string Runtime = "global::EcsPlatform.Aws.Runtime";
    private const string Sdk = "global::Amazon.Runtime";

    public static string Write(ApiModel model, CodeNames names)
    {
        var code = new CodeText(names.Namespace, nullable: false);
        code.Line("using Task = global::System.Threading.Tasks.Task;");
        Config(code, model, names);
        Interface(code, model, names);
        Client(code, model, names);
        return code.ToString();
    }

    private static void Config(CodeText code, ApiModel model, CodeNames names)
    {
        var metadata = model.Metadata;
        var prefix = metadata["endpointPrefix"]?.Text ?? "";
        var arguments = string.Join(", ", new[] { metadata["serviceId"]?.Text ?? "", prefix, metadata["signingName"]?.Text ?? prefix }.Select(Naming.Literal));
        var isGlobal = metadata["globalEndpoint"] is null ? "false" : "true";
        using var _ = code.Block($"public partial class {names.Client}Config : {Runtime}.GeneratedClientConfig");
        code.Line($"public {names.Client}Config() : base({arguments}, {isGlobal}) {{ }}");
        code.Line($"public override string ServiceVersion => {Naming.Literal(metadata["apiVersion"]?.Text ?? "")};");
    }

    private static void Interface(CodeText code, ApiModel model, CodeNames names)
    {
        using var _ = code.Block($"public partial interface I{names.Client} : {Sdk}.IAmazonService, global::System.IDisposable");
        code.Line($"static {Sdk}.ClientConfig {Sdk}.IAmazonService.CreateDefaultClientConfig() => new {names.Client}Config();");
        code.Line($"static {Sdk}.IAmazonService {Sdk}.IAmazonService.CreateDefaultServiceClient({Sdk}.AWSCredentials awsCredentials, {Sdk}.ClientConfig clientConfig) => new {names.Client}Client(awsCredentials, clientConfig as {names.Client}Config);");
        foreach (var operation in model.Operations)
        {
            code.Line(Signature(names, operation) + ";");
        }
    }

    private static void Client(CodeText code, ApiModel model, CodeNames names)
    {
        var descriptor = $"global::{names.DescriptorNamespace}.{names.Descriptor}";
        using var _ = code.Block($"public partial class {names.Client}Client : {Runtime}.GeneratedServiceClient, I{names.Client}");
        Constructors(code, names);
        code.Line($"protected override global::EcsPlatform.Aws.Modeling.ServiceModel Service => {descriptor}.Service;");
        code.Line($"protected override {Runtime}.ErrorTable Errors => ErrorTable;");
        foreach (var operation in model.Operations)
        {
            code.Line($"public virtual {Signature(names, operation)} => CallAsync({descriptor}.{Naming.Upper(operation.Name)}, request, cancellationToken);");
        }

        code.Line($"private static readonly {Runtime}.ErrorTable ErrorTable = new(");
        code.Line($"    static (message, inner, type, code, id, status) => new {names.Client}Exception(message, inner, type, code, id, status),");
        code.Line($"    new Dictionary<string, {Runtime}.MakeException>");
        using var table = code.Block("", "});");
        foreach (var error in ExceptionWriter.Errors(model).OrderBy(error => error.Name, StringComparer.Ordinal))
        {
            code.Line($"[{Naming.Literal(error.Name)}] = static (message, inner, type, code, id, status) => new {names.ExceptionClass(error)}(message, inner, type, code, id, status),");
        }
    }

    private static string Signature(CodeNames names, ApiOperation operation) =>
        $"global::System.Threading.Tasks.Task<{names.Model(operation.ResponseClass)}> {Naming.Upper(operation.Name)}Async({names.Model(operation.RequestClass)} request, global::System.Threading.CancellationToken cancellationToken = default)";

    private static void Constructors(CodeText code, CodeNames names)
    {
        var config = names.Client + "Config";
        var region = "global::Amazon.RegionEndpoint region";
        var credentials = new (string Parameters, string Expression)[]
        {
            ("", ""),
            ($"{Sdk}.AWSCredentials credentials", "credentials"),
            ("string awsAccessKeyId, string awsSecretAccessKey", $"new {Sdk}.BasicAWSCredentials(awsAccessKeyId, awsSecretAccessKey)"),
            ("string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken", $"new {Sdk}.SessionAWSCredentials(awsAccessKeyId, awsSecretAccessKey, awsSessionToken)"),
        };
        foreach (var (parameters, expression) in credentials)
        {
            var comma = parameters.Length == 0 ? "" : ", ";
            code.Line($"public {names.Client}Client({parameters}) : base({expression}{comma}new {config}()) {{ }}");
            code.Line($"public {names.Client}Client({parameters}{comma}{region}) : base({expression}{comma}new {config} {{ RegionEndpoint = region }}) {{ }}");
            code.Line($"public {names.Client}Client({parameters}{comma}{config} config) : base({expression}{comma}config) {{ }}");
        }
    }
}
