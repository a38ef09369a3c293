using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcsPlatform.Sandbox.Tests.PrivateCa;
using static EcsPlatform.Aws.Models.CertificateManagerModel;

namespace EcsPlatform.Sandbox.Tests.Acm;

/// <summary>Certificates from elsewhere, and what of them ACM does not take.</summary>
public sealed class ImportTests : AcmWorld, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_self_signed_certificate_with_its_key_is_issued_at_once_and_never_renewed()
    {
        using var certificate = SelfSigned(_key);
        var arn = Import(certificate.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

        var seen = Seen(arn);
        (seen.Status.Value, seen.Type.Value, seen.DomainName, seen.KeyAlgorithm.Value, seen.RenewalEligibility.Value).ShouldBe(("ISSUED", "IMPORTED", "shop.example.com", "EC_prime256v1", "INELIGIBLE"));
        (seen.CreatedAt, seen.ImportedAt, seen.IssuedAt, seen.DomainValidationOptions).ShouldBe((seen.ImportedAt, seen.CreatedAt, null, null));
        Listen(arn);
        Clock.Advance(TimeSpan.FromDays(91));
        Seen(arn).Status.Value.ShouldBe("EXPIRED");
    }

    [Fact]
    public void Imported_again_it_keeps_its_ARN_and_its_kind_of_key()
    {
        using var certificate = SelfSigned(_key);
        using var next = SelfSigned(_other, days: 200);
        var arn = Import(certificate.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());
        var end = Seen(arn).NotAfter;

        Import(next.ExportCertificatePem(), _other.ExportECPrivateKeyPem(), arn: arn).ShouldBe(arn);
        Seen(arn).NotAfter!.Value.ShouldBeGreaterThan(end!.Value);

        using var rsa = RSA.Create(2048);
        using var another = SelfSigned(rsa);
        Refused(another.ExportCertificatePem(), rsa.ExportPkcs8PrivateKeyPem(), arn: arn).ShouldContain("key type");
        using var elsewhere = SelfSigned(_key, "other.example.com");
        Refused(elsewhere.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem(), arn: arn).ShouldContain("at least one");
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        using var certificate = SelfSigned(_key);
        var (pem, key) = (certificate.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

        Refused(pem, _other.ExportPkcs8PrivateKeyPem()).ShouldContain("does not match");
        Refused($"{pem}\n{pem}", key).ShouldContain("more than one certificate");
        Refused("no certificate", key).ShouldContain("PEM");
        Refused(pem, "no key").ShouldContain("PEM");
        Refused(pem, _key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))).ShouldContain("encrypted");
        using var old = Asked(_key, "shop.example.com").CreateSelfSigned(Clock.GetUtcNow().AddDays(-10), Clock.GetUtcNow().AddDays(-1));
        Refused(old.ExportCertificatePem(), key).ShouldContain("expired");
    }

    [Fact]
    public void A_chain_has_to_lead_upwards_one_by_one()
    {
        using var root = Authority("root", _other, null, null);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middle = Authority("middle", middleKey, root, _other);
        using var leaf = Asked(_key, "shop.example.com").Create(middle.SubjectName, X509SignatureGenerator.CreateForECDsa(middleKey), Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(30), [1, 2, 3]);
        var (pem, key) = (leaf.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

        var arn = Import(pem, key, $"{middle.ExportCertificatePem()}\n{root.ExportCertificatePem()}");
        Sandbox.Call(GetCertificate, new() { CertificateArn = arn }).CertificateChain.ShouldContain(root.ExportCertificatePem());
        Refused(pem, key, $"{root.ExportCertificatePem()}\n{middle.ExportCertificatePem()}").ShouldContain("chain");
        Refused(pem, key, $"{pem}\n{middle.ExportCertificatePem()}").ShouldContain("chain");
        using var impostorKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var impostor = Authority("middle", impostorKey, root, _other);
        Refused(pem, key, impostor.ExportCertificatePem()).ShouldContain("chain");
    }

    private X509Certificate2 Authority(string name, ECDsa key, X509Certificate2? issuer, ECDsa? signer)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, until) = (Clock.GetUtcNow().AddDays(-2), Clock.GetUtcNow().AddDays(365));
        return issuer is null ? request.CreateSelfSigned(from, until) : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signer!), from, until.AddDays(-1), [7, 7]);
    }

    private string Import(string pem, string key, string? chain = null, string? arn = null) => Sandbox.Call(ImportCertificate, Asked(pem, key, chain, arn)).CertificateArn;

    private string Refused(string pem, string key, string? chain = null, string? arn = null)
    {
        var refusal = Sandbox.Refuses(ImportCertificate, Asked(pem, key, chain, arn));
        refusal.Code.ShouldBe("ValidationException");
        return refusal.Said;
    }

    private static Amazon.CertificateManager.Model.ImportCertificateRequest Asked(string pem, string key, string? chain, string? arn) => new()
    {
        CertificateArn = arn,
        Certificate = RootAuthority.Bytes(pem),
        PrivateKey = RootAuthority.Bytes(key),
        CertificateChain = chain is null ? null : RootAuthority.Bytes(chain),
    };
}
