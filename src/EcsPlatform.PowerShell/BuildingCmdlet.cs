using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that makes or changes one part of a platform, and leaves the rest as it is. Running it again changes nothing.</summary>
public abstract class BuildingCmdlet : ChangingCmdlet
{
    /// <summary>Waits until all that was made or changed is ready. This is what happens anyway; given, it outranks a -NoWait of $PSDefaultParameterValues.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Ends when everything is made, while it is still starting: Starting in the result says what. Only what something else needs is waited for, and what changes where something is removed.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override WaitFor WaitFor => Waiting.For(Wait, NoWait);

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
}
