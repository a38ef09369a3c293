using Amazon.Runtime;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A load balancer that shows a certificate: whether ACM lets it is known before anything is made.</summary>
public sealed class CertificateTests
{
    private const string Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

    private readonly SandboxedPlatform _platform = new(Secure);

    private static PlatformDefinition Secure => Platforms.Read(Platforms.SmallYaml.Replace(
        "{port: 80, protocol: HTTP}", $"{{port: 443, protocol: HTTPS, certificateArn: \"{Certificate}\"}}", StringComparison.Ordinal));

    private IReadOnlyList<JournalEntry> Asked => [.. _platform.Account.Journal.Entries.Where(call => call.Service == "acm")];

    [Fact]
    public void One_that_is_issued_is_asked_for_once_in_each_plan_and_not_in_a_removal()
    {
        _platform.Account.StandInCertificate(Certificate);
        var before = _platform.Inventory;
        _platform.Up().ThrowIfFailed();
        Asked.Select(call => call.Operation).ShouldBe(["DescribeCertificate"]);

        _platform.Plan().Changes.ShouldBeEmpty();
        Asked.Count.ShouldBe(2);
        _platform.Down().ThrowIfFailed();
        Asked.Count.ShouldBe(2);
        _platform.Inventory.ShouldBe(before);
    }

    [Fact]
    public void Asking_makes_no_run_longer()
    {
        _platform.Account.StandInCertificate(Certificate);
        var plain = new SandboxedPlatform(Platforms.Small);

        Rounds(_platform).ShouldBe(Rounds(plain));
        _platform.Up().ThrowIfFailed();
        plain.Up().ThrowIfFailed();
        Rounds(_platform).ShouldBe(Rounds(plain));

        static int Rounds(SandboxedPlatform platform) => platform.InProcess(async session =>
        {
            await session.PlanAsync(platform.Definition, platform.Options);
            return session.Meter.Rounds;
        });
    }

    [Fact]
    public void One_that_is_not_there_stops_the_run_before_anything_is_made()
    {
        var problem = Refused();
        (problem.Id, problem.LogicalId).ShouldBe(("CertificateNotFound", "listener/443"));
        problem.Message.ShouldContain(Certificate);
        problem.Advice.ShouldContain("own account and region");
        _platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void One_that_waits_for_its_proof_says_which_records_are_missing()
    {
        _platform.Account.Faults.SetUnprovenDomain(Certificate);
        _platform.Account.StandInCertificate(Certificate);
        _platform.Wait(TimeSpan.FromMinutes(1));

        var problem = Refused();
        problem.Id.ShouldBe("CertificateNotIssued");
        problem.Advice.ShouldMatch(@"_[0-9a-f]{32}\.stand-in\.example\.com\. CNAME _[0-9a-f]{32}");

        _platform.Account.Faults.SetUnprovenDomain(Certificate, false);
        _platform.Wait(TimeSpan.FromMinutes(5));
        _platform.Up().ThrowIfFailed();
    }

    [Fact]
    public void One_that_timed_out_or_expired_has_to_be_replaced()
    {
        _platform.Account.Faults.SetUnprovenDomain(Certificate);
        _platform.Account.StandInCertificate(Certificate);
        _platform.Wait(TimeSpan.FromHours(73));
        Refused().Message.ShouldContain("VALIDATION_TIMED_OUT");

        var later = new SandboxedPlatform(Secure);
        later.Account.StandInCertificate(Certificate);
        later.Clock.Advance(TimeSpan.FromDays(200));
        later.Plan().Problems.Single().Id.ShouldBe("CertificateExpired");
    }

    [Fact]
    public void One_that_expires_in_use_does_not_keep_the_platform_from_changing()
    {
        _platform.Account.StandInCertificate(Certificate);
        _platform.Up().ThrowIfFailed();
        _platform.Account.Faults.SetUnprovenDomain(Certificate);
        _platform.Clock.Advance(TimeSpan.FromDays(200));

        _platform.Plan().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void One_step_asks_as_well()
    {
        _platform.Make(new(_platform.Scope, PlatformParts.Network, live => live with { Network = Secure.Network })).ThrowIfFailed();
        var plan = _platform.Plan(new PlatformChange(_platform.Scope, PlatformParts.LoadBalancer, live => live with { LoadBalancer = Secure.LoadBalancer })
        {
            Requires = PlatformParts.Network,
            CertificateArn = Certificate,
        });
        plan.Problems.Single().Id.ShouldBe("CertificateNotFound");
    }

    [Fact]
    public void Who_may_not_look_at_certificates_finds_out_when_the_listener_is_made()
    {
        var keys = _platform.ByHand(async aws =>
        {
            await aws.IdentityManagement.CreateRoleAsync(new()
            {
                RoleName = "publisher",
                AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}""",
            });
            await aws.IdentityManagement.PutRolePolicyAsync(new()
            {
                RoleName = "publisher",
                PolicyName = "all-but-certificates",
                PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"acm:*","Resource":"*"}]}""",
            });
            await Task.Delay(TimeSpan.FromMinutes(1), _platform.Clock); // until the role has spread
            return (await aws.SecurityToken.AssumeRoleAsync(new() { RoleArn = "arn:aws:iam::123456789012:role/publisher", RoleSessionName = "pipeline" })).Credentials;
        });
        using var session = new PlatformSession(new PlatformConnection
        {
            Region = Secure.Region,
            Credentials = new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
            Handler = _platform.Account.CreateHandler(),
            Clock = _platform.Clock,
        });

        var report = _platform.Clock.Run(async () => await session.ApplyAsync(await session.PlanAsync(Secure, _platform.Options), _ => { }));

        Asked.Single().Outcome.ShouldBe("AccessDeniedException");
        var failure = report.Failures.Single(step => step.LogicalId == "listener/443");
        failure.ErrorCode.ShouldBe("CertificateNotFound");
        failure.Advice.ShouldContain("own account and region");
    }

    private PlanProblem Refused()
    {
        var refusal = Should.Throw<PlanRefusedException>(() => _platform.Up());
        return refusal.Plan.Problems.Single();
    }
}
