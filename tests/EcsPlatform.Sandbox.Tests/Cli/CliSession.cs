using System.Text.Json;

namespace EcsPlatform.Sandbox.Tests.Cli;

/// <summary>The AWS CLI at work on a sandbox in us-east-1, with a folder for its files.</summary>
internal sealed class CliSession : IAsyncDisposable
{
    private readonly SandboxHttpServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecsplatform-cli-").FullName;

    public CliSession(AwsSandbox sandbox)
    {
        AwsCli.SkipWhereMissing();
        _server = SandboxHttpServer.Start(sandbox);
    }

    /// <summary>Runs a command that must succeed; what it prints.</summary>
    public async Task<JsonElement> DoAsync(string command)
    {
        var (output, error) = await AwsCli.RunAsync(_server.Url, command, "us-east-1");
        error.ShouldBeEmpty(command);
        return output ?? default;
    }

    /// <summary>Runs a command that must be refused; what the CLI complains about.</summary>
    public async Task<string> RefusalAsync(string command)
    {
        var (output, error) = await AwsCli.RunAsync(_server.Url, command, "us-east-1");
        output.ShouldBeNull(command);
        return error;
    }

    /// <summary>Writes a file; its path.</summary>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Named(name), content);
        return Named(name);
    }

    public string Named(string name) => Path.Combine(_folder, name);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
