using System.Security.Cryptography;
using System.Text.Json;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>Makes keys that sign JSON Web Tokens (RFC 7518), in the form that the rotation function renews them in.</summary>
internal static class SigningKeys
{
    private const int RsaBits = 3072; // as strong as 128 bits (NIST SP 800-57 part 1, table 2)
    private const int KeyIdLength = 22;

    /// <summary>JSON with keyId, algorithm and privateKey and publicKey (PEM), or for HMAC key (base64url).</summary>
    public static SecretText Generate(SigningKey wanted) => new(JsonSerializer.Serialize(wanted.Algorithm switch
    {
        SigningAlgorithm.HS256 => Symmetric(wanted, 256),
        SigningAlgorithm.HS384 => Symmetric(wanted, 384),
        SigningAlgorithm.HS512 => Symmetric(wanted, 512),
        SigningAlgorithm.ES256 => Asymmetric(wanted, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        SigningAlgorithm.ES384 => Asymmetric(wanted, ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        SigningAlgorithm.ES512 => Asymmetric(wanted, ECDsa.Create(ECCurve.NamedCurves.nistP521)),
        _ => Asymmetric(wanted, RSA.Create(wanted.Bits ?? RsaBits)),
    }));

    /// <summary>RFC 7518, section 3.2: the key is no shorter than the hash.</summary>
    private static Dictionary<string, string> Symmetric(SigningKey wanted, int hashBits) => new()
    {
        ["keyId"] = Base64Url(RandomNumberGenerator.GetBytes(16)),
        ["algorithm"] = wanted.Algorithm.ToString(),
        ["key"] = Base64Url(RandomNumberGenerator.GetBytes((wanted.Bits ?? hashBits) / 8)),
    };

    private static Dictionary<string, string> Asymmetric(SigningKey wanted, AsymmetricAlgorithm key)
    {
        using (key)
        {
            return new()
            {
                ["keyId"] = Base64Url(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..KeyIdLength],
                ["algorithm"] = wanted.Algorithm.ToString(),
                ["privateKey"] = key.ExportPkcs8PrivateKeyPem() + "\n",
                ["publicKey"] = key.ExportSubjectPublicKeyInfoPem() + "\n",
            };
        }
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
