using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Amazon.ACMPCA;
using Amazon.ACMPCA.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using SigningAlgorithm = Amazon.ACMPCA.SigningAlgorithm;

namespace EcsPlatform.Core.Resources.AcmPca;

/// <summary>A certificate that is to be issued for a service in the mesh.</summary>
/// <param name="Authority">Who issues it.</param>
/// <param name="Names">The DNS names that it is for.</param>
/// <param name="Days">Days that it is valid.</param>
public sealed record MeshCertificate(MeshAuthority Authority, IReadOnlyList<string> Names, int Days)
{
    private const int LongestCommonName = 64; // RFC 5280, appendix A.1: ub-common-name

    /// <summary>A new key and its certificate, as JSON with certificate, privateKey and chain (PEM). The key is made here and leaves only as a secret's value.</summary>
    public async Task<SecretText> IssueAsync(ApplyContext context)
    {
        var pca = context.Aws.ACMPCA;
        var authority = Authority.ArnIn(context.Resolution);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = await pca.IssueCertificateAsync(
            new IssueCertificateRequest
            {
                CertificateAuthorityArn = authority,
                Csr = new MemoryStream(Encoding.ASCII.GetBytes(Request(key))),
                SigningAlgorithm = await SigningAlgorithmAsync(authority, context),
                TemplateArn = CertificateTemplates.EndEntity(authority),
                Validity = new Validity { Type = ValidityPeriodType.DAYS, Value = Days },
                // No idempotency token: its answer would be a certificate for the key of a call that is lost.
            },
            context.Cancellation);
        var certificate = await AuthorityWaits.IssuedAsync(authority, issued.CertificateArn, context);
        return new SecretText(JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["certificate"] = Line(certificate.Certificate),
            ["privateKey"] = Line(key.ExportPkcs8PrivateKeyPem()),
            ["chain"] = Line(certificate.CertificateChain),
        }));
    }

    private string Request(ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(Names.FirstOrDefault(name => name.Length <= LongestCommonName) ?? Names[0][..LongestCommonName]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSigningRequestPem();
    }

    /// <summary>An authority signs with its own kind of key: ours with ECDSA, somebody else's as it says.</summary>
    private async Task<SigningAlgorithm> SigningAlgorithmAsync(string authority, ApplyContext context)
    {
        if (Authority.Ours is not null)
        {
            return SigningAlgorithm.SHA256WITHECDSA;
        }

        var answer = await context.Aws.ACMPCA.DescribeCertificateAuthorityAsync(new DescribeCertificateAuthorityRequest { CertificateAuthorityArn = authority }, context.Cancellation);
        return answer.CertificateAuthority.CertificateAuthorityConfiguration.SigningAlgorithm;
    }

    private static string Line(string text) => text.EndsWith('\n') ? text : text + "\n";
}

/// <summary>Who issues the mesh's certificates: an authority of ours, or somebody else's, which is never changed.</summary>
/// <param name="Ours">Ours; null for somebody else's.</param>
/// <param name="Arn">Somebody else's; null for ours.</param>
public sealed record MeshAuthority(CertificateAuthorityResource? Ours, string? Arn)
{
    /// <summary>Its ARN; a placeholder while ours does not exist.</summary>
    public string ArnIn(Resolution resolution) => Ours is { } ours ? resolution.Id(ours) : Arn!;

    /// <summary>What must be there before anything can be issued.</summary>
    public IEnumerable<Need> Needs => Ours is { } ours ? [new Need(ours, Ready: true)] : [];
}
