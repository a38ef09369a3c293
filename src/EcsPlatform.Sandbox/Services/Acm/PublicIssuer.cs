using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>Stands where Amazon's public authorities stand: nobody trusts it but who is told to.</summary>
internal static class PublicIssuer
{
    // Public certificates are for servers only (user guide, "Public certificates").
    private static readonly Oid ServerAuth = new("1.3.6.1.5.5.7.3.1");

    /// <summary>A new authority.</summary>
    /// <param name="family">"RSA" or "EC".</param>
    /// <param name="now">The sandbox's time.</param>
    public static StoredIssuer Create(string family, DateTimeOffset now)
    {
        using var key = SigningKey.Create(Algorithm(family))!;
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"EcsPlatform sandbox {family}");
        name.AddOrganizationName("Amazon");
        var request = key.Request(name.Build(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(20));
        return new StoredIssuer(key.Export(), certificate.ExportCertificatePem());
    }

    /// <summary>A certificate for a request's subject, key and names, PEM.</summary>
    public static string Sign(StoredIssuer issuer, string family, CertificateRequest request, DateTimeOffset from, DateTimeOffset until, Ids ids)
    {
        using var above = X509Certificate2.CreateFromPem(issuer.Pem);
        using var key = SigningKey.Load(Algorithm(family), issuer.Key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | (family == "RSA" ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.None), critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuth], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(above, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(above.SubjectName, key.Generator(), from, until, Convert.FromHexString("0" + ids.Hex(31)));
        return certificate.ExportCertificatePem();
    }

    private static string Algorithm(string family) => family == "RSA" ? "RSA_2048" : "EC_prime256v1";
}
