using System.Management.Automation;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell;

/// <content>Customer-managed keys, which come with the cluster.</content>
public sealed partial class NewPlatformClusterCommand
{
    /// <summary>What is encrypted with keys of the platform's own, one for each: Logs, Secrets, Repositories (set when a repository is made, and never later), Data (what services encrypt themselves: -DataKey). Takes the place of what was said before; None is none.</summary>
    [Parameter]
    [ValidateSet("Logs", "Secrets", "Repositories", "Data", "None")]
    public string[]? CustomerManagedKey { get; set; }

    /// <summary>Days after which KMS makes new material for these keys: 90 to 2560; 365 for new ones.</summary>
    [Parameter]
    [ValidateRange(90, 2560)]
    public int? KeyRotationDays { get; set; }

    /// <summary>Days that a removed key can be saved: 7 to 30; 7 for new ones.</summary>
    [Parameter]
    [ValidateRange(7, 30)]
    public int? KeyDeletionWindowDays { get; set; }

    private EncryptionDefinition? Encryption(EncryptionDefinition? former)
    {
        var encryption = CustomerManagedKey switch
        {
            null => former,
            { } uses when uses.Contains("None", StringComparer.OrdinalIgnoreCase) => null,
            { } uses => (former ?? new EncryptionDefinition()) with { Logs = Has("Logs"), Secrets = Has("Secrets"), Repositories = Has("Repositories"), Data = Has("Data") },
        };
        return encryption is null ? null : encryption with
        {
            RotationDays = KeyRotationDays ?? encryption.RotationDays,
            DeletionWindowDays = KeyDeletionWindowDays ?? encryption.DeletionWindowDays,
        };

        bool Has(string use) => CustomerManagedKey!.Contains(use, StringComparer.OrdinalIgnoreCase);
    }
}
