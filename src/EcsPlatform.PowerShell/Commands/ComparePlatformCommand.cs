using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Says how a platform differs from its definition; changes nothing. No output means no drift.</summary>
[Cmdlet(VerbsData.Compare, "Platform", DefaultParameterSetName = "Path")]
[OutputType(typeof(PlatformPlanStep))]
public sealed class ComparePlatformCommand : DefinitionCmdlet
{
    /// <summary>Returns what is as wanted, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var source = Source();
        var definition = Valid(source);
        using var session = Open(Choice, definition.Region);
        var plan = Look(session, source, definition);
        foreach (var problem in plan.Problems)
        {
            WriteWarning($"{problem.LogicalId}: {problem.Message} {problem.Advice}");
        }

        WriteObject(plan.Steps.Where(step => IncludeEqual || step.Action != PlanAction.None).Select(step => step.Show(plan.Scope)), enumerateCollection: true);
    }
}
