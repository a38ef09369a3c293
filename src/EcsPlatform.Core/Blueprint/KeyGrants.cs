using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Kms;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What roles may do with the platform's keys.</summary>
internal static class KeyGrants
{
    /// <summary>What tasks do with the data key.</summary>
    public static IReadOnlyList<string> DataActions { get; } = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

    /// <summary>Using the secrets' key, through Secrets Manager only (Secrets Manager User Guide, "Secret encryption and decryption": permissions for the KMS key).</summary>
    public static PolicyGrant ForSecrets(KeyResource key, Resolution resolution, IReadOnlyList<string> actions) => new(actions, [resolution.Id(key)])
    {
        Equal = new Dictionary<string, string> { ["kms:ViaService"] = $"secretsmanager.{resolution.Region}.amazonaws.com{(resolution.Partition == "aws-cn" ? ".cn" : "")}" },
    };

    /// <summary>Encrypting and decrypting with the data key, and no other.</summary>
    public static PolicyGrant ForData(KeyResource key, Resolution resolution) => new(DataActions, [resolution.Id(key)]);

    /// <summary>What ECS does with the mesh's key: the pairs of its certificates come from it, and their private keys lie encrypted by it (ECS Developer Guide, "Service Connect TLS": encryption).</summary>
    public static PolicyGrant ForMesh(KeyResource key, Resolution resolution) =>
        new(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"], [resolution.Id(key)]);
}
