using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Definitions;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Says how a platform differs from its definition; changes nothing. No output means no drift.</summary>
[Cmdlet(VerbsData.Compare, "Platform", DefaultParameterSetName = "Path")]
[OutputType(typeof(PlatformPlanStep), typeof(PlatformMeshChange))]
public sealed class ComparePlatformCommand : DefinitionCmdlet
{
    /// <summary>Returns what is as wanted, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <summary>Says what a move to this mesh would change, lose and gain: ServiceConnect, AppMesh or CloudMap.</summary>
    [Parameter]
    [ValidateSet("ServiceConnect", "AppMesh", "CloudMap")]
    public string? TargetMesh { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var source = Source();
        var definition = Valid(source);
        using var session = Open(Choice, definition.Region);
        if (TargetMesh is { } mesh)
        {
            var move = Move(session, source, definition, Spelled.As<MeshType>(mesh));
            Warn(move.Plan);
            WriteObject(move.Show(), enumerateCollection: true);
            return;
        }

        var plan = Look(session, source, definition);
        Warn(plan);
        WriteObject(plan.Steps.Where(step => IncludeEqual || step.Action != PlanAction.None).Select(step => step.Show(plan.Scope)), enumerateCollection: true);
    }

    private MeshMove Move(OpenSession session, DefinitionSource source, PlatformDefinition definition, MeshType mesh) => Await(session, async (core, token) =>
    {
        try
        {
            return await core.PlanMeshMoveAsync(definition, mesh, source.Options(IsRehearsal), token);
        }
        catch (PlatformChangeException error)
        {
            throw ChangeErrors.Of(error);
        }
    });

    private void Warn(Plan plan)
    {
        foreach (var problem in plan.Problems)
        {
            WriteWarning($"{problem.LogicalId}: {problem.Message} {problem.Advice}");
        }
    }
}
