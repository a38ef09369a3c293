using System.CommandLine;
using EcsPlatform.Cli.Output;

namespace EcsPlatform.Cli.Commands;

/// <summary>Shows what a run would do; changes nothing.</summary>
internal sealed class PlanCommand : ToolCommand
{
    private readonly DefinitionOptions _definition = new(required: true);
    private readonly ConnectionOptions _connection = new();

    public PlanCommand(ToolHost host, CommonOptions common)
        : base(host, common, "plan", "Shows what up would do and changes nothing; ends with 2 when there is something to change.")
    {
        _definition.AddTo(this);
        _connection.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (definition, options) = _definition.Read(parsed);
        using var session = _connection.Open(parsed, Host, definition.Region);
        var plan = await session.PlanAsync(definition, options, cancellation);
        screen.Show(plan);
        return plan.Problems.Count > 0 ? ExitCode.Failed : plan.IsEmpty ? ExitCode.Ok : ExitCode.ChangesPending;
    }
}
