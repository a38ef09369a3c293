using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.PrivateCa;
using static EcsPlatform.Aws.Models.CertificateManagerModel;

namespace EcsPlatform.Sandbox.Tests.Acm;

/// <summary>Private certificates: signed by a CA of Private CA, exported, renewed by request.</summary>
public sealed class PrivateCertificateTests : AcmWorld
{
    [Fact]
    public void Its_CA_signs_it_without_any_proof()
    {
        var authority = RootAuthority.In(Sandbox);
        Sandbox.Faults.SetUnprovenDomain("*");
        var arn = RequestPrivate(authority);
        Seen(arn).Status.Value.ShouldBe("PENDING_VALIDATION");
        Clock.Advance(TimeSpan.FromSeconds(10));

        var seen = Seen(arn);
        (seen.Status.Value, seen.Type.Value, seen.CertificateAuthorityArn, seen.DomainValidationOptions).ShouldBe(("ISSUED", "PRIVATE", authority, null));
        (seen.NotAfter!.Value - Clock.GetUtcNow().UtcDateTime).TotalDays.ShouldBeInRange(394.9, 395.1);
        var answer = Sandbox.Call(GetCertificate, new() { CertificateArn = arn });
        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
        using var root = X509Certificate2.CreateFromPem(answer.CertificateChain);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Clock.GetUtcNow().UtcDateTime;
        chain.Build(certificate).ShouldBeTrue();
        certificate.MatchesHostname("orders.internal").ShouldBeTrue();
    }

    [Theory]
    [InlineData("gone", "PCA_RESOURCE_NOT_FOUND")]
    [InlineData("disabled", "PCA_INVALID_STATE")]
    [InlineData("rsa", "PCA_INVALID_ARGS")]
    public void A_CA_that_cannot_sign_fails_the_request(string how, string reason)
    {
        var authority = RootAuthority.In(Sandbox);
        if (how == "disabled")
        {
            Sandbox.Call(ACMPCAModel.UpdateCertificateAuthority, new() { CertificateAuthorityArn = authority, Status = "DISABLED" });
        }

        var arn = RequestPrivate(how == "gone" ? authority[..^4] + "0000" : authority, how == "rsa" ? "RSA_2048" : "EC_prime256v1");
        Clock.Advance(TimeSpan.FromSeconds(10));
        (Seen(arn).Status.Value, Seen(arn).FailureReason?.Value).ShouldBe(("FAILED", reason));
    }

    [Fact]
    public void Only_what_was_exported_can_be_renewed_by_request_and_only_with_the_CAs_permission()
    {
        var authority = RootAuthority.In(Sandbox);
        var arn = RequestPrivate(authority);
        Clock.Advance(TimeSpan.FromSeconds(10));
        var first = Seen(arn);
        Sandbox.Refuses(RenewCertificate, new() { CertificateArn = arn }).Code.ShouldBe("ValidationException");

        var exported = Sandbox.Call(ExportCertificate, new() { CertificateArn = arn, Passphrase = RootAuthority.Bytes("open sesame") });
        using var key = ECDsa.Create();
        key.ImportFromEncryptedPem(exported.PrivateKey, "open sesame");
        using var certificate = X509Certificate2.CreateFromPem(exported.Certificate);
        key.ExportSubjectPublicKeyInfo().ShouldBe(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Seen(arn).RenewalEligibility.Value.ShouldBe("ELIGIBLE");

        Sandbox.Call(RenewCertificate, new() { CertificateArn = arn });
        (Seen(arn).RenewalSummary.RenewalStatus.Value, Seen(arn).RenewalSummary.RenewalStatusReason.Value, Seen(arn).Serial).ShouldBe(("FAILED", "PCA_ACCESS_DENIED", first.Serial));

        Sandbox.Call(ACMPCAModel.CreatePermission, new() { CertificateAuthorityArn = authority, Principal = "acm.amazonaws.com", Actions = ["IssueCertificate", "GetCertificate", "ListPermissions"] });
        Sandbox.Call(RenewCertificate, new() { CertificateArn = arn });
        Seen(arn).RenewalSummary.RenewalStatus.Value.ShouldBe("SUCCESS");
        Seen(arn).Serial.ShouldNotBe(first.Serial);
    }

    [Fact]
    public void A_public_certificate_is_exported_only_if_it_was_requested_so()
    {
        Sandbox.Refuses(ExportCertificate, new() { CertificateArn = Issued(), Passphrase = RootAuthority.Bytes("open sesame") }).Code.ShouldBe("ValidationException");
        var arn = Request("export.example.com", request => request.Options = new() { Export = "ENABLED" });
        Clock.Advance(TimeSpan.FromMinutes(5));
        Sandbox.Call(ExportCertificate, new() { CertificateArn = arn, Passphrase = RootAuthority.Bytes("open sesame") }).PrivateKey.ShouldContain("ENCRYPTED PRIVATE KEY");
    }

    private string RequestPrivate(string authority, string algorithm = "EC_prime256v1") => Request("orders.internal", request =>
    {
        (request.CertificateAuthorityArn, request.KeyAlgorithm, request.ValidationMethod) = (authority, algorithm, null);
    });
}
