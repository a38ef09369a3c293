namespace EcsPlatform.Aws.Generator;

/// <summary>The service's part of <c>AwsClients</c>: its client, generated or official, on the platform's clock.</summary>
internal static class FactoryWriter
{
    public static string Write(CodeNames names, bool isGenerated)
    {
        var code = new CodeText("EcsPlatform.Aws", nullable: true);
        Part(code, names, isGenerated);
        return code.ToString();
    }

    private static void Part(CodeText code, CodeNames names, bool isGenerated)
    {
        var property = names.Descriptor.Substring(0, names.Descriptor.Length - "Model".Length);
        var service = $"global::{names.DescriptorNamespace}.{names.Descriptor}.Service";
        using var _ = code.Block("public sealed partial class AwsClients");
        code.Line($"private global::{names.Namespace}.I{names.Client}? _{property};");
        code.Line($"/// <summary>The client for {property}.</summary>");
        code.Line($"public global::{names.Namespace}.I{names.Client} {property} => Get(ref _{property}, () => new {property}Client(this));");
        using var client = code.Block($"private sealed class {property}Client(AwsClients clients) : global::{names.Namespace}.{names.Client}Client(clients.Configure(new global::{names.Namespace}.{names.Client}Config()))");
        using (code.Block("protected override void CustomizeRuntimePipeline(global::Amazon.Runtime.Internal.RuntimePipeline pipeline)"))
        {
            code.Line("base.CustomizeRuntimePipeline(pipeline);");
            code.Line($"clients.Customize(pipeline, Config, static () => {service});");
        }

        if (isGenerated)
        {
            code.Line("protected override string NewIdempotencyToken() => clients.NewIdempotencyToken();");
        }
    }
}
