using System.Management.Automation;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Shows a platform as it runs now, or all platforms of a region.</summary>
[Cmdlet(VerbsCommon.Get, "Platform", DefaultParameterSetName = "Name")]
[OutputType(typeof(PlatformInfo))]
public sealed class GetPlatformCommand : PlatformQueryCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var status in Find())
        {
            WriteObject(status.Show());
        }
    }
}
