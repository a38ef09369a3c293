using System.IO.Compression;
using Amazon.Lambda.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Lambda;

/// <summary>A sandbox with a role that functions can run under.</summary>
internal sealed class LambdaWorld
{
    public const string Role = "arn:aws:iam::123456789012:role/function";

    public LambdaWorld(string? policy = null)
    {
        Sandbox.Call(IdentityManagementModel.CreateRole, new() { RoleName = "function", AssumeRolePolicyDocument = Trust("lambda.amazonaws.com") });
        Sandbox.Call(IdentityManagementModel.PutRolePolicy, new()
        {
            RoleName = "function",
            PolicyName = "it",
            PolicyDocument = policy ?? """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["secretsmanager:*","logs:*","ec2:*"],"Resource":"*"}]}""",
        });
        Clock.Advance(TimeSpan.FromSeconds(10));
    }

    public AwsSandbox Sandbox { get; } = new();

    public VirtualClock Clock => (VirtualClock)Sandbox.Clock;

    public static string Trust(string service) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""";

    public static MemoryStream Zip()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The same bytes every time: an entry carries the time at which it was made.
            var entry = zip.CreateEntry("index.mjs");
            entry.LastWriteTime = VirtualClock.DefaultStart;
            using var writer = new StreamWriter(entry.Open());
            writer.Write("export const handler = async () => {};");
        }

        return new MemoryStream(bytes.ToArray());
    }

    public static CreateFunctionRequest Request(string name = "rotate") => new()
    {
        FunctionName = name,
        Runtime = "nodejs22.x",
        Handler = "index.handler",
        Role = Role,
        Code = new FunctionCode { ZipFile = Zip() },
    };

    public CreateFunctionResponse Create(CreateFunctionRequest? request = null)
    {
        var function = Sandbox.Call(LambdaModel.CreateFunction, request ?? Request());
        Clock.Advance(TimeSpan.FromMinutes(2));
        return function;
    }

    public void Permit(string function = "rotate") => Sandbox.Call(LambdaModel.AddPermission, new()
    {
        FunctionName = function,
        StatementId = "rotation",
        Action = "lambda:InvokeFunction",
        Principal = "secretsmanager.amazonaws.com",
        SourceAccount = "123456789012",
    });
}
