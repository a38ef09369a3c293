using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Kms;

namespace EcsPlatform.Core.Export;

/// <summary>The customer-managed keys, read back.</summary>
internal static class EncryptionExport
{
    /// <summary>Null where there is no key of a use that definitions name.</summary>
    public static EncryptionDefinition? Read(LivePlatform platform)
    {
        if (Find(KeyUse.Logs) is null && Find(KeyUse.Secrets) is null && Find(KeyUse.Repositories) is null && Find(KeyUse.Data) is null)
        {
            return null;
        }

        var any = platform.All<KeyState>(KeyKind.Instance).First(key => LivePlatform.KeyOf(key) != KeyUses.NameOf(KeyUse.Mesh)).State;
        return new EncryptionDefinition
        {
            Logs = Find(KeyUse.Logs) is not null,
            Secrets = Find(KeyUse.Secrets) is not null,
            Repositories = Find(KeyUse.Repositories) is not null,
            Data = Find(KeyUse.Data) is not null,
            RotationDays = any.RotationDays ?? new EncryptionDefinition().RotationDays,
            DeletionWindowDays = KeyKind.WindowOf(any),
        };

        KeyState? Find(KeyUse use) => KeyOf(platform, use);
    }

    /// <summary>The ARN of the key that services encrypt with themselves; null where there is none.</summary>
    public static string? DataKey(LivePlatform platform) => KeyOf(platform, KeyUse.Data)?.Metadata.Arn;

    private static KeyState? KeyOf(LivePlatform platform, KeyUse use) => platform.Find<KeyState>(KeyKind.Instance, KeyUses.NameOf(use))?.State;
}
