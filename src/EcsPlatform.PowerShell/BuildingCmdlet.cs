using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that makes or changes one part of a platform, and leaves the rest as it is. Running it again changes nothing.</summary>
public abstract class BuildingCmdlet : NamedPlatformCmdlet
{
    /// <summary>The platform's name: 2 to 20 lower-case letters, digits and hyphens, a letter first.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public override string? PlatformName { get; set; }

    /// <summary>The suffix that keeps copies of the platform apart: 1 to 12 lower-case letters, digits and hyphens (dev, staging, prod).</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SuffixCompleter))]
    public override string? EnvironmentSuffix { get; set; }

    /// <summary>How long it may take, in seconds, 1 to 86400; then it stops cleanly, and the next run goes on from there.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>Plans one part and carries the plan out; null when it was only shown, or declined.</summary>
    private protected PartRun? Build(OpenSession session, string what, PlatformChange change)
    {
        var plan = Planned(session, (core, token) => core.PlanChangeAsync(change, token));
        Guard(() => plan.Problems.Count > 0 ? throw new PlanRefusedException(plan) : plan);
        if (!Agreed(plan, what))
        {
            return null;
        }

        var run = CarryOut(session, plan, what);
        Guard(() => Succeeded(run.Report));
        return run;
    }

    /// <summary>A plan; what cannot be planned ends the cmdlet.</summary>
    private protected Plan Planned(OpenSession session, Func<PlatformSession, CancellationToken, Task<Plan>> look) => Await(session, async (core, token) =>
    {
        try
        {
            return await look(core, token);
        }
        catch (PlatformChangeException error)
        {
            throw ChangeErrors.Of(error);
        }
    });

    /// <summary>Asks once for the whole; with -WhatIf the plan's steps go out instead.</summary>
    private protected bool Agreed(Plan plan, string what, bool ask = true)
    {
        if (this.IsWhatIf())
        {
            ShouldProcess(plan.Scope.ToString(), $"{what} ({EventText.Of(plan)})");
            WriteObject(plan.Changes.Select(step => step.Show(plan.Scope)), enumerateCollection: true);
            return false;
        }

        if (plan.IsEmpty)
        {
            WriteVerbose($"{what} of {plan.Scope}: {EventText.Of(plan)}.");
            return true; // something that an earlier run made may not be ready yet
        }

        return !ask || ShouldProcess(plan.Scope.ToString(), $"{what} ({EventText.Of(plan)})");
    }

    /// <summary>Carries a plan out; how it ended is in the report.</summary>
    private protected PartRun CarryOut(OpenSession session, Plan plan, string what)
    {
        var run = new PartRun(plan);
        run.Report = Await(session, WatchedRun.Of(what, plan, TimeoutSeconds), (core, events, token) => core.ApplyAsync(
            plan,
            happened =>
            {
                run.Note(happened);
                events(happened);
            },
            token));
        return run;
    }
}
