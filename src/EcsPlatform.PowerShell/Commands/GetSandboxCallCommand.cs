using System.Management.Automation;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Lists the calls that the sandbox answered, in order of arrival; names only, never values.</summary>
[Cmdlet(VerbsCommon.Get, "SandboxCall")]
[OutputType(typeof(SandboxCallInfo))]
public sealed class GetSandboxCallCommand : SandboxCmdlet
{
    /// <summary>Only calls of these services, by signing name ("ecs"), or patterns.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] Service { get; set; } = ["*"];

    /// <summary>Only these operations ("CreateService"), or patterns.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[] Operation { get; set; } = ["*"];

    /// <summary>Only calls that were not answered with "ok".</summary>
    [Parameter]
    public SwitchParameter Failed { get; set; }

    /// <summary>Only calls after this one.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int After { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        static bool Fits(string[] patterns, string text) => patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text));
        WriteObject(
            Sandbox().Account.Journal.Entries
                .Where(call => call.Sequence > After && Fits(Service, call.Service) && Fits(Operation, call.Operation) && (!Failed || call.Outcome is not ("ok" or null)))
                .Select(call => call.Show()),
            enumerateCollection: true);
    }
}
