using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>A certificate, its key and what stands above it, checked as ACM checks them ("Prerequisites for importing ACM certificates").</summary>
internal sealed class ImportedCertificate : IDisposable
{
    private ImportedCertificate(X509Certificate2 certificate, string keyAlgorithm, byte[] key, string? chain) =>
        (Certificate, KeyAlgorithm, Key, Chain) = (certificate, keyAlgorithm, key, chain);

    public X509Certificate2 Certificate { get; }

    /// <summary>"RSA_2048", "EC_prime256v1".</summary>
    public string KeyAlgorithm { get; }

    /// <summary>PKCS #8.</summary>
    public byte[] Key { get; }

    /// <summary>PEM; null where none was given.</summary>
    public string? Chain { get; }

    /// <exception cref="AwsError">Something does not fit.</exception>
    public static ImportedCertificate Read(string pem, string key, string? chain, DateTimeOffset now)
    {
        var all = Parsed(pem, "certificate");
        if (all.Count > 1)
        {
            throw Unfit("The certificate field contains more than one certificate. You can specify only one certificate in this field.");
        }

        var certificate = all[0];
        CheckSelf(certificate, now);
        var algorithm = CertificateFacts.KeyAlgorithm(certificate) ?? throw Unfit("The certificate's key algorithm or size is not supported.");
        var bytes = KeyOf(certificate, key);
        if (chain is not null)
        {
            CheckChain(certificate, Parsed(chain, "certificate chain"));
        }

        return new ImportedCertificate(certificate, algorithm, bytes, chain?.Trim());
    }

    public void Dispose() => Certificate.Dispose();

    private static void CheckSelf(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (certificate.Version != 3)
        {
            throw Unfit("The certificate must be an X.509 version 3 certificate.");
        }

        if (certificate.IssuerName.RawData.Length <= 2)
        {
            throw Unfit("The certificate's issuer field must not be empty.");
        }

        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime || certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            throw Unfit("The certificate has expired or is not yet valid: the current time must be between its Not Before and Not After fields.");
        }

        var signature = CertificateFacts.SignatureAlgorithm(certificate);
        if (signature.StartsWith("MD5", StringComparison.Ordinal))
        {
            throw Unfit($"The signature algorithm {signature} is not supported.");
        }

        // "The cryptographic algorithm of an imported certificate must match the algorithm of the signing CA" (ImportCertificate).
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null != signature.EndsWith("WITHRSA", StringComparison.Ordinal))
        {
            throw Unfit($"The certificate's key does not match the algorithm of the authority that signed it, {signature}.");
        }
    }

    private static byte[] KeyOf(X509Certificate2 certificate, string pem)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw Unfit("The private key is encrypted; it must be given without a password or passphrase.");
        }

        using var rsa = certificate.GetRSAPublicKey();
        using AsymmetricAlgorithm key = rsa is null ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw Unfit("The private key is not a PEM-encoded key of the certificate's algorithm.");
        }

        return key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo())
            ? key.ExportPkcs8PrivateKey()
            : throw Unfit("The private key does not match the certificate's public key.");
    }

    // "Each certificate in the chain must directly certify the one preceding"; the certificate itself is no part of it.
    private static void CheckChain(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        var below = certificate;
        foreach (var above in chain)
        {
            if (above.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span) || !CertificateSignature.IsBy(below, above))
            {
                throw Unfit("Could not validate the certificate with the certificate chain.");
            }

            below = above;
        }
    }

    private static X509Certificate2Collection Parsed(string pem, string what)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            all.Clear();
        }

        return all.Count > 0 ? all : throw Unfit($"The {what} is not in valid PEM format.");
    }

    private static AwsError Unfit(string message) => new("ValidationException", message);
}
