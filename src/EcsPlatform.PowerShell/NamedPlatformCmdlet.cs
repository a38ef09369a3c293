using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that is told by name which platform it is about.</summary>
public abstract class NamedPlatformCmdlet : ConnectedCmdlet
{
    /// <summary>The platform's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public virtual string? PlatformName { get; set; }

    /// <summary>The suffix that keeps copies of the platform apart: dev, staging, prod.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SuffixCompleter))]
    public virtual string? EnvironmentSuffix { get; set; }

    private protected string? NameOrDefault => PlatformName ?? ModuleState.Defaults.PlatformName;

    private protected string? SuffixOrDefault => EnvironmentSuffix ?? ModuleState.Defaults.EnvironmentSuffix;

    private protected override object? Target => NameOrDefault is { } name ? $"{name}-{SuffixOrDefault}" : null;

    /// <summary>The one copy that the parameters name.</summary>
    private protected PlatformScope Scope()
    {
        if (NameOrDefault is null || SuffixOrDefault is null)
        {
            Fail("PlatformNotKnown", "Which platform is meant is not known.", "Give -PlatformName and -EnvironmentSuffix, or set them once with Set-PlatformDefault.");
        }

        return new PlatformScope(NameOrDefault!, SuffixOrDefault!, Guard(Choice.RegionOrDefault));
    }
}
