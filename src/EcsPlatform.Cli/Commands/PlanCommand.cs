using System.CommandLine;
using EcsPlatform.Cli.Output;
using EcsPlatform.Core;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;

namespace EcsPlatform.Cli.Commands;

/// <summary>Shows what a run would do; changes nothing.</summary>
internal sealed class PlanCommand : ToolCommand
{
    private readonly DefinitionOptions _definition = new(required: true);
    private readonly ConnectionOptions _connection = new();
    private readonly Option<string?> _mesh = new("--mesh") { HelpName = "TYPE", Description = "Shows what a move to this mesh would do, lose and gain: serviceConnect, appMesh or cloudMap." };

    public PlanCommand(ToolHost host, CommonOptions common)
        : base(host, common, "plan", "Shows what up would do and changes nothing; ends with 2 when there is something to change.")
    {
        _definition.AddTo(this);
        _connection.AddTo(this);
        _mesh.AcceptOnlyFromAmong([.. EnumSpelling.All(typeof(MeshType)).Select(mesh => mesh.Spelling)]);
        Options.Add(_mesh);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var (definition, options) = _definition.Read(parsed);
        using var session = _connection.Open(parsed, Host, definition.Region);
        var plan = await ShowAsync(session, definition, options, parsed.GetValue(_mesh), screen, cancellation);
        return plan.Problems.Count > 0 ? ExitCode.Failed : plan.IsEmpty ? ExitCode.Ok : ExitCode.ChangesPending;
    }

    private static async Task<Plan> ShowAsync(PlatformSession session, PlatformDefinition definition, BlueprintOptions options, string? mesh, Screen screen, CancellationToken cancellation)
    {
        if (mesh is null)
        {
            var plan = await session.PlanAsync(definition, options, cancellation);
            screen.Show(plan);
            return plan;
        }

        try
        {
            var move = await session.PlanMeshMoveAsync(definition, EnumSpelling.Parse<MeshType>(mesh), options, cancellation);
            screen.Show(move);
            return move.Plan;
        }
        catch (PlatformChangeException error)
        {
            throw new ToolException(ExitCode.InvalidDefinition, error.Message);
        }
    }
}
