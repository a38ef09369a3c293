namespace EcsPlatform.Core.Resources.Kms;

/// <summary>What a customer-managed key encrypts.</summary>
public enum KeyUse
{
    /// <summary>Log groups.</summary>
    Logs,

    /// <summary>Secrets.</summary>
    Secrets,

    /// <summary>Images.</summary>
    Repositories,

    /// <summary>What services encrypt themselves.</summary>
    Data,

    /// <summary>The private keys of Service Connect's proxies.</summary>
    Mesh,
}

/// <summary>What the keys are called.</summary>
internal static class KeyUses
{
    public static IReadOnlyList<KeyUse> All { get; } = Enum.GetValues<KeyUse>();

    /// <summary>"logs": the key's place in the platform, and part of its alias.</summary>
    public static string NameOf(KeyUse use) => use.ToString().ToLowerInvariant();
}
