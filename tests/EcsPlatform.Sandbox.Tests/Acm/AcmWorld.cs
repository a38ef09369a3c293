using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.CertificateManager.Model;
using EcsPlatform.Aws.Models;
using static EcsPlatform.Aws.Models.CertificateManagerModel;

namespace EcsPlatform.Sandbox.Tests.Acm;

/// <summary>A sandbox, and what tests of ACM ask of it.</summary>
public abstract class AcmWorld
{
    protected AwsSandbox Sandbox { get; } = new();

    private protected VirtualClock Clock => (VirtualClock)Sandbox.Clock;

    private protected string Request(string domain = "shop.example.com", Action<RequestCertificateRequest>? change = null)
    {
        var request = new RequestCertificateRequest { DomainName = domain, ValidationMethod = "DNS" };
        change?.Invoke(request);
        return Sandbox.Call(RequestCertificate, request).CertificateArn;
    }

    /// <summary>A public certificate that is issued.</summary>
    private protected string Issued(string domain = "shop.example.com")
    {
        var arn = Request(domain);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Seen(arn).Status.Value.ShouldBe("ISSUED");
        return arn;
    }

    private protected CertificateDetail Seen(string arn) => Sandbox.Call(DescribeCertificate, new() { CertificateArn = arn }).Certificate;

    /// <summary>A listener on 443 that shows a certificate; its load balancer.</summary>
    private protected (string Listener, string Balancer) Listen(string certificate, string type = "application")
    {
        var vpc = Sandbox.Call(EC2Model.CreateVpc, new() { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        List<string> subnets = [Subnet("10.0.0.0/24", "us-east-1a"), Subnet("10.0.1.0/24", "us-east-1b")];
        var balancer = Sandbox.Call(ElasticLoadBalancingV2Model.CreateLoadBalancer, new() { Name = "web", Scheme = "internal", Subnets = subnets, Type = type }).LoadBalancers[0].LoadBalancerArn;
        var group = Sandbox.Call(ElasticLoadBalancingV2Model.CreateTargetGroup, new()
        {
            Name = "web", Protocol = type == "application" ? "HTTP" : "TCP", Port = 80, VpcId = vpc, TargetType = "ip",
        }).TargetGroups[0].TargetGroupArn;
        return (Sandbox.Call(ElasticLoadBalancingV2Model.CreateListener, new()
        {
            LoadBalancerArn = balancer,
            Port = 443,
            Protocol = type == "application" ? "HTTPS" : "TLS",
            Certificates = [new() { CertificateArn = certificate }],
            DefaultActions = [new() { Type = "forward", TargetGroupArn = group }],
        }).Listeners[0].ListenerArn, balancer);

        string Subnet(string cidr, string zone) => Sandbox.Call(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = cidr, AvailabilityZone = zone }).Subnet.SubnetId;
    }

    private protected CertificateRequest Asked(AsymmetricAlgorithm key, string name)
    {
        var subject = new X500DistinguishedName($"CN={name}");
        var request = key is RSA rsa ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private protected X509Certificate2 SelfSigned(AsymmetricAlgorithm key, string name = "shop.example.com", int days = 90) =>
        Asked(key, name).CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(days));
}
