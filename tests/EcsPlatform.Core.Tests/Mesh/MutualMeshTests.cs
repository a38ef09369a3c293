using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Core.Tests.Rotation;
using EcsPlatform.Sandbox.Services;

namespace EcsPlatform.Core.Tests.Mesh;

/// <summary>App Mesh where both sides show certificates: issued, laid into tasks, read by nobody else, and renewed on their day.</summary>
public sealed class MutualMeshTests
{
    private static readonly string[] All = ["front", "job", "orders", "stock"];

    private static readonly PlatformDefinition Mutual = Meshes.Named("mutual");

    [Fact]
    public void It_goes_up_replans_empty_and_leaves_nothing()
    {
        var platform = new SandboxedPlatform(Mutual);

        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        platform.Down().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void It_goes_away_by_name_and_suffix_alone()
    {
        var platform = new SandboxedPlatform(Mutual);
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void Every_service_has_a_certificate_for_its_name_that_the_authority_signed()
    {
        var platform = new SandboxedPlatform(Mutual);
        platform.Up().ThrowIfFailed();

        foreach (var service in All)
        {
            var (certificate, authority) = CertificateOf(platform, service);
            certificate.MatchesHostname($"{service}.shop-t1.local").ShouldBeTrue();
            certificate.HasPrivateKey.ShouldBeTrue();
            certificate.Issuer.ShouldBe(authority.Subject);
            (certificate.NotAfter.ToUniversalTime() - platform.Clock.GetUtcNow().UtcDateTime).TotalDays.ShouldBe(7, 0.1);
        }
    }

    [Fact]
    public void An_execution_role_reads_its_own_services_certificate_and_no_other()
    {
        var platform = new SandboxedPlatform(Mutual);
        platform.Up().ThrowIfFailed();
        var arns = platform.ByHand(aws => aws.SecretsManager.ListSecretsAsync(new())).SecretList.ToDictionary(secret => secret.Name, secret => secret.ARN);
        var known = platform.ByHand(aws => aws.IdentityManagement.GetAccountAuthorizationDetailsAsync(new() { Filter = ["Role"] })).RoleDetailList;
        var roles = All.ToDictionary(service => service, service => known.Single(role => role.RoleName == $"execution-role-{service}-t1").Arn);

        var readable = from role in roles
                       from secret in arns
                       where platform.Account.Look((IamService iam) => iam.Allows(role.Value, "secretsmanager:GetSecretValue", secret.Value))
                       select (role.Key, secret.Key);

        readable.ShouldBe(All.Select(service => (service, $"mesh-certificate-{service}-t1")), ignoreOrder: true);
    }

    [Fact]
    public void Certificates_are_renewed_two_days_before_their_end_and_new_tasks_read_them()
    {
        var platform = new SandboxedPlatform(Mutual);
        RehearsedFunctions.In(platform);
        platform.Up().ThrowIfFailed();
        var before = All.ToDictionary(service => service, service => CertificateOf(platform, service).Leaf);
        var tasks = TasksOf(platform);

        platform.Wait(TimeSpan.FromDays(4));
        CertificateOf(platform, "front").Leaf.SerialNumber.ShouldBe(before["front"].SerialNumber);
        platform.Wait(TimeSpan.FromDays(2.5));

        foreach (var service in All)
        {
            var (renewed, _) = CertificateOf(platform, service);
            renewed.SerialNumber.ShouldNotBe(before[service].SerialNumber, service);
            renewed.NotAfter.ShouldBeGreaterThan(before[service].NotAfter.AddDays(3), service);
            renewed.MatchesHostname($"{service}.shop-t1.local").ShouldBeTrue();
        }

        TasksOf(platform).Intersect(tasks).ShouldBeEmpty();
        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
    }

    [Fact]
    public void A_renewal_that_fails_shows_in_its_log_and_is_tried_again()
    {
        var platform = new SandboxedPlatform(Mutual);
        RehearsedFunctions.In(platform);
        platform.Up().ThrowIfFailed();
        var before = CertificateOf(platform, "orders").Leaf.SerialNumber;
        platform.Account.Faults.SetFunctionFailure("rotation-shop-certificate-t1");

        platform.Wait(TimeSpan.FromDays(5.5));

        CertificateOf(platform, "orders").Leaf.SerialNumber.ShouldBe(before);
        platform.LogOf("/ecs/shop-t1/rotation/certificate").ShouldContain(line => line.Contains("ERROR", StringComparison.OrdinalIgnoreCase));
        platform.Account.Faults.SetFunctionFailure("rotation-shop-certificate-t1", false);
        platform.Wait(TimeSpan.FromDays(1.1));
        CertificateOf(platform, "orders").Leaf.SerialNumber.ShouldNotBe(before);
    }

    [Theory]
    [InlineData("{type: appMesh, tls: {mutual: true}}")]
    [InlineData("{type: appMesh, tls: {certificateDays: 4}, accessLogs: true, egress: DROP_ALL}")]
    public void It_is_read_back(string mesh)
    {
        var platform = new SandboxedPlatform(Meshes.Of(mesh));
        platform.Up().ThrowIfFailed();

        var read = platform.Export().Definition;

        DefinitionValidator.Validate(read).ShouldBeEmpty();
        read.Mesh.ShouldBe(platform.Definition.Mesh);
        read.Secrets.ShouldBeEmpty();
        platform.Definition = read;
        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
    }

    private static (X509Certificate2 Leaf, X509Certificate2 Authority) CertificateOf(SandboxedPlatform platform, string service)
    {
        var text = platform.ByHand(aws => aws.SecretsManager.GetSecretValueAsync(new() { SecretId = $"mesh-certificate-{service}-t1" })).SecretString;
        using var json = JsonDocument.Parse(text);
        string Part(string name) => json.RootElement.GetProperty(name).GetString()!;
        return (X509Certificate2.CreateFromPem(Part("certificate"), Part("privateKey")), X509Certificate2.CreateFromPem(Part("chain")));
    }

    private static IReadOnlyList<string> TasksOf(SandboxedPlatform platform) =>
        platform.ByHand(aws => aws.ECS.ListTasksAsync(new() { Cluster = "cluster-shop-t1" })).TaskArns;
}
