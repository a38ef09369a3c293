using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Builds a platform, or brings it up to its definition, and waits until it runs.</summary>
[Cmdlet(VerbsData.Publish, "Platform", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(PlatformRunInfo), typeof(PlatformPlanStep))]
public sealed class PublishPlatformCommand : DefinitionCmdlet
{
    /// <summary>How long it may take, in seconds; then it stops cleanly, and the next run goes on from there.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var source = Source();
        var definition = Valid(source);
        using var session = Open(Choice, definition.Region);
        var plan = Look(session, source, definition);
        Guard(() => plan.Problems.Count > 0 ? throw new PlanRefusedException(plan) : plan);
        if (!plan.IsEmpty && !ShouldProcess(plan.Scope.ToString(), $"Publish ({EventText.Of(plan)})"))
        {
            WriteObject(this.IsWhatIf() ? plan.Changes.Select(step => step.Show(plan.Scope)) : [], enumerateCollection: true);
            return;
        }

        // Even when nothing is to be changed, something made by an earlier run may not be ready yet.
        var report = Await(session, WatchedRun.Of("Publish", plan, TimeoutSeconds), (core, events, token) => core.ApplyAsync(plan, events, token));
        Guard(() => Succeeded(report));
        var status = Await(session, (core, token) => core.StatusAsync(plan.Scope, token));
        WriteObject(report.Show(plan, status));
    }
}
