using System.CommandLine;
using EcsPlatform.Cli.Output;

namespace EcsPlatform.Cli.Commands;

/// <summary>Shows what runs.</summary>
internal sealed class StatusCommand : ToolCommand
{
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();

    public StatusCommand(ToolHost host, CommonOptions common)
        : base(host, common, "status", "Shows the services of a platform, how many of their tasks run, and its address.")
    {
        _target.AddTo(this);
        _connection.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (scope, _) = _target.Read(parsed, _connection);
        using var session = _connection.Open(parsed, Host, scope.Region);
        var status = await session.StatusAsync(scope, cancellation);
        screen.Show(status);
        return status.Exists ? ExitCode.Ok : ExitCode.Failed;
    }
}
