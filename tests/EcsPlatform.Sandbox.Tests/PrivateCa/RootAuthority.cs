using System.Text;
using static EcsPlatform.Aws.Models.ACMPCAModel;

namespace EcsPlatform.Sandbox.Tests.PrivateCa;

/// <summary>A root authority that is active.</summary>
internal static class RootAuthority
{
    /// <summary>Makes one; its ARN.</summary>
    public static string In(AwsSandbox sandbox)
    {
        var clock = (VirtualClock)sandbox.Clock;
        var arn = sandbox.Call(CreateCertificateAuthority, new()
        {
            CertificateAuthorityType = "ROOT",
            CertificateAuthorityConfiguration = new()
            {
                KeyAlgorithm = "EC_prime256v1", SigningAlgorithm = "SHA256WITHECDSA", Subject = new() { CommonName = "payments" },
            },
        }).CertificateAuthorityArn;
        clock.Advance(TimeSpan.FromSeconds(15));
        var certificate = sandbox.Call(IssueCertificate, new()
        {
            CertificateAuthorityArn = arn,
            Csr = Bytes(sandbox.Call(GetCertificateAuthorityCsr, new() { CertificateAuthorityArn = arn }).Csr),
            SigningAlgorithm = "SHA256WITHECDSA",
            TemplateArn = "arn:aws:acm-pca:::template/RootCACertificate/V1",
            Validity = new() { Type = "YEARS", Value = 10 },
        }).CertificateArn;
        clock.Advance(TimeSpan.FromSeconds(3));
        var pem = sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = certificate }).Certificate;
        sandbox.Call(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = arn, Certificate = Bytes(pem) });
        return arn;
    }

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
