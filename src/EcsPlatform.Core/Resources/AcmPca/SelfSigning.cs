using System.Text;
using Amazon.ACMPCA;
using Amazon.ACMPCA.Model;
using EcsPlatform.Core.Engine;
using SigningAlgorithm = Amazon.ACMPCA.SigningAlgorithm;

namespace EcsPlatform.Core.Resources.AcmPca;

/// <summary>Gives a new root authority the certificate that it signs for itself (Private CA User Guide, "Installing a root CA certificate").</summary>
internal static class SelfSigning
{
    private const int Years = 10;

    /// <summary>Every call may come twice: the same authority gets the same certificate for some minutes, and importing it again changes nothing.</summary>
    public static async Task ActivateAsync(CertificateAuthority authority, ApplyContext context)
    {
        var pca = context.Aws.ACMPCA;
        var request = await pca.GetCertificateAuthorityCsrAsync(new GetCertificateAuthorityCsrRequest { CertificateAuthorityArn = authority.Arn }, context.Cancellation);
        var issued = await pca.IssueCertificateAsync(
            new IssueCertificateRequest
            {
                CertificateAuthorityArn = authority.Arn,
                Csr = new MemoryStream(Encoding.ASCII.GetBytes(request.Csr)),
                SigningAlgorithm = SigningAlgorithm.SHA256WITHECDSA,
                TemplateArn = CertificateTemplates.Root(authority.Arn),
                Validity = new Validity { Type = ValidityPeriodType.YEARS, Value = Years },
                IdempotencyToken = "root",
            },
            context.Cancellation);
        var certificate = await AuthorityWaits.IssuedAsync(authority.Arn, issued.CertificateArn, context);
        await pca.ImportCertificateAuthorityCertificateAsync(
            new ImportCertificateAuthorityCertificateRequest
            {
                CertificateAuthorityArn = authority.Arn,
                Certificate = new MemoryStream(Encoding.ASCII.GetBytes(certificate.Certificate)),
            },
            context.Cancellation);
    }
}

/// <summary>What kinds of certificates an authority issues (Private CA User Guide, "Template definitions").</summary>
internal static class CertificateTemplates
{
    public static string Root(string authorityArn) => Of(authorityArn, "RootCACertificate/V1");

    /// <summary>For servers and clients, both of which a mesh's proxy is.</summary>
    public static string EndEntity(string authorityArn) => Of(authorityArn, "EndEntityCertificate/V1");

    private static string Of(string authorityArn, string name) => $"arn:{authorityArn.Split(':')[1]}:acm-pca:::template/{name}";
}
