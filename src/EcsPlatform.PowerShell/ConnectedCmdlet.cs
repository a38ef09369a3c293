using System.Management.Automation;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that talks to AWS: which account, where.</summary>
public abstract class ConnectedCmdlet : PlatformCmdlet
{
    /// <summary>The AWS region. Where it is left out: the definition's; without a definition the default of Set-PlatformDefault, then what every AWS tool would take (AWS_REGION, the profile).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>A profile of the shared AWS configuration files; IAM Identity Center, roles and processes work as in every AWS tool.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>An access key: its id as the user name, its secret as the password.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The address of all services, in place of AWS's own: a private endpoint, moto, a sandbox of another process.</summary>
    [Parameter]
    [ValidatePattern("^https?://")]
    public string? EndpointUrl { get; set; }

    /// <summary>A sandbox knows nothing of the certificates in the account that is rehearsed for: those that are named get stand-ins there, and each is told of once.</summary>
    private protected void StandInCertificates(IEnumerable<string> arns)
    {
        foreach (var arn in Choice.Sandbox is { } sandbox ? arns.Where(sandbox.Account.StandInCertificate).ToList() : [])
        {
            WriteWarning($"In the sandbox a stand-in takes the place of your certificate {arn}.");
        }
    }

    private protected ConnectionChoice Choice => new() { Region = Region, ProfileName = ProfileName, Credential = Credential, EndpointUrl = EndpointUrl };
}
