using System.Management.Automation;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Sets once what the other cmdlets take where a parameter is left out; what is not named stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PlatformDefault", SupportsShouldProcess = true)]
[OutputType(typeof(PlatformDefaultInfo))]
public sealed class SetPlatformDefaultCommand : ConnectedCmdlet
{
    /// <summary>The platform's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? PlatformName { get; set; }

    /// <summary>The suffix that keeps copies of the platform apart.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SuffixCompleter))]
    public string? EnvironmentSuffix { get; set; }

    /// <summary>Forgets all defaults first.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>Returns the defaults.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var before = Clear ? new PlatformDefaults() : ModuleState.Defaults;
        if (ShouldProcess("the session's defaults", "Set"))
        {
            ModuleState.Defaults = new PlatformDefaults
            {
                PlatformName = PlatformName ?? before.PlatformName,
                EnvironmentSuffix = EnvironmentSuffix ?? before.EnvironmentSuffix,
                Region = Region ?? before.Region,
                ProfileName = ProfileName ?? before.ProfileName,
                Credential = Credential ?? before.Credential,
                EndpointUrl = EndpointUrl ?? before.EndpointUrl,
            };
        }

        WriteObject(PassThru ? new[] { ModuleState.Defaults.Show() } : [], enumerateCollection: true);
    }
}
