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

    /// <summary>Waits until all that was made or changed is ready. This is what happens anyway; given, it outranks a -NoWait of $PSDefaultParameterValues.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Ends when everything is made, while it is still starting: Starting in the result says what. Only what something else needs is waited for, and what changes where something is removed.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

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
        var report = Await(session, WatchedRun.Of("Publish", plan, TimeoutSeconds), (core, events, token) => core.ApplyAsync(plan, events, Waiting.For(Wait, NoWait), token));
        Guard(() => Succeeded(report));
        var status = Await(session, (core, token) => core.StatusAsync(plan.Scope, token));
        WriteObject(report.Show(plan, status));
    }
}
