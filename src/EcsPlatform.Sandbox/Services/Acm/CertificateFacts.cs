using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.CertificateManager.Model;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>What ACM shows of what stands in a certificate.</summary>
internal static class CertificateFacts
{
    private static readonly Dictionary<string, string> Signatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.4"] = "MD5WITHRSA",
        ["1.2.840.113549.1.1.5"] = "SHA1WITHRSA",
        ["1.2.840.113549.1.1.11"] = "SHA256WITHRSA",
        ["1.2.840.113549.1.1.12"] = "SHA384WITHRSA",
        ["1.2.840.113549.1.1.13"] = "SHA512WITHRSA",
        ["1.2.840.10045.4.1"] = "SHA1WITHECDSA",
        ["1.2.840.10045.4.3.2"] = "SHA256WITHECDSA",
        ["1.2.840.10045.4.3.3"] = "SHA384WITHECDSA",
        ["1.2.840.10045.4.3.4"] = "SHA512WITHECDSA",
    };

    private static readonly (X509KeyUsageFlags Flag, string Name)[] Usages =
    [
        (X509KeyUsageFlags.DigitalSignature, "DIGITAL_SIGNATURE"),
        (X509KeyUsageFlags.NonRepudiation, "NON_REPUDIATION"),
        (X509KeyUsageFlags.KeyEncipherment, "KEY_ENCIPHERMENT"),
        (X509KeyUsageFlags.DataEncipherment, "DATA_ENCIPHERMENT"),
        (X509KeyUsageFlags.KeyAgreement, "KEY_AGREEMENT"),
        (X509KeyUsageFlags.KeyCertSign, "CERTIFICATE_SIGNING"),
        (X509KeyUsageFlags.CrlSign, "CRL_SIGNING"),
        (X509KeyUsageFlags.EncipherOnly, "ENCIPHER_ONLY"),
        (X509KeyUsageFlags.DecipherOnly, "DECIPHER_ONLY"),
    ];

    private static readonly Dictionary<string, string> Purposes = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "TLS_WEB_SERVER_AUTHENTICATION",
        ["1.3.6.1.5.5.7.3.2"] = "TLS_WEB_CLIENT_AUTHENTICATION",
        ["1.3.6.1.5.5.7.3.3"] = "CODE_SIGNING",
        ["1.3.6.1.5.5.7.3.4"] = "EMAIL_PROTECTION",
        ["1.3.6.1.5.5.7.3.5"] = "IPSEC_END_SYSTEM",
        ["1.3.6.1.5.5.7.3.6"] = "IPSEC_TUNNEL",
        ["1.3.6.1.5.5.7.3.7"] = "IPSEC_USER",
        ["1.3.6.1.5.5.7.3.8"] = "TIME_STAMPING",
        ["1.3.6.1.5.5.7.3.9"] = "OCSP_SIGNING",
        ["2.5.29.37.0"] = "ANY",
    };

    /// <summary>"RSA_2048", "EC_prime256v1"; null for keys that ACM does not take.</summary>
    public static string? KeyAlgorithm(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize is 1024 or 2048 or 3072 or 4096 ? string.Create(CultureInfo.InvariantCulture, $"RSA_{rsa.KeySize}") : null;
        }

        using var curve = certificate.GetECDsaPublicKey();
        return curve?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => "EC_prime256v1",
            "1.3.132.0.34" => "EC_secp384r1",
            "1.3.132.0.35" => "EC_secp521r1",
            _ => null,
        };
    }

    /// <summary>"SHA256WITHRSA".</summary>
    public static string SignatureAlgorithm(X509Certificate2 certificate) =>
        Signatures.GetValueOrDefault(certificate.SignatureAlgorithm.Value!, certificate.SignatureAlgorithm.Value!);

    /// <summary>"0a:1b:…".</summary>
    public static string Serial(X509Certificate2 certificate) =>
        string.Join(':', certificate.SerialNumberBytes.ToArray().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>The organization, or else the common name, of who signed it.</summary>
    public static string Issuer(X509Certificate2 certificate) =>
        Attribute(certificate.IssuerName, "2.5.4.10") ?? Attribute(certificate.IssuerName, "2.5.4.3") ?? certificate.Issuer;

    /// <summary>The DNS names: of the alternative names, or, where there are none, the common name.</summary>
    public static List<string> Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).ToList();
        return alternatives.Count > 0 ? alternatives : Attribute(certificate.SubjectName, "2.5.4.3") is { } common ? [common] : [];
    }

    public static List<KeyUsage> KeyUsages(X509Certificate2 certificate) =>
    [
        .. from extension in certificate.Extensions.OfType<X509KeyUsageExtension>()
           from usage in Usages
           where extension.KeyUsages.HasFlag(usage.Flag)
           select new KeyUsage { Name = usage.Name },
    ];

    public static List<ExtendedKeyUsage> ExtendedKeyUsages(X509Certificate2 certificate) =>
    [
        .. from extension in certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
           from Oid purpose in extension.EnhancedKeyUsages
           select new ExtendedKeyUsage { Name = Purposes.GetValueOrDefault(purpose.Value!, "CUSTOM"), OID = purpose.Value },
    ];

    private static string? Attribute(X500DistinguishedName name, string oid) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)
        .Select(part => part.GetSingleElementValue())
        .FirstOrDefault(text => !string.IsNullOrEmpty(text));
}
