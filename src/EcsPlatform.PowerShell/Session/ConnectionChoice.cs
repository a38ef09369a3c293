using System.Management.Automation;
using EcsPlatform.Core;

namespace EcsPlatform.PowerShell.Session;

/// <summary>How a cmdlet, or a completer, was told to reach AWS; what it was not told comes from the defaults.</summary>
internal sealed record ConnectionChoice
{
    public string? Region { get; init; }

    public string? ProfileName { get; init; }

    public PSCredential? Credential { get; init; }

    public string? EndpointUrl { get; init; }

    /// <summary>The sandbox in use; an endpoint that is named leads elsewhere.</summary>
    public SandboxSession? Sandbox => EndpointUrl is null ? ModuleState.Sandbox : null;

    /// <summary>The region: the parameter, the default, the sandbox's, what every AWS tool would take.</summary>
    /// <exception cref="PlatformException">None is known.</exception>
    public string RegionOrDefault() => Region
        ?? ModuleState.Defaults.Region
        ?? Sandbox?.Account.Options.Region
        ?? PlatformSession.DefaultRegion(ProfileName ?? ModuleState.Defaults.ProfileName)
        ?? throw new PlatformException("RegionNotKnown", "No region is known.", "Give -Region, use Set-PlatformDefault -Region, set AWS_REGION, or choose a profile that has one.", []);

    public PlatformConnection Connect(string region)
    {
        var connection = new PlatformConnection { Region = region };
        if (Sandbox is { } sandbox)
        {
            return sandbox.Connect(connection);
        }

        // A profile that is named outranks a default credential, and the other way round.
        var credential = Credential ?? (ProfileName is null ? ModuleState.Defaults.Credential : null);
        var found = connection with { EndpointUrl = EndpointUrl ?? ModuleState.Defaults.EndpointUrl };
        return credential is null
            ? found with { Profile = ProfileName ?? ModuleState.Defaults.ProfileName }
            : found.WithAccessKey(credential.UserName, credential.GetNetworkCredential().Password);
    }
}
