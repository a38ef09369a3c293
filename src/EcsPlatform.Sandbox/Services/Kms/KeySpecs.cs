namespace EcsPlatform.Sandbox.Services.Kms;

/// <summary>Kinds of keys: what they are for, and their algorithms (KMS developer guide, "Key spec reference").</summary>
internal static class KeySpecs
{
    private static readonly string[] Rsa =
    [
        "RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512",
        "RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512",
    ];

    private static readonly Dictionary<string, (string[] Usages, string[] Signing)> Known = new(StringComparer.Ordinal)
    {
        ["SYMMETRIC_DEFAULT"] = (["ENCRYPT_DECRYPT"], []),
        ["RSA_2048"] = (["ENCRYPT_DECRYPT", "SIGN_VERIFY"], Rsa),
        ["RSA_3072"] = (["ENCRYPT_DECRYPT", "SIGN_VERIFY"], Rsa),
        ["RSA_4096"] = (["ENCRYPT_DECRYPT", "SIGN_VERIFY"], Rsa),
        ["ECC_NIST_P256"] = (["SIGN_VERIFY", "KEY_AGREEMENT"], ["ECDSA_SHA_256"]),
        ["ECC_NIST_P384"] = (["SIGN_VERIFY", "KEY_AGREEMENT"], ["ECDSA_SHA_384"]),
        ["ECC_NIST_P521"] = (["SIGN_VERIFY", "KEY_AGREEMENT"], ["ECDSA_SHA_512"]),
    };

    /// <summary>What the key is for; symmetric keys need not say it.</summary>
    /// <exception cref="AwsError">The sandbox does not have the spec, or it cannot be used for that.</exception>
    public static string UsageOf(string spec, string? usage)
    {
        if (!Known.TryGetValue(spec, out var known))
        {
            throw new AwsError("UnsupportedOperationException", $"The EcsPlatform sandbox does not have keys of KeySpec {spec}.");
        }

        if (usage is null && spec != "SYMMETRIC_DEFAULT")
        {
            throw new AwsError("ValidationException", "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }

        return known.Usages.Contains(usage ?? "ENCRYPT_DECRYPT")
            ? usage ?? "ENCRYPT_DECRYPT"
            : throw new AwsError("ValidationException", $"KeyUsage {usage} is not compatible with KeySpec {spec}");
    }

    public static List<string>? Encryption(KmsKey key) =>
        key.Usage != "ENCRYPT_DECRYPT" ? null
        : key.IsSymmetric ? ["SYMMETRIC_DEFAULT"]
        : ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"];

    public static List<string>? Signing(KmsKey key) => key.Usage == "SIGN_VERIFY" ? [.. Known[key.Spec].Signing] : null;
}
