using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Amazon.ACMPCA.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>The function that renews the mesh's certificates, in Node.js, with a private CA in the sandbox.</summary>
public sealed class CertificateRotationTests
{
    private const string Name = "fraud-detection.payments-dev.local";

    [Fact]
    public async Task A_service_gets_a_certificate_of_its_name_for_a_key_of_its_own()
    {
        NodeFunction.SkipWhereMissing();
        await using var account = await AccountAsync();
        var authority = await RootAuthorityAsync(account.Aws);
        await account.BeginAsync("{}", RotationTags.ForCertificate([Name], []));

        var run = await account.RunAsync(
            RotationFunction.Certificate,
            NodeFunction.AllSteps,
            new Dictionary<string, string> { ["CERTIFICATE_AUTHORITY_ARN"] = authority, ["CERTIFICATE_DAYS"] = "5" });

        run.Errors.ShouldAllBe(error => error == null);
        var value = JsonDocument.Parse(run.Current!).RootElement;
        var key = value.GetProperty("privateKey").GetString()!;
        using var certificate = X509Certificate2.CreateFromPem(value.GetProperty("certificate").GetString(), key);
        certificate.MatchesHostname(Name).ShouldBeTrue();
        (certificate.NotAfter - certificate.NotBefore).TotalDays.ShouldBeInRange(5, 5.1);
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value)
            .ShouldBe(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"], ignoreOrder: true); // server and client
        Chain(certificate, value.GetProperty("chain").GetString()!).ShouldBeTrue();
        run.Log.ShouldNotContain(key.Split('\n')[1]);
    }

    [Fact]
    public async Task A_certificate_for_another_key_does_not_pass_the_test()
    {
        NodeFunction.SkipWhereMissing();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var pem = certificate.ExportCertificatePem();
        await using var account = await AccountAsync();
        await account.BeginAsync("{}");
        await account.PutAsync(JsonSerializer.Serialize(new { certificate = pem, privateKey = other.ExportPkcs8PrivateKeyPem(), chain = pem }), "AWSPENDING");

        (await account.RunAsync(RotationFunction.Certificate, ["testSecret"])).Errors[0]!.ShouldContain("another key");
    }

    // A minute in a second: the CA takes its time, and the function polls on the real clock.
    private static Task<RotatingAccount> AccountAsync() => RotatingAccount.StartAsync(new AwsSandbox(new SandboxOptions { Clock = new ScaledClock(60, null) }));

    private static async Task<string> RootAuthorityAsync(AwsClients clients)
    {
        var authority = (await clients.ACMPCA.CreateCertificateAuthorityAsync(new CreateCertificateAuthorityRequest
        {
            CertificateAuthorityType = "ROOT",
            UsageMode = "SHORT_LIVED_CERTIFICATE",
            CertificateAuthorityConfiguration = new() { KeyAlgorithm = "EC_prime256v1", SigningAlgorithm = "SHA256WITHECDSA", Subject = new() { CommonName = "mesh" } },
        })).CertificateAuthorityArn;
        var request = await PatientlyAsync(() => clients.ACMPCA.GetCertificateAuthorityCsrAsync(new() { CertificateAuthorityArn = authority }));
        var issued = (await clients.ACMPCA.IssueCertificateAsync(new IssueCertificateRequest
        {
            CertificateAuthorityArn = authority,
            Csr = new MemoryStream(Encoding.ASCII.GetBytes(request.Csr)),
            SigningAlgorithm = "SHA256WITHECDSA",
            TemplateArn = "arn:aws:acm-pca:::template/RootCACertificate/V1",
            Validity = new() { Type = "DAYS", Value = 3650 },
        })).CertificateArn;
        var root = await PatientlyAsync(() => clients.ACMPCA.GetCertificateAsync(new() { CertificateAuthorityArn = authority, CertificateArn = issued }));
        await clients.ACMPCA.ImportCertificateAuthorityCertificateAsync(new()
        {
            CertificateAuthorityArn = authority,
            Certificate = new MemoryStream(Encoding.ASCII.GetBytes(root.Certificate)),
        });
        return authority;
    }

    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> call)
    {
        for (var patience = 100; ; patience--)
        {
            try
            {
                return await call();
            }
            catch (AmazonServiceException exception) when (exception.ErrorCode.StartsWith("RequestInProgress", StringComparison.Ordinal) && patience > 0)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Signed by the chain's root.</summary>
    private static bool Chain(X509Certificate2 certificate, string chainPem)
    {
        using var root = X509Certificate2.CreateFromPem(chainPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddHours(2);
        return chain.Build(certificate);
    }
}
