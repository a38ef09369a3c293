using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using EcsPlatform.Cli.Output;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Cli.Commands;

/// <summary>Serves a sandbox on loopback, for the AWS CLI, boto3, Terraform and this tool in another window.</summary>
internal sealed class SandboxCommand : ToolCommand
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(2);

    private readonly Option<int> _port = new("--port") { HelpName = "N", Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 4680 };
    private readonly Option<string?> _state = new("--state") { HelpName = "FILE", Description = "Keep the account in this file; it holds secrets' values, as AWS would." };
    private readonly Option<double> _speed = new("--speed") { HelpName = "N", Description = "Seconds of lifecycle per second: at 60 a minute takes a second.", DefaultValueFactory = _ => 60 };
    private readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "Decides every identifier.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _region = new("--region") { HelpName = "NAME", Description = "The region of calls that name none.", DefaultValueFactory = _ => "us-east-1" };
    private readonly Option<string[]> _certificates = new("--certificate") { HelpName = "ARN", Description = "A certificate of your account that ACM is to have here too, issued; may be given several times." };
    private readonly Option<bool> _calls = new("--calls") { Description = "Print every call to stderr." };

    public SandboxCommand(ToolHost host, CommonOptions common)
        : base(host, common, "sandbox", "Serves an AWS of its own over HTTP on loopback until Ctrl+C.")
    {
        foreach (var option in new Option[] { _port, _state, _speed, _seed, _region, _certificates, _calls })
        {
            Options.Add(option);
        }

        _speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() <= 0)
            {
                result.AddError("--speed takes a number above 0.");
            }
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var state = parsed.GetValue(_state);
        var sandbox = Open(parsed, state);
        if (parsed.GetValue(_calls))
        {
            sandbox.Journal.Completed += entry => Host.Error.WriteLine(entry);
        }

        await using var server = Serve(sandbox, parsed.GetValue(_port));
        screen.ShowSandbox(server.Url, sandbox.Options.Region, sandbox.Options.AccountId, state);
        await UntilStoppedAsync(sandbox, state, cancellation);
        return ExitCode.Ok;
    }

    private AwsSandbox Open(ParseResult parsed, string? state)
    {
        var saved = File.Exists(state) ? StateFile.TimeOf(state) : DateTimeOffset.MinValue;
        var now = DateTimeOffset.UtcNow;
        var sandbox = new AwsSandbox(new SandboxOptions
        {
            Seed = parsed.GetValue(_seed),
            Region = parsed.GetValue(_region)!,
            Clock = new ScaledClock(parsed.GetValue(_speed), saved > now ? saved : now),
        });
        if (File.Exists(state))
        {
            StateFile.Load(sandbox, state);
        }

        foreach (var arn in parsed.GetValue(_certificates) ?? [])
        {
            sandbox.StandInCertificate(arn);
        }

        return sandbox;
    }

    private static SandboxHttpServer Serve(AwsSandbox sandbox, int port)
    {
        try
        {
            return SandboxHttpServer.Start(sandbox, port);
        }
        catch (SocketException error)
        {
            throw new ToolException(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"Port {port} cannot be had: {error.Message}. Choose another with --port, or 0 for a free one."));
        }
    }

    private static async Task UntilStoppedAsync(AwsSandbox sandbox, string? state, CancellationToken cancellation)
    {
        var saved = -1;
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(SaveEvery, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (state is not null && (sandbox.Journal.Count != saved || cancellation.IsCancellationRequested))
            {
                saved = sandbox.Journal.Count;
                StateFile.Save(sandbox, state);
            }
        }
    }
}
