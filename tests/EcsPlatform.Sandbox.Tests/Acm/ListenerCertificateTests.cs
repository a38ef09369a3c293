using System.Security.Cryptography;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.PrivateCa;
using static EcsPlatform.Aws.Models.CertificateManagerModel;

namespace EcsPlatform.Sandbox.Tests.Acm;

/// <summary>Which certificates listeners take.</summary>
public sealed class ListenerCertificateTests : AcmWorld
{
    [Fact]
    public void One_that_ACM_does_not_have_is_not_found()
    {
        Refused("arn:aws:acm:us-east-1:123456789012:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a").ShouldBe("CertificateNotFound");
        Sandbox.Call(DeleteCertificate, new() { CertificateArn = Request() });
    }

    [Fact]
    public void One_that_is_not_issued_is_not_supported()
    {
        Sandbox.Faults.SetUnprovenDomain("*");
        var arn = Request();
        Refused(arn).ShouldBe("UnsupportedCertificate");
        Sandbox.Faults.Clear();
        Sandbox.Faults.SetUnprovenDomain("*", false);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Listen(arn);
    }

    [Fact]
    public void One_without_a_full_name_or_with_too_large_a_key_is_not_supported()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused(Import(curve, "localhost")).ShouldBe("UnsupportedCertificate");
        using var rsa = RSA.Create(4096);
        Refused(Import(rsa, "shop.example.com"), "network").ShouldBe("UnsupportedCertificate");
    }

    [Fact]
    public void One_that_expires_on_a_listener_stays_but_no_listener_takes_it_anew()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var arn = Import(curve, "shop.example.com");
        var (listener, _) = Listen(arn);
        Clock.Advance(TimeSpan.FromDays(91));

        Sandbox.Call(ElasticLoadBalancingV2Model.ModifyListener, new() { ListenerArn = listener, SslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06" }).Listeners[0].Certificates[0].CertificateArn.ShouldBe(arn);
        Sandbox.Refuses(ElasticLoadBalancingV2Model.ModifyListener, new() { ListenerArn = listener, Certificates = [new() { CertificateArn = arn }] }).Code.ShouldBe("UnsupportedCertificate");
    }

    [Fact]
    public void A_listener_has_more_of_them_for_other_names_and_they_are_in_use()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (first, second) = (Import(curve, "shop.example.com"), Import(curve, "pay.example.com"));
        var (listener, _) = Listen(first);

        for (var i = 0; i < 2; i++)
        {
            Sandbox.Call(ElasticLoadBalancingV2Model.AddListenerCertificates, new() { ListenerArn = listener, Certificates = [new() { CertificateArn = second }] });
        }

        Sandbox.Call(ElasticLoadBalancingV2Model.DescribeListenerCertificates, new() { ListenerArn = listener }).Certificates
            .Select(certificate => (certificate.CertificateArn, certificate.IsDefault)).ShouldBe([(first, true), (second, false)]);
        Sandbox.Refuses(DeleteCertificate, new() { CertificateArn = second }).Code.ShouldBe("ResourceInUseException");
        Sandbox.Refuses(ElasticLoadBalancingV2Model.RemoveListenerCertificates, new() { ListenerArn = listener, Certificates = [new() { CertificateArn = first }] })
            .Code.ShouldBe("OperationNotPermitted");

        Sandbox.Call(ElasticLoadBalancingV2Model.RemoveListenerCertificates, new() { ListenerArn = listener, Certificates = [new() { CertificateArn = second }] });
        Sandbox.Call(DeleteCertificate, new() { CertificateArn = second });
    }

    [Fact]
    public void Their_options_change_later()
    {
        var arn = Request();

        Sandbox.Call(UpdateCertificateOptions, new() { CertificateArn = arn, Options = new() { CertificateTransparencyLoggingPreference = "DISABLED" } });

        Sandbox.Call(DescribeCertificate, new() { CertificateArn = arn }).Certificate.Options.CertificateTransparencyLoggingPreference.Value.ShouldBe("DISABLED");
    }

    [Fact]
    public void A_role_needs_the_right_to_look_at_it()
    {
        var arn = Request();
        Sandbox.Call(IdentityManagementModel.CreateRole, new()
        {
            RoleName = "reader",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}""",
        });
        Clock.Advance(TimeSpan.FromMinutes(1));
        var session = Sandbox.Call(SecurityTokenModel.AssumeRole, new() { RoleArn = "arn:aws:iam::123456789012:role/reader", RoleSessionName = "me" }).Credentials.AccessKeyId;
        using var clients = new Aws.AwsClients(new Aws.AwsClientOptions
        {
            Credentials = new Amazon.Runtime.BasicAWSCredentials(session, "secret"), Region = "us-east-1", Handler = Sandbox.CreateHandler(), Time = Clock,
        });

        var refusal = Should.Throw<Amazon.CertificateManager.AmazonCertificateManagerException>(() => Clock.Run(() => clients.CertificateManager.DescribeCertificateAsync(new() { CertificateArn = arn })));
        refusal.ErrorCode.ShouldBe("AccessDeniedException");
        refusal.Message.ShouldContain("acm:DescribeCertificate on resource: " + arn);
    }

    private string Refused(string certificate, string type = "application")
    {
        var code = Should.Throw<RefusalException>(() => Listen(certificate, type)).Code;
        Sandbox.Call(ElasticLoadBalancingV2Model.DeleteLoadBalancer, new() { LoadBalancerArn = Sandbox.Call(ElasticLoadBalancingV2Model.DescribeLoadBalancers, new()).LoadBalancers[0].LoadBalancerArn });
        Sandbox.Call(ElasticLoadBalancingV2Model.DeleteTargetGroup, new() { TargetGroupArn = Sandbox.Call(ElasticLoadBalancingV2Model.DescribeTargetGroups, new()).TargetGroups[0].TargetGroupArn });
        return code;
    }

    private string Import(AsymmetricAlgorithm key, string name)
    {
        using var certificate = SelfSigned(key, name);
        return Sandbox.Call(ImportCertificate, new()
        {
            Certificate = RootAuthority.Bytes(certificate.ExportCertificatePem()),
            PrivateKey = RootAuthority.Bytes(key.ExportPkcs8PrivateKeyPem()),
        }).CertificateArn;
    }
}
