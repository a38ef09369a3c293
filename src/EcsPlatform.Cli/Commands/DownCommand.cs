using System.CommandLine;
using EcsPlatform.Cli.Output;

namespace EcsPlatform.Cli.Commands;

/// <summary>Removes a platform whole.</summary>
internal sealed class DownCommand : ToolCommand
{
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();
    private readonly Question _question = new();

    public DownCommand(ToolHost host, CommonOptions common)
        : base(host, common, "down", "Removes everything that belongs to a platform, and looks again whether anything is left.")
    {
        _target.AddTo(this);
        _connection.AddTo(this);
        _question.AddTo(this);
    }

    protected override string AfterStop => "Stopped. Run it again: it finds what is left and goes on removing.";

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (scope, definition) = _target.Read(parsed, _connection);
        var connection = _connection.Connection(parsed, Host, scope.Region);
        using var session = new Core.PlatformSession(connection);
        var plan = await session.PlanRemovalAsync(scope, definition, cancellation);
        screen.Show(plan);
        if (plan.IsEmpty)
        {
            return ExitCode.Ok;
        }

        await _question.AskAsync(parsed, screen, $"All of it goes, data included. Type the platform's name ({scope.Platform}) to remove it: ", answer => answer == scope.Platform, cancellation);
        using var watch = screen.Watch(connection.Clock);
        watch.Begin("down", plan);
        var report = await session.RemoveAsync(plan, definition, watch.Show, cancellation);
        watch.End();
        screen.Show("down", report, session.Meter, stopped: cancellation.IsCancellationRequested);
        cancellation.ThrowIfCancellationRequested();
        return report.Succeeded ? ExitCode.Ok : ExitCode.Failed;
    }
}
