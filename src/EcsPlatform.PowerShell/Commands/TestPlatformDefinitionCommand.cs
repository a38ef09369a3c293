using System.Management.Automation;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Checks a definition without a single call: keys, values, limits, references. No output means no problem.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PlatformDefinition", DefaultParameterSetName = "Path")]
[OutputType(typeof(PlatformProblem), typeof(bool))]
public sealed class TestPlatformDefinitionCommand : DefinitionCmdlet
{
    /// <summary>Returns true or false in place of the problems.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var problems = Reading(Source()).Problems;
        if (Quiet)
        {
            WriteObject(problems.Count == 0);
        }
        else
        {
            WriteObject(problems.Select(problem => problem.Show()), enumerateCollection: true);
        }
    }
}
