using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Sandbox.Tests.Lambda;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>The same wrong moves with keys, functions, secrets, names and deployments on the sandbox and on moto: both refuse them with the same code.</summary>
/// <remarks>
/// Left out, because moto is laxer than AWS's documentation or has other words: all of App Mesh (its codes are not the API's), keys that are disabled
/// or pending deletion, the wrong key for a ciphertext, policies that lock out or name nobody, namespaces and services in use, a second namespace of a
/// name, a permission twice, an active authority that is deleted, a secret made over a deleted one.
/// </remarks>
public sealed class RefusedAlikeTests(MotoServer moto) : IClassFixture<MotoServer>, IDisposable
{
    private const string NoKey = "11111111-1111-1111-1111-111111111111";

    private readonly VirtualClock _clock = new();
    private AwsClients? _sandbox;

    private AwsClients Moto
    {
        get
        {
            Assert.SkipWhen(moto.Clients is null, "moto_server is not on the PATH of this machine.");
            return moto.Clients!;
        }
    }

    private AwsClients Sandbox => _sandbox ??= new AwsClients(new AwsClientOptions
    {
        Handler = new AwsSandbox(new SandboxOptions { Clock = _clock }).CreateHandler(),
        Credentials = SandboxClients.Credentials,
        Region = "eu-west-1",
        MaxRetries = 0,
        IgnoreConfiguredEndpointUrls = true,
        Time = _clock,
    });

    public void Dispose() => _sandbox?.Dispose();

    [Fact]
    public async Task Kms_is_refused_alike()
    {
        (await KeyRefusalsAsync(Sandbox)).ShouldBe(await KeyRefusalsAsync(Moto));
    }

    [Fact]
    public async Task Lambda_is_refused_alike()
    {
        (await FunctionRefusalsAsync(Sandbox)).ShouldBe(await FunctionRefusalsAsync(Moto));
    }

    [Fact]
    public async Task Secrets_manager_is_refused_alike()
    {
        (await SecretRefusalsAsync(Sandbox)).ShouldBe(await SecretRefusalsAsync(Moto));
    }

    [Fact]
    public async Task Cloud_map_and_codedeploy_are_refused_alike()
    {
        (await NameRefusalsAsync(Sandbox)).ShouldBe(await NameRefusalsAsync(Moto));
    }

