using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Moto;

/// <summary>A load balancer with a certificate on moto, which has an ACM of its own.</summary>
[Collection(nameof(MotoTests))]
public sealed class CertificateOnMotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private static readonly BlueprintOptions Options = new() { StandInSecrets = true };
    private static readonly AWSCredentials Somebody = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret");

    [Fact]
    public async Task An_imported_certificate_is_found_and_shown_on_443()
    {
        Assert.SkipWhen(moto.Url is null, "moto_server is not on PATH; install moto[server] to run this test.");
        using var aws = new AwsClients(new AwsClientOptions { Region = Platforms.Payments.Region, EndpointUrl = moto.Url, Credentials = Somebody });
        var arn = await ImportAsync(aws);
        var definition = With(arn);
        using var session = new PlatformSession(new PlatformConnection { Region = definition.Region, EndpointUrl = moto.Url, Credentials = Somebody });

        (await session.CertificatesAsync()).ShouldContain(arn);
        (await session.ApplyAsync(await session.PlanAsync(definition, Options), _ => { })).ThrowIfFailed();
        var balancer = (await aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new())).LoadBalancers.Single().LoadBalancerArn;
        var listener = (await aws.ElasticLoadBalancingV2.DescribeListenersAsync(new() { LoadBalancerArn = balancer })).Listeners.Single(listener => listener.Port == 443);
        listener.Certificates.Single().CertificateArn.ShouldBe(arn);
        (await session.PlanAsync(definition, Options)).Changes.ShouldBeEmpty();
        (await session.RemoveAsync(await session.PlanRemovalAsync(PlatformSession.ScopeOf(definition), definition), definition, _ => { })).ThrowIfFailed();
    }

    [Fact]
    public async Task One_that_is_not_there_is_said_before_anything_is_made()
    {
        Assert.SkipWhen(moto.Url is null, "moto_server is not on PATH; install moto[server] to run this test.");
        var definition = With("arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555");
        using var session = new PlatformSession(new PlatformConnection { Region = definition.Region, EndpointUrl = moto.Url, Credentials = Somebody });

        (await session.PlanAsync(definition, Options)).Problems.Select(problem => (problem.Id, problem.LogicalId)).ShouldBe([("CertificateNotFound", "listener/443")]);
    }

    private static PlatformDefinition With(string certificate) => Platforms.Payments with
    {
        LoadBalancer = Platforms.Payments.LoadBalancer! with
        {
            Listeners =
            [
                new ListenerDefinition { Port = 80, RedirectToPort = 443 },
                new ListenerDefinition { Port = 443, Protocol = ListenerProtocol.Https, CertificateArn = certificate },
            ],
        },
    };

    private static async Task<string> ImportAsync(AwsClients aws)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=shop.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return (await aws.CertificateManager.ImportCertificateAsync(new()
        {
            Certificate = new MemoryStream(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            PrivateKey = new MemoryStream(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())),
        })).CertificateArn;
    }
}
