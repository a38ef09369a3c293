using System.CommandLine;
using EcsPlatform.Cli.Output;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Commands;

/// <summary>Makes AWS look like the definition.</summary>
internal sealed class UpCommand : ToolCommand
{
    private readonly DefinitionOptions _definition = new(required: true);
    private readonly ConnectionOptions _connection = new();
    private readonly Question _question = new();
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Ends when everything is made, while services are still starting: the report says which. The next run waits for them." };

    public UpCommand(ToolHost host, CommonOptions common)
        : base(host, common, "up", "Builds the platform, or brings it up to the definition; waits until it runs.")
    {
        _definition.AddTo(this);
        _connection.AddTo(this);
        _question.AddTo(this);
        Options.Add(_noWait);
    }

    protected override string AfterStop => "Stopped. Run it again: it finds what is there and goes on; nothing is made twice.";

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (definition, options) = _definition.Read(parsed);
        var connection = _connection.Connection(parsed, Host, definition.Region);
        using var session = new Core.PlatformSession(connection);
        var plan = await session.PlanAsync(definition, options, cancellation);
        screen.Show(plan);
        if (plan.Problems.Count > 0)
        {
            return ExitCode.Failed;
        }

        if (!plan.IsEmpty)
        {
            await _question.AskAsync(parsed, screen, "Carry this out? [y/N] ", answer => answer.ToUpperInvariant() is "Y" or "YES", cancellation);
        }

        // Even when nothing is to be changed, something made by an earlier run may not be ready yet.
        using var watch = screen.Watch(connection.Clock);
        watch.Begin("up", plan);
        var report = await session.ApplyAsync(plan, watch.Show, parsed.GetValue(_noWait) ? WaitFor.WhatOthersNeed : WaitFor.Everything, cancellation);
        watch.End();
        screen.Show("up", report, session.Meter, stopped: cancellation.IsCancellationRequested);
        cancellation.ThrowIfCancellationRequested();
        screen.Show(await session.StatusAsync(plan.Scope, cancellation));
        return report.Succeeded ? ExitCode.Ok : ExitCode.Failed;
    }
}
