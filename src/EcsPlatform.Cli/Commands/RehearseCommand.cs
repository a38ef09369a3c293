using System.CommandLine;
using System.Globalization;
using Amazon.Runtime;
using EcsPlatform.Cli.Output;
using EcsPlatform.Core;
using EcsPlatform.Core.Rehearsals;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Cli.Commands;

/// <summary>Up, status, deployments, plan, down on a sandbox in this process, and the proof that nothing is left.</summary>
internal sealed class RehearseCommand : ToolCommand
{
    private readonly DefinitionOptions _definition = new(required: true);
    private readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "Decides every identifier and every chance: the same seed gives the same run.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _latency = new("--latency") { HelpName = "MS", Description = "Milliseconds of virtual time that a call takes.", DefaultValueFactory = _ => 50 };

    public RehearseCommand(ToolHost host, CommonOptions common)
        : base(host, common, "rehearse", "Builds, checks, deploys to and removes the platform on a sandbox in this process: no account, no network, seconds.")
    {
        _definition.AddTo(this);
        Options.Add(_seed);
        Options.Add(_latency);
    }

    protected override string AfterStop => "Stopped. The sandbox is gone with this process; nothing else was touched.";

    protected override Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (definition, options) = _definition.Read(parsed);
        var clock = new VirtualClock();
        var seed = parsed.GetValue(_seed);
        var sandbox = new AwsSandbox(new SandboxOptions { Seed = seed, Region = definition.Region, Clock = clock, Latency = TimeSpan.FromMilliseconds(parsed.GetValue(_latency)) });
        var connection = new PlatformConnection
        {
            Region = definition.Region,
            Credentials = new BasicAWSCredentials("sandbox", "sandbox"),
            Handler = sandbox.CreateHandler(),
            Clock = clock,
            Seed = seed,
        };
        var standIns = PlatformSession.CertificatesOf(definition).Where(sandbox.StandInCertificate).ToList();
        using var watch = screen.Watch(clock);
        var rehearsal = new Rehearsal(connection, sandbox.Inventory)
        {
            BreakImages = tag => sandbox.Faults.SetContainerCrash($"*:{tag}"),
            StandInCertificates = standIns,
        };
        var report = clock.Run(() => rehearsal.RunAsync(definition, options with { StandInSecrets = true }, news => Follow(news, watch), cancellation));
        screen.Show(report);
        return Task.FromResult(report.Succeeded ? ExitCode.Ok : ExitCode.Failed);
    }

    private static void Follow(RehearsalNews news, IRunWatch watch)
    {
        switch (news)
        {
            case PhaseBegan { Phase: RehearsalPhase.Deploy }:
                watch.BeginDeployments("a good version");
                break;
            case PhaseBegan { Phase: RehearsalPhase.DeployBad }:
                watch.BeginDeployments("a bad version");
                break;
            case PhaseBegan began:
                watch.Begin(began.Phase.ToString().ToLower(CultureInfo.InvariantCulture), began.Plan);
                break;
            case PhaseMoved moved:
                watch.Show(moved.Event);
                break;
            case PhaseEnded:
                watch.End();
                break;
        }
    }
}
