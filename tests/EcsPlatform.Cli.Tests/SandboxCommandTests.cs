using System.Text.Json;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Cli.Tests;

public sealed class SandboxCommandTests : IDisposable
{
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task It_serves_until_it_is_stopped_and_keeps_the_account_in_its_file()
    {
        var state = _file.Path + ".state";
        using var stop = new CancellationTokenSource();
        using var output = new Lines();
        var serving = ToolRun.StartAsync(host => host with { Out = output }, stop.Token, "sandbox", "--port", "0", "--state", state, "--speed", "600", "--json");
        var first = JsonDocument.Parse(await output.FirstAsync).RootElement;

        var plan = await ToolRun.StartAsync(
            host => host with { Connect = connection => connection with { Credentials = new Amazon.Runtime.BasicAWSCredentials("test", "test") } },
            default,
            "plan", _file.Path, "--endpoint-url", first.GetProperty("endpointUrl").GetString()!);
        await stop.CancelAsync();

        plan.ExitCode.ShouldBe(ExitCode.ChangesPending);
        (await serving).ExitCode.ShouldBe(ExitCode.Ok);
        StateFile.TimeOf(state).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(-1));
    }

    [Fact]
    public async Task It_has_the_certificates_that_it_was_told_of()
    {
        const string certificate = "arn:aws:acm:us-east-1:999988887777:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a";
        using var stop = new CancellationTokenSource();
        using var output = new Lines();
        var serving = ToolRun.StartAsync(host => host with { Out = output }, stop.Token, "sandbox", "--port", "0", "--certificate", certificate, "--json");
        var url = JsonDocument.Parse(await output.FirstAsync).RootElement.GetProperty("endpointUrl").GetString();
        using var aws = new Aws.AwsClients(new Aws.AwsClientOptions { Credentials = new Amazon.Runtime.BasicAWSCredentials("test", "test"), Region = "us-east-1", EndpointUrl = url });

        (await aws.CertificateManager.DescribeCertificateAsync(new() { CertificateArn = certificate })).Certificate.Status.Value.ShouldBe("ISSUED");
        stop.Cancel();
        (await serving).ExitCode.ShouldBe(ExitCode.Ok);
    }

    /// <summary>Lets a test wait for the first line.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstAsync => _first.Task;

        public override void WriteLine(string? value) => _first.TrySetResult(value ?? "");
    }
}
