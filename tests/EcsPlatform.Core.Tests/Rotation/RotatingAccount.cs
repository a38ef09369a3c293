using System.IO.Compression;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Sandbox;
using LambdaFailureException = EcsPlatform.Sandbox.Services.Lambda.LambdaFailureException;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>What came of some steps of a rotation function.</summary>
/// <param name="Errors">An error's text for each step; null for those that went well.</param>
/// <param name="Log">What the function wrote.</param>
/// <param name="Current">The secret's value afterwards.</param>
/// <param name="Previous">The one before; null where none came before.</param>
/// <param name="Stages">The labels of the version that the rotation made.</param>
internal sealed record RotationRun(IReadOnlyList<string?> Errors, string Log, string? Current, string? Previous, IReadOnlyList<string> Stages);

/// <summary>An account in the sandbox, served over HTTP, where secrets rotate: what a function in Node.js does is judged by Secrets Manager there.</summary>
internal sealed class RotatingAccount : IAsyncDisposable
{
    /// <summary>The version that rotations make.</summary>
    public const string Token = "11111111-2222-3333-4444-555555555555";

    // Secrets Manager asks this one, and tries again when it fails; the tests do the steps in its place.
    private const string Function = "in-name-only";
    private const string Secret = "it";
    private const string First = "00000000-0000-0000-0000-000000000001";

    private readonly SandboxHttpServer _server;
    private readonly TimeProvider _clock;
    private string _function = "";

    private RotatingAccount(AwsSandbox sandbox)
    {
        _clock = sandbox.Clock;
        sandbox.Functions.Register(function => function.FunctionName == Function, _ => throw new LambdaFailureException("Error", "Somebody else does the steps."));
        _server = SandboxHttpServer.Start(sandbox);
        Aws = new AwsClients(new AwsClientOptions { Credentials = new BasicAWSCredentials("AKIASANDBOX", "nobody's"), Region = "us-east-1", EndpointUrl = _server.Url.ToString() });
    }

    public AwsClients Aws { get; }

    public static async Task<RotatingAccount> StartAsync(AwsSandbox? sandbox = null)
    {
        var account = new RotatingAccount(sandbox ?? new AwsSandbox());
        await account.MakeFunctionAsync();
        return account;
    }

    public async ValueTask DisposeAsync()
    {
        Aws.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>A secret that does not rotate.</summary>
    public Task CreateAsync(string text, IReadOnlyDictionary<string, string>? tags = null, string name = Secret) => Aws.SecretsManager.CreateSecretAsync(new CreateSecretRequest
    {
        Name = name,
        ClientRequestToken = First,
        SecretString = text,
        Tags = tags is { Count: > 0 } ? [.. tags.Select(tag => new Amazon.SecretsManager.Model.Tag { Key = tag.Key, Value = tag.Value })] : null,
    });

    /// <summary>A secret whose rotation has just begun: the new version is there, without a value.</summary>
    public async Task BeginAsync(string text, IReadOnlyDictionary<string, string>? tags = null)
    {
        await CreateAsync(text, tags);
        await RotateAsync(now: true);
    }

    /// <summary>Switches the secret's rotation on.</summary>
    /// <param name="now">Begins a rotation as well.</param>
    public Task RotateAsync(bool now) => Aws.SecretsManager.RotateSecretAsync(new RotateSecretRequest
    {
        SecretId = Secret,
        ClientRequestToken = Token,
        RotationLambdaARN = _function,
        RotationRules = new RotationRulesType { AutomaticallyAfterDays = 30 },
        RotateImmediately = now,
    });

    /// <summary>Switches the secret's rotation off; a version that it began stays.</summary>
    public Task CancelAsync() => Aws.SecretsManager.CancelRotateSecretAsync(new CancelRotateSecretRequest { SecretId = Secret });

    /// <summary>Gives the version that a rotation makes its value, or makes that version.</summary>
    public Task PutAsync(string text, string stage) => Aws.SecretsManager.PutSecretValueAsync(new PutSecretValueRequest { SecretId = Secret, ClientRequestToken = Token, SecretString = text, VersionStages = [stage] });

    /// <summary>Lets a function do steps of the secret's rotation.</summary>
    public async Task<RotationRun> RunAsync(RotationFunction function, IEnumerable<string> steps, IReadOnlyDictionary<string, string>? environment = null)
    {
        var events = steps.Select(step => new Dictionary<string, string> { ["Step"] = step, ["SecretId"] = Secret, ["ClientRequestToken"] = Token });
        var (errors, log) = await NodeFunction.RunAsync(function, _server.Url, events, environment ?? new Dictionary<string, string>());
        var labels = (await Aws.SecretsManager.DescribeSecretAsync(new DescribeSecretRequest { SecretId = Secret })).VersionIdsToStages;
        return new RotationRun(errors, log, await AtAsync("AWSCURRENT"), await AtAsync("AWSPREVIOUS"), labels.GetValueOrDefault(Token) ?? []);
    }

    private async Task<string?> AtAsync(string stage)
    {
        try
        {
            return (await Aws.SecretsManager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = Secret, VersionStage = stage })).SecretString;
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private async Task MakeFunctionAsync()
    {
        await Aws.IdentityManagement.CreateRoleAsync(new()
        {
            RoleName = Function,
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        await PassAsync(TimeSpan.FromSeconds(30));
        var made = await Aws.Lambda.CreateFunctionAsync(new CreateFunctionRequest
        {
            FunctionName = Function, Runtime = "nodejs22.x", Handler = "index.handler", Role = $"arn:aws:iam::123456789012:role/{Function}", Code = new FunctionCode { ZipFile = Zip() },
        });
        _function = made.FunctionArn;
        await PassAsync(TimeSpan.FromMinutes(2));
        await Aws.Lambda.AddPermissionAsync(new AddPermissionRequest { FunctionName = Function, StatementId = "rotation", Action = "lambda:InvokeFunction", Principal = "secretsmanager.amazonaws.com", SourceAccount = "123456789012" });
    }

    private async Task PassAsync(TimeSpan time)
    {
        if (_clock is VirtualClock clock)
        {
            clock.Advance(time);
        }
        else
        {
            await Task.Delay(time / ((ScaledClock)_clock).Speed, TestContext.Current.CancellationToken);
        }
    }

    private static MemoryStream Zip()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("index.mjs").Open());
            writer.Write("export const handler = async () => {};");
        }

        return new MemoryStream(bytes.ToArray());
    }
}
