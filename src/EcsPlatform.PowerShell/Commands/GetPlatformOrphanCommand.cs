using System.Management.Automation;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Lists what carries a platform's tags and belongs to no complete platform: what an unfinished removal, or a run that was stopped early, left behind. Remove-Platform takes it from the pipeline.</summary>
/// <remarks>A platform is complete when it has its network and its cluster. A run under way elsewhere looks incomplete until it has made both.</remarks>
[Cmdlet(VerbsCommon.Get, "PlatformOrphan")]
[OutputType(typeof(PlatformPlanStep))]
public sealed class GetPlatformOrphanCommand : ConnectedCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var session = Open(Choice, Guard(Choice.RegionOrDefault));
        foreach (var plan in Await(session, (core, token) => core.OrphansAsync(token)))
        {
            WriteObject(plan.Changes.Select(step => step.Show(plan.Scope)), enumerateCollection: true);
        }
    }
}
