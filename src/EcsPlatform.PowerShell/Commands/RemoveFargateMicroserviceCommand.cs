using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Removes microservices with all that is their own (images and logs included), side by side in one run; the rest of the platform stays.</summary>
[Cmdlet(VerbsCommon.Remove, "FargateMicroservice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PlatformPlanStep))]
public sealed class RemoveFargateMicroserviceCommand : ChangingCmdlet
{
    private readonly List<(PlatformScope Scope, string Name)> _collected = [];

    /// <summary>Names of the services.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns what was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _collected.AddRange(Name.Select(name => (Scope(), name)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var platform in _collected.GroupBy(item => item.Scope, item => item.Name))
        {
            RemoveFrom(platform.Key, platform.ToHashSet(StringComparer.Ordinal));
        }
    }

    private void RemoveFrom(PlatformScope scope, HashSet<string> names)
    {
        using var session = Open(Choice, scope.Region);
        var change = new PlatformChange(scope, PlatformParts.Services, live => Without(live, names)) { Removes = names };
        var plan = Planned(session, (core, token) => core.PlanChangeAsync(change, token));
        Guard(() => plan.Problems.Count > 0 ? throw new PlanRefusedException(plan) : plan);
        foreach (var missing in names.Where(name => !plan.Changes.Any(step => step.Service == name)).ToArray())
        {
            Report("MicroserviceNotFound", $"{scope} has no microservice '{missing}'.", "Get-FargateMicroservice lists what is there.", missing);
            names.Remove(missing);
        }

        if (names.Count > 0 && Agreed(plan, $"Remove {string.Join(", ", names)}, images and logs included", ask: !Force))
        {
            var run = CarryOut(session, plan, "Remove microservices");
            Guard(() => Succeeded(run.Report));
            WriteObject(PassThru ? run.Report.Done.Where(step => step.Action == PlanAction.Delete).Select(step => step.Show(scope)) : [], enumerateCollection: true);
        }
    }

    private static PlatformDefinition Without(PlatformDefinition live, HashSet<string> names)
    {
        var services = live.Services.Where(service => !names.Contains(service.Name)).Select(service => service with { Calls = [.. service.Calls.Where(callee => !names.Contains(callee))] }).ToList();
        return live with
        {
            Services = services,
            Policies = [.. live.Policies.Where(policy => services.Exists(service => service.Policies.Contains(policy.Name)))],
        };
    }
}
