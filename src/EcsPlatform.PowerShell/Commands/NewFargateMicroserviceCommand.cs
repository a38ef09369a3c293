using System.Collections;
using System.Management.Automation;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Definitions;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Makes microservices, or changes what is said of those that are there. Takes one or hundreds, builds them side by side in one run, and reports each that goes wrong while the others go on.</summary>
[Cmdlet(VerbsCommon.New, "FargateMicroservice", SupportsShouldProcess = true)]
[OutputType(typeof(MicroserviceRunInfo), typeof(PlatformPlanStep))]
public sealed partial class NewFargateMicroserviceCommand : MicroservicesCmdlet
{
    private readonly HashSet<string> _warned = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Services from the pipeline: rows of Import-Csv, hashtables, objects, services of a definition. Their columns and keys are those of the definition file and the names of this cmdlet's parameters; parameters come before them. In text, ; separates the items of a list.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>Policies that services from the pipeline refer to by name: tables with name and statements, as in the definition file.</summary>
    [Parameter]
    public object[] PolicyDefinition { get; set; } = [];

    private protected override string What => "Build the microservices";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var table = Table();
            var permissions = table.Take("policies") is { } policies ? ServicePermissions.Of(policies, PolicyDefinition) : null;
            Collect(MicroserviceEdit.Of(table.NameOrThrow(), ObjectText.Of(table.Values)) with { Permissions = permissions });
        }
        catch (PlatformException error)
        {
            WriteError(ErrorRecords.Of(error, Name ?? InputObject));
        }
    }

    private ServiceTable Table()
    {
        var table = ServiceTable.Of(InputObject);
        foreach (var column in table.Unknown.Where(_warned.Add))
        {
            WriteWarning($"No service has '{column}'; it is left out.");
        }

        foreach (var (name, value) in MyInvocation.BoundParameters.Where(given => ServiceTable.Knows(given.Key)))
        {
            table.Set(name, value);
        }

        return table;
    }
}
