using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <summary>A private key of one of the algorithms that authorities and certificates have ("EC_prime256v1", "RSA_2048").</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private SigningKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>A new key, or null where the sandbox does not have the algorithm.</summary>
    public static SigningKey? Create(string algorithm) => algorithm switch
    {
        "EC_prime256v1" => new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        "EC_secp384r1" => new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        "EC_secp521r1" => new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP521)),
        "RSA_2048" => new SigningKey(RSA.Create(2048)),
        "RSA_3072" => new SigningKey(RSA.Create(3072)),
        "RSA_4096" => new SigningKey(RSA.Create(4096)),
        _ => null,
    };

    public static SigningKey Load(string algorithm, IEnumerable<byte> pkcs8)
    {
        AsymmetricAlgorithm key = algorithm.StartsWith("EC_", StringComparison.Ordinal) ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey([.. pkcs8], out _);
        return new SigningKey(key);
    }

    /// <summary>Whether a key algorithm can sign by a signing algorithm ("SHA256WITHECDSA").</summary>
    public static bool Fits(string keyAlgorithm, string signingAlgorithm) =>
        signingAlgorithm.EndsWith(keyAlgorithm.StartsWith("EC_", StringComparison.Ordinal) ? "WITHECDSA" : "WITHRSA", StringComparison.Ordinal);

    public static HashAlgorithmName HashOf(string signingAlgorithm) => new(signingAlgorithm[..6]);

    public byte[] Export() => _key.ExportPkcs8PrivateKey();

    public string Pem() => _key.ExportPkcs8PrivateKeyPem();

    public CertificateRequest Request(X500DistinguishedName subject, HashAlgorithmName hash) => _key switch
    {
        ECDsa ecdsa => new CertificateRequest(subject, ecdsa, hash),
        RSA rsa => new CertificateRequest(subject, rsa, hash, RSASignaturePadding.Pkcs1),
        _ => throw new InvalidOperationException(),
    };

    public X509SignatureGenerator Generator() => _key switch
    {
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => throw new InvalidOperationException(),
    };

    public void Dispose() => _key.Dispose();
}
