using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that changes a part of a platform by name: plans it, asks once, carries it out. The rest of the platform stays as it is.</summary>
public abstract class ChangingCmdlet : NamedPlatformCmdlet
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

    /// <summary>What must be ready before the cmdlet ends.</summary>
    private protected virtual WaitFor WaitFor => WaitFor.Everything;

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
            WaitFor,
            token));
        return run;
    }
}
