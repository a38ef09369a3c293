using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.Lambda;
using EcsPlatform.Sandbox.Tests.PrivateCa;
using static EcsPlatform.Aws.Models.SecretsManagerModel;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>What a secret holds after a rotation by a function that nobody registered.</summary>
public sealed class RenewedSecretTests
{
    private const string Logs = """{"Effect":"Allow","Action":["secretsmanager:*","logs:*"],"Resource":"*"}""";
    private const string Issuing = """{"Effect":"Allow","Action":["acm-pca:IssueCertificate","acm-pca:GetCertificate"],"Resource":"*"}""";

    [Fact]
    public void A_text_is_another_text()
    {
        var next = Rotated(World(), "once upon a time");

        next.ShouldNotBe("once upon a time");
        next.ShouldMatch("^[A-Za-z0-9]{32}$");
    }

    [Fact]
    public void A_signing_key_is_a_new_pair_and_the_old_ones_checking_part_stays()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var first = new JsonObject
        {
            ["keyId"] = "one",
            ["algorithm"] = "ES384",
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["publicKey"] = key.ExportSubjectPublicKeyInfoPem(),
        };

        var next = JsonNode.Parse(Rotated(World(), first.ToJsonString()))!;

        using var renewed = ECDsa.Create();
        renewed.ImportFromPem(next["privateKey"]!.ToString());
        renewed.KeySize.ShouldBe(384);
        renewed.ExportSubjectPublicKeyInfoPem().ShouldBe(next["publicKey"]!.ToString());
        next["publicKey"]!.ToString().ShouldNotBe(first["publicKey"]!.ToString());
        next["keyId"]!.ToString().ShouldNotBe("one");
        next["previous"]!["publicKey"]!.ToString().ShouldBe(first["publicKey"]!.ToString());
        next["previous"]!["privateKey"].ShouldBeNull();
    }

    [Fact]
    public void A_certificate_is_issued_again_for_a_new_key_and_the_same_names()
    {
        var world = World(Issuing);
        var first = Certificate(world);

        var next = JsonNode.Parse(Rotated(world, first.ToJsonString()))!;

        using var certificate = X509Certificate2.CreateFromPem(next["certificate"]!.ToString());
        using var key = ECDsa.Create();
        key.ImportFromPem(next["privateKey"]!.ToString());
        certificate.PublicKey.ExportSubjectPublicKeyInfo().ShouldBe(key.ExportSubjectPublicKeyInfo());
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().ShouldBe(["api.payments.local"]);
        certificate.NotAfter.ShouldBeGreaterThan(X509Certificate2.CreateFromPem(first["certificate"]!.ToString()).NotAfter);
        next["chain"]!.ToString().ShouldBe(first["chain"]!.ToString());
    }

    [Fact]
    public void A_certificate_stays_when_the_functions_role_may_not_have_one_issued()
    {
        var world = World();
        var first = Certificate(world).ToJsonString();

        Rotated(world, first).ShouldBe(first);
        world.Sandbox.Call(CloudWatchLogsModel.FilterLogEvents, new() { LogGroupName = "/aws/lambda/rotate" }).Events
            .ShouldContain(line => line.Message.Contains("is not authorized to perform: acm-pca:IssueCertificate"));
    }

    private static LambdaWorld World(string? more = null) =>
        new($$"""{"Version":"2012-10-17","Statement":[{{Logs}}{{(more is null ? "" : "," + more)}}]}""");

    /// <summary>A secret's value after it has rotated once.</summary>
    private static string Rotated(LambdaWorld world, string value)
    {
        world.Create();
        world.Permit();
        world.Sandbox.Call(CreateSecret, new() { Name = "it", SecretString = value });
        world.Clock.Advance(TimeSpan.FromDays(2));
        world.Sandbox.Call(RotateSecret, new() { SecretId = "it", RotationLambdaARN = "rotate", RotationRules = new() { AutomaticallyAfterDays = 7 } });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        return world.Sandbox.Call(GetSecretValue, new() { SecretId = "it" }).SecretString;
    }

    private static JsonObject Certificate(LambdaWorld world)
    {
        var authority = RootAuthority.In(world.Sandbox);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api.payments.local");
        var request = new CertificateRequest("CN=api.payments.local", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        var arn = world.Sandbox.Call(ACMPCAModel.IssueCertificate, new()
        {
            CertificateAuthorityArn = authority,
            Csr = RootAuthority.Bytes(request.CreateSigningRequestPem()),
            SigningAlgorithm = "SHA256WITHECDSA",
            Validity = new() { Type = "DAYS", Value = 7 },
        }).CertificateArn;
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        var issued = world.Sandbox.Call(ACMPCAModel.GetCertificate, new() { CertificateAuthorityArn = authority, CertificateArn = arn });
        return new JsonObject { ["certificate"] = issued.Certificate, ["privateKey"] = key.ExportPkcs8PrivateKeyPem(), ["chain"] = issued.CertificateChain };
    }
}
