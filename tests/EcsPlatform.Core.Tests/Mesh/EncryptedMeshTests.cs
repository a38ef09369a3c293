using Amazon.ACMPCA;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Engine;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Tests.Mesh;

/// <summary>Service Connect with TLS: every server has it, from our authority or from one that is there, and it comes and goes in place.</summary>
public sealed class EncryptedMeshTests
{
    private const string Encrypted = "{type: serviceConnect, tls: {}}";

    [Fact]
    public void Every_server_encrypts_with_the_platforms_authority_key_and_role()
    {
        var platform = new SandboxedPlatform(Meshes.Of(Encrypted));

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        var authority = Authorities(platform).ShouldHaveSingleItem();
        var key = platform.ByHand(aws => aws.KeyManagementService.DescribeKeyAsync("alias/key-shop-mesh-t1")).KeyMetadata.Arn;
        foreach (var server in Servers(platform))
        {
            server.Tls.ShouldNotBeNull(server.PortName);
            server.Tls.IssuerCertificateAuthority.AwsPcaAuthorityArn.ShouldBe(authority);
            server.Tls.KmsKey.ShouldBe(key);
            server.Tls.RoleArn.ShouldEndWith("/mesh-role-shop-t1");
        }

        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void An_authority_that_is_there_is_used_and_left_alone()
    {
        var platform = new SandboxedPlatform(Meshes.Of(Encrypted));
        var theirs = Theirs(platform);
        platform.Definition = With(theirs);
        var before = platform.Inventory;

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        Authorities(platform).ShouldBe([theirs]);
        Servers(platform).ShouldAllBe(server => server.Tls.IssuerCertificateAuthority.AwsPcaAuthorityArn == theirs);
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBe(before);
    }

    [Fact]
    public void It_goes_away_by_name_and_suffix_alone()
    {
        var platform = new SandboxedPlatform(Meshes.Of(Encrypted));
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void Encryption_comes_and_goes_without_a_new_ecs_service()
    {
        var platform = new SandboxedPlatform(Meshes.ServiceConnect);
        platform.Up().ThrowIfFailed();
        var clear = platform.Inventory;
        var services = Meshes.ServicesOf(platform);
        platform.Definition = Meshes.Of("{type: serviceConnect, accessLogs: true, tls: {}}");

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        Servers(platform).ShouldAllBe(server => server.Tls != null);
        platform.Definition = Meshes.ServiceConnect;
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        Servers(platform).ShouldAllBe(server => server.Tls == null);
        Meshes.ServicesOf(platform).ShouldBe(services);
        platform.Inventory.Where(item => !item.Contains("ecs-sc!", StringComparison.Ordinal)).ShouldBe(clear); // ECS keeps its own secrets as long as their endpoints live
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_read_back(bool theirs)
    {
        var platform = new SandboxedPlatform(Meshes.Of(Encrypted));
        if (theirs)
        {
            platform.Definition = With(Theirs(platform));
        }

        platform.Up().ThrowIfFailed();

        var read = platform.Export().Definition;

        DefinitionValidator.Validate(read).ShouldBeEmpty();
        read.Mesh.ShouldBe(platform.Definition.Mesh);
        read.Encryption.ShouldBeNull();
        platform.Definition = read;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    private static PlatformDefinition With(string authority) => Meshes.Of($"{{type: serviceConnect, tls: {{certificateAuthority: \"{authority}\"}}}}");

    private static IEnumerable<ServiceConnectService> Servers(SandboxedPlatform platform)
    {
        var found = platform.ByHand(aws => aws.ECS.DescribeServicesAsync(new() { Cluster = "cluster-shop-t1", Services = [.. platform.Definition.Services.Select(service => $"service-{service.Name}-t1")] })).Services
            .SelectMany(service => service.Deployments.Single(deployment => deployment.Status == "PRIMARY").ServiceConnectConfiguration.Services ?? []).ToList();
        found.Count.ShouldBe(3);
        return found;
    }

    private static IEnumerable<string> Authorities(SandboxedPlatform platform) =>
        platform.ByHand(aws => aws.ACMPCA.ListCertificateAuthoritiesAsync(new())).CertificateAuthorities.Where(authority => authority.Status == CertificateAuthorityStatus.ACTIVE).Select(authority => authority.Arn);

    /// <summary>A root authority that somebody else has made and activated.</summary>
    private static string Theirs(SandboxedPlatform platform) => platform.ByHand(async aws =>
    {
        var arn = (await aws.ACMPCA.CreateCertificateAuthorityAsync(new()
        {
            CertificateAuthorityType = CertificateAuthorityType.ROOT,
            UsageMode = CertificateAuthorityUsageMode.GENERAL_PURPOSE,
            CertificateAuthorityConfiguration = new() { KeyAlgorithm = KeyAlgorithm.EC_prime256v1, SigningAlgorithm = Amazon.ACMPCA.SigningAlgorithm.SHA256WITHECDSA, Subject = new() { CommonName = "theirs" } },
        })).CertificateAuthorityArn;
        await Task.Delay(TimeSpan.FromMinutes(1), platform.Clock);
        var csr = (await aws.ACMPCA.GetCertificateAuthorityCsrAsync(new() { CertificateAuthorityArn = arn })).Csr;
        var issued = (await aws.ACMPCA.IssueCertificateAsync(new()
        {
            CertificateAuthorityArn = arn,
            Csr = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(csr)),
            SigningAlgorithm = Amazon.ACMPCA.SigningAlgorithm.SHA256WITHECDSA,
            TemplateArn = "arn:aws:acm-pca:::template/RootCACertificate/V1",
            Validity = new() { Type = ValidityPeriodType.YEARS, Value = 5 },
        })).CertificateArn;
        await Task.Delay(TimeSpan.FromMinutes(1), platform.Clock);
        var certificate = (await aws.ACMPCA.GetCertificateAsync(new() { CertificateAuthorityArn = arn, CertificateArn = issued })).Certificate;
        await aws.ACMPCA.ImportCertificateAuthorityCertificateAsync(new() { CertificateAuthorityArn = arn, Certificate = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(certificate)) });
        return arn;
    });
}
