using System.CommandLine;
using EcsPlatform.Cli.Output;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Commands;

/// <summary>Deploys a version of services, and follows it until it serves or the old one serves again.</summary>
internal sealed class DeployCommand : ToolCommand
{
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();
    private readonly DeployOptions _options = new();

    public DeployCommand(ToolHost host, CommonOptions common)
        : base(host, common, "deploy", "Deploys a version of services the way each is set up, and follows it until it serves, or the version before serves again.")
    {
        _target.AddTo(this);
        _connection.AddTo(this);
        _options.AddTo(this);
    }

    protected override string AfterStop => "Let go; what has begun goes on by itself. To come back: the same platform with --follow. To go back: --reject.";

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (scope, _) = _target.Read(parsed, _connection);
        var connection = _connection.Connection(parsed, Host, scope.Region);
        using var session = new Core.PlatformSession(connection);
        using var watch = screen.Watch(connection.Clock);
        var deployments = session.Deployments(scope);
        void Show(DeploymentStatus status) => watch.Show(new DeploymentMoved(connection.Clock.GetUtcNow(), status));
        var result = _options.IsFollowing(parsed)
            ? await FollowAsync(parsed, scope, deployments, watch, Show, cancellation)
            : await DeployAsync(parsed, scope, deployments, watch, Show, cancellation);
        watch.End();
        screen.Show(result);
        return result.ExitCode;
    }

    private async Task<DeploymentResult> DeployAsync(ParseResult parsed, PlatformScope scope, PlatformDeployments deployments, IRunWatch watch, Action<DeploymentStatus> show, CancellationToken cancellation)
    {
        var plan = await deployments.PlanAsync(_options.Changes(parsed), _options.Checks(parsed), cancellation);
        if (plan.Problems.Any())
        {
            return new DeploymentResult(scope, [], [], [.. plan.Problems]) { Unasked = plan.Unasked };
        }

        watch.BeginDeployments($"deploy to {scope}");
        if (!_options.IsWaiting(parsed))
        {
            var started = await deployments.StartAsync(plan, cancellation);
            return new DeploymentResult(scope, [.. started.Select(status => new DeploymentOutcome(status, []))], [], []) { Unasked = plan.Unasked };
        }

        var outcomes = await deployments.RunAsync(plan, _options.How(parsed), show, cancellation);
        var failed = outcomes.Any(outcome => outcome.Status.HasEnded && !outcome.Succeeded);
        var notBegun = plan.Services.Select(planned => planned.Change.Service).Where(service => failed && !outcomes.Any(outcome => outcome.Status.Service == service));
        return new DeploymentResult(scope, outcomes, [.. notBegun], []) { Unasked = plan.Unasked };
    }

    private async Task<DeploymentResult> FollowAsync(ParseResult parsed, PlatformScope scope, PlatformDeployments deployments, IRunWatch watch, Action<DeploymentStatus> show, CancellationToken cancellation)
    {
        var running = await deployments.RunningAsync(_options.Services(parsed), cancellation);
        foreach (var status in running)
        {
            if (_options.IsRejecting(parsed))
            {
                await deployments.StopAsync(status, rollBack: true, cancellation);
            }
            else if (_options.IsApproving(parsed))
            {
                await deployments.ResumeAsync(status, rollBack: false, cancellation);
            }
        }

        watch.BeginDeployments($"deployments of {scope}");
        var outcomes = running.Count == 0 ? [] : await deployments.WaitAsync(running, _options.How(parsed), show, cancellation);
        return new DeploymentResult(scope, outcomes, [], []) { IsBackWanted = _options.IsRejecting(parsed) };
    }
}
