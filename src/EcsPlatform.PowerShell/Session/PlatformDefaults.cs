using System.Management.Automation;

namespace EcsPlatform.PowerShell.Session;

/// <summary>What cmdlets take where a parameter is left out.</summary>
internal sealed record PlatformDefaults
{
    public string? PlatformName { get; init; }

    public string? EnvironmentSuffix { get; init; }

    public string? Region { get; init; }

    public string? ProfileName { get; init; }

    public PSCredential? Credential { get; init; }

    public string? EndpointUrl { get; init; }

    public PlatformDefaultInfo Show() => new(PlatformName, EnvironmentSuffix, Region, ProfileName, EndpointUrl, Credential is not null);
}
