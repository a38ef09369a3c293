using Amazon.Runtime;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Cli.Tests;

/// <summary>An account of its own for a test, on a clock of its own.</summary>
internal sealed class Account
{
    private readonly VirtualClock _clock = new();

    public Account() => Sandbox = new AwsSandbox(new SandboxOptions { Clock = _clock });

    public AwsSandbox Sandbox { get; }

    /// <summary>Starts the tool on this account, without a terminal.</summary>
    public ToolRun Start(params string[] args) => Start(host => host, default, args);

    /// <summary>Starts it on a terminal whose user types these lines.</summary>
    public ToolRun StartTyping(string typed, params string[] args) =>
        Start(host => host with { In = new StringReader(typed), InIsTerminal = true, OutIsTerminal = true }, default, args);

    /// <summary>Starts it with a token that stops it.</summary>
    public ToolRun Start(CancellationToken stop, params string[] args) => Start(host => host, stop, args);

    private ToolRun Start(Func<ToolHost, ToolHost> outside, CancellationToken stop, string[] args) => _clock.Run(() => ToolRun.StartAsync(
        host => outside(host) with
        {
            Connect = connection => connection with
            {
                Handler = Sandbox.CreateHandler(),
                Clock = _clock,
                Credentials = new BasicAWSCredentials("test", "test"),
                Seed = 1,
            },
        },
        stop,
        args));
}