    private static async Task<Dictionary<string, string>> KeyRefusalsAsync(AwsClients aws)
    {
        var kms = aws.KeyManagementService;
        var key = (await kms.CreateKeyAsync(new() { Description = "cards" })).KeyMetadata.KeyId;
        await kms.CreateAliasAsync(new() { AliasName = "alias/cards", TargetKeyId = key });
        var sealedText = (await kms.EncryptAsync(new() { KeyId = key, Plaintext = Bytes("card"), EncryptionContext = new() { ["table"] = "cards" } })).CiphertextBlob;
        return new()
        {
            ["alias twice"] = await Code(() => kms.CreateAliasAsync(new() { AliasName = "alias/cards", TargetKeyId = key })),
            ["alias without prefix"] = await Code(() => kms.CreateAliasAsync(new() { AliasName = "cards", TargetKeyId = key })),
            ["alias of no key"] = await Code(() => kms.CreateAliasAsync(new() { AliasName = "alias/none", TargetKeyId = NoKey })),
            ["alias unknown"] = await Code(() => kms.DeleteAliasAsync(new DeleteAliasRequest { AliasName = "alias/none" })),
            ["key unknown"] = await Code(() => kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = NoKey })),
            ["key unknown by alias"] = await Code(() => kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = "alias/none" })),
            ["other context"] = await Code(() => kms.DecryptAsync(new() { CiphertextBlob = sealedText })),
            ["no ciphertext"] = await Code(() => kms.DecryptAsync(new() { CiphertextBlob = Bytes("card") })),
            ["data key of no length"] = await Code(() => kms.GenerateDataKeyAsync(new() { KeyId = key })),
            ["data key of two lengths"] = await Code(() => kms.GenerateDataKeyAsync(new() { KeyId = key, KeySpec = "AES_256", NumberOfBytes = 32 })),
            ["policy of another name"] = await Code(() => kms.PutKeyPolicyAsync(new() { KeyId = key, PolicyName = "other", Policy = "{}" })),
        };
    }

    private async Task<Dictionary<string, string>> FunctionRefusalsAsync(AwsClients aws)
    {
        var lambda = aws.Lambda;
        var role = (await aws.IdentityManagement.CreateRoleAsync(new() { RoleName = "f", AssumeRolePolicyDocument = LambdaWorld.Trust("lambda.amazonaws.com") })).Role.Arn;
        _clock.Advance(TimeSpan.FromSeconds(15)); // until the sandbox's role has spread; moto's is there at once
        Amazon.Lambda.Model.CreateFunctionRequest Function(string by, string name = "f") => new()
        {
            FunctionName = name, Runtime = "nodejs22.x", Handler = "index.handler", Role = by, Code = new() { ZipFile = LambdaWorld.Zip() },
        };
        await lambda.CreateFunctionAsync(Function(role));
        return new()
        {
            ["twice"] = await Code(() => lambda.CreateFunctionAsync(Function(role))),
            ["role unknown"] = await Code(() => lambda.CreateFunctionAsync(Function(role + "-none", "g"))),
            ["unknown"] = await Code(() => lambda.GetFunctionAsync(new() { FunctionName = "none" })),
            ["unknown, deleted"] = await Code(() => lambda.DeleteFunctionAsync(new() { FunctionName = "none" })),
            ["unknown, invoked"] = await Code(() => lambda.InvokeAsync(new() { FunctionName = "none" })),
            ["unknown version"] = await Code(() => lambda.GetFunctionAsync(new() { FunctionName = "f", Qualifier = "7" })),
            ["unknown alias"] = await Code(() => lambda.GetFunctionAsync(new() { FunctionName = "f:live" })),
            ["without policy"] = await Code(() => lambda.GetPolicyAsync(new() { FunctionName = "f" })),
            ["statement unknown"] = await Code(() => lambda.RemovePermissionAsync(new() { FunctionName = "f", StatementId = "none" })),
        };
    }

    private static async Task<Dictionary<string, string>> SecretRefusalsAsync(AwsClients aws)
    {
        var secrets = aws.SecretsManager;
        await secrets.CreateSecretAsync(new() { Name = "db", SecretString = "x" });
        await secrets.CreateSecretAsync(new() { Name = "gone", SecretString = "x" });
        await secrets.DeleteSecretAsync(new() { SecretId = "gone", RecoveryWindowInDays = 7 });
        await secrets.CreateSecretAsync(new() { Name = "empty" });
        return new()
        {
            ["twice"] = await Code(() => secrets.CreateSecretAsync(new() { Name = "db", SecretString = "x" })),
            ["unknown"] = await Code(() => secrets.GetSecretValueAsync(new() { SecretId = "none" })),
            ["without a value"] = await Code(() => secrets.GetSecretValueAsync(new() { SecretId = "empty" })),
            ["version unknown"] = await Code(() => secrets.GetSecretValueAsync(new() { SecretId = "db", VersionId = NoKey })),
            ["stage unknown"] = await Code(() => secrets.GetSecretValueAsync(new() { SecretId = "db", VersionStage = "NONE" })),
            ["deleted, read"] = await Code(() => secrets.GetSecretValueAsync(new() { SecretId = "gone" })),
            ["unknown, rotated"] = await Code(() => secrets.RotateSecretAsync(new() { SecretId = "none", RotationRules = new() { AutomaticallyAfterDays = 30 } })),
            ["window too short"] = await Code(() => secrets.DeleteSecretAsync(new() { SecretId = "db", RecoveryWindowInDays = 3 })),
            ["at once and in a window"] = await Code(() => secrets.DeleteSecretAsync(new() { SecretId = "db", RecoveryWindowInDays = 7, ForceDeleteWithoutRecovery = true })),
            ["unknown, deleted"] = await Code(() => secrets.DeleteSecretAsync(new() { SecretId = "none" })),
        };
    }

    private static async Task<Dictionary<string, string>> NameRefusalsAsync(AwsClients aws)
    {
        var map = aws.ServiceDiscovery;
        var deploy = aws.CodeDeploy;
        await deploy.CreateApplicationAsync(new() { ApplicationName = "web", ComputePlatform = "ECS" });
        return new()
        {
            ["namespace unknown"] = await Code(() => map.GetNamespaceAsync(new() { Id = "ns-0000000000000000" })),
            ["namespace unknown, deleted"] = await Code(() => map.DeleteNamespaceAsync(new() { Id = "ns-0000000000000000" })),
            ["service unknown"] = await Code(() => map.GetServiceAsync(new() { Id = "srv-0000000000000000" })),
            ["instance of no service"] = await Code(() => map.RegisterInstanceAsync(
                new() { ServiceId = "srv-0000000000000000", InstanceId = "one", Attributes = new() { ["AWS_INSTANCE_IPV4"] = "10.0.0.9" } })),
            ["application twice"] = await Code(() => deploy.CreateApplicationAsync(new() { ApplicationName = "web", ComputePlatform = "ECS" })),
            ["application unknown"] = await Code(() => deploy.GetApplicationAsync(new() { ApplicationName = "none" })),
            ["group unknown"] = await Code(() => deploy.GetDeploymentGroupAsync(new() { ApplicationName = "web", DeploymentGroupName = "none" })),
            ["group of no application"] = await Code(() => deploy.GetDeploymentGroupAsync(new() { ApplicationName = "none", DeploymentGroupName = "none" })),
            ["deployment unknown"] = await Code(() => deploy.GetDeploymentAsync(new() { DeploymentId = "d-ZZZZZZZZZ" })),
            ["deployment by no group"] = await Code(() => deploy.CreateDeploymentAsync(new() { ApplicationName = "web", DeploymentGroupName = "none" })),
        };
    }

    private static MemoryStream Bytes(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task<string> Code(Func<Task> call)
    {
        try
        {
            await call();
            return "accepted";
        }
        catch (AmazonServiceException refusal)
        {
            return refusal.ErrorCode;
        }
    }
}
