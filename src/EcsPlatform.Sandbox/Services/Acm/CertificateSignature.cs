using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>Whether one certificate signed another (RFC 5280, section 4.1), without asking what the machine trusts.</summary>
internal static class CertificateSignature
{
    public static bool IsBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var hash = HashOf(CertificateFacts.SignatureAlgorithm(certificate));
        if (hash is not { } algorithm || !certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData))
        {
            return false;
        }

        try
        {
            var parts = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            var signed = parts.ReadEncodedValue().Span;
            parts.ReadEncodedValue();
            var signature = parts.ReadBitString(out _);
            using var rsa = issuer.GetRSAPublicKey();
            using var curve = issuer.GetECDsaPublicKey();
            return rsa?.VerifyData(signed, signature, algorithm, RSASignaturePadding.Pkcs1)
                ?? curve?.VerifyData(signed, signature, algorithm, DSASignatureFormat.Rfc3279DerSequence)
                ?? false;
        }
        catch (CryptographicException)
        {
            return false; // a signature of another family
        }
    }

    private static HashAlgorithmName? HashOf(string signature) => signature.Split("WITH")[0] switch
    {
        "SHA1" => HashAlgorithmName.SHA1,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
