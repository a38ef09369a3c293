using System.Security.Cryptography.X509Certificates;
using EcsPlatform.Aws.Models;
using static EcsPlatform.Aws.Models.CertificateManagerModel;

namespace EcsPlatform.Sandbox.Tests.Acm;

/// <summary>Public certificates: whose names are proven, that are used, renewed, and end.</summary>
public sealed class PublicCertificateTests : AcmWorld
{
    [Fact]
    public void A_certificate_waits_for_the_proof_of_its_names_and_is_issued_then()
    {
        var arn = Request("shop.example.com", request => request.SubjectAlternativeNames = ["*.shop.example.com"]);

        var asked = Seen(arn);
        (asked.Status.Value, asked.Type.Value, asked.InUseBy.Count, asked.RenewalEligibility.Value).ShouldBe(("PENDING_VALIDATION", "AMAZON_ISSUED", 0, "INELIGIBLE"));
        asked.DomainValidationOptions.ShouldAllBe(option => option.ResourceRecord == null, "the records take some seconds");
        Sandbox.Refuses(GetCertificate, new() { CertificateArn = arn }).Code.ShouldBe("RequestInProgressException");

        Clock.Advance(TimeSpan.FromSeconds(5));
        var records = Seen(arn).DomainValidationOptions.ConvertAll(option => option.ResourceRecord);
        records[0].Name.ShouldMatch(@"^_[0-9a-f]{32}\.shop\.example\.com\.$");
        records[1].Name.ShouldBe(records[0].Name, "a domain and the wildcard below it share their record");

        Clock.Advance(TimeSpan.FromMinutes(5));
        var issued = Seen(arn);
        (issued.Status.Value, issued.KeyAlgorithm.Value, issued.SignatureAlgorithm, issued.Issuer).ShouldBe(("ISSUED", "RSA_2048", "SHA256WITHRSA", "Amazon"));
        (issued.NotAfter!.Value - Clock.GetUtcNow().UtcDateTime).TotalDays.ShouldBeInRange(197.9, 198.1);
        using var certificate = X509Certificate2.CreateFromPem(Sandbox.Call(GetCertificate, new() { CertificateArn = arn }).Certificate);
        certificate.MatchesHostname("www.shop.example.com").ShouldBeTrue();
        issued.ExtendedKeyUsages.ConvertAll(purpose => purpose.Name.Value).ShouldBe(["TLS_WEB_SERVER_AUTHENTICATION"]);
    }

    [Fact]
    public void What_nobody_proves_times_out_after_three_days()
    {
        Sandbox.Faults.SetUnprovenDomain("*.example.com");
        var arn = Request();

        Clock.Advance(TimeSpan.FromHours(71));
        Seen(arn).Status.Value.ShouldBe("PENDING_VALIDATION");
        Clock.Advance(TimeSpan.FromHours(2));
        Seen(arn).Status.Value.ShouldBe("VALIDATION_TIMED_OUT");
        Seen(arn).DomainValidationOptions.Single().ValidationStatus.Value.ShouldBe("FAILED");
        Sandbox.Faults.SetUnprovenDomain("*.example.com", false);
        Clock.Advance(TimeSpan.FromHours(1));
        Seen(arn).Status.Value.ShouldBe("VALIDATION_TIMED_OUT", "it has to be requested again");
    }

    [Fact]
    public void A_record_that_comes_late_is_found()
    {
        Sandbox.Faults.SetUnprovenDomain("late.example.com");
        var arn = Request("shop.example.com", request => request.SubjectAlternativeNames = ["late.example.com"]);
        Clock.Advance(TimeSpan.FromHours(10));
        Seen(arn).DomainValidationOptions.ConvertAll(option => option.ValidationStatus.Value).ShouldBe(["SUCCESS", "PENDING_VALIDATION"]);

        Sandbox.Faults.SetUnprovenDomain("late.example.com", false);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Seen(arn).Status.Value.ShouldBe("ISSUED");
    }

    [Theory]
    [InlineData("payments.internal", "INVALID_PUBLIC_DOMAIN")]
    [InlineData("web.us-east-1.elb.amazonaws.com", "DOMAIN_NOT_ALLOWED")]
    public void Names_that_no_public_authority_vouches_for_fail(string name, string reason)
    {
        var arn = Request(name);
        Clock.Advance(TimeSpan.FromMinutes(1));
        (Seen(arn).Status.Value, Seen(arn).FailureReason.Value).ShouldBe(("FAILED", reason));
    }

    [Fact]
    public void The_same_token_within_the_hour_is_the_same_certificate()
    {
        var first = Request(change: request => request.IdempotencyToken = "once");
        Request(change: request => request.IdempotencyToken = "once").ShouldBe(first);
        Request(change: request => request.IdempotencyToken = "twice").ShouldNotBe(first);
        Clock.Advance(TimeSpan.FromMinutes(61));
        Request(change: request => request.IdempotencyToken = "once").ShouldNotBe(first);
    }

    [Fact]
    public void A_request_has_ten_names_and_keys_that_ACM_makes()
    {
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "a.example.com", SubjectAlternativeNames = [.. Enumerable.Range(1, 10).Select(number => $"a{number}.example.com")] })
            .Code.ShouldBe("LimitExceededException");
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "a.example.com", KeyAlgorithm = "RSA_4096" }).Code.ShouldBe("InvalidParameterException");
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "a.example.com", ValidationMethod = "HTTP" }).Code.ShouldBe("InvalidParameterException");
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "a.example.com", DomainValidationOptions = [new() { DomainName = "a.example.com", ValidationDomain = "example.org" }] })
            .Code.ShouldBe("InvalidDomainValidationOptionsException");
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "localhost" }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Quotas_count_what_was_deleted_for_a_year()
    {
        Sandbox.Look((EcsPlatform.Sandbox.Services.Acm.AcmService acm) => acm.Quotas = new() { Certificates = 2, CertificatesPerYear = 3 });
        var first = Request("a.example.com");
        Request("b.example.com");
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "c.example.com" }).Code.ShouldBe("LimitExceededException");
        Delete(first);
        Delete(Request("c.example.com"));
        Sandbox.Refuses(RequestCertificate, new() { DomainName = "d.example.com" }).Code.ShouldBe("LimitExceededException");
        Clock.Advance(TimeSpan.FromDays(366));
        Request("d.example.com");

        void Delete(string arn) => Sandbox.Call(DeleteCertificate, new() { CertificateArn = arn });
    }

    [Fact]
    public void In_use_it_cannot_be_deleted_and_is_renewed_before_its_end()
    {
        var arn = Issued();
        var first = Seen(arn);
        var (listener, balancer) = Listen(arn);

        Seen(arn).InUseBy.ShouldBe([balancer]);
        Seen(arn).RenewalEligibility.Value.ShouldBe("ELIGIBLE");
        Sandbox.Refuses(DeleteCertificate, new() { CertificateArn = arn }).Code.ShouldBe("ResourceInUseException");

        Clock.Advance(TimeSpan.FromDays(152));
        Seen(arn).Serial.ShouldBe(first.Serial);
        Clock.Advance(TimeSpan.FromDays(2));
        var renewed = Seen(arn);
        renewed.Serial.ShouldNotBe(first.Serial);
        renewed.NotAfter!.Value.ShouldBeGreaterThan(first.NotAfter!.Value.AddDays(150));
        renewed.RenewalSummary.RenewalStatus.Value.ShouldBe("SUCCESS");

        Sandbox.Call(ElasticLoadBalancingV2Model.DeleteListener, new() { ListenerArn = listener });
        Sandbox.Call(DeleteCertificate, new() { CertificateArn = arn });
        Sandbox.Refuses(DescribeCertificate, new() { CertificateArn = arn }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void A_renewal_that_nobody_proves_lets_it_expire()
    {
        var arn = Issued();
        Listen(arn);
        Sandbox.Faults.SetUnprovenDomain(arn);
        Clock.Advance(TimeSpan.FromDays(160));
        (Seen(arn).Status.Value, Seen(arn).RenewalSummary.RenewalStatus.Value).ShouldBe(("ISSUED", "PENDING_VALIDATION"));
        Clock.Advance(TimeSpan.FromDays(40));
        (Seen(arn).Status.Value, Seen(arn).RenewalEligibility.Value).ShouldBe(("EXPIRED", "INELIGIBLE"));
    }

    [Fact]
    public void Unused_it_expires()
    {
        var arn = Issued();
        Clock.Advance(TimeSpan.FromDays(199));
        (Seen(arn).Status.Value, Seen(arn).RenewalSummary).ShouldBe(("EXPIRED", null));
    }

    [Fact]
    public void Listings_leave_out_elliptic_curves_unless_they_are_asked_for()
    {
        var rsa = Issued("a.example.com");
        var curve = Request("b.example.com", request => request.KeyAlgorithm = "EC_prime256v1");
        Clock.Advance(TimeSpan.FromMinutes(5));
        Sandbox.Faults.SetUnprovenDomain("c.example.com");
        var pending = Request("c.example.com");

        Arns(new()).ShouldBe([rsa, pending]);
        Arns(new() { CertificateStatuses = ["ISSUED"], Includes = new() { KeyTypes = ["RSA_2048", "EC_prime256v1"] } }).ShouldBe([rsa, curve]);
        Arns(new() { SortBy = "CREATED_AT", SortOrder = "DESCENDING" }).ShouldBe([pending, rsa]);
        Arns(new() { Includes = new() { ExtendedKeyUsage = ["TLS_WEB_CLIENT_AUTHENTICATION"] } }).ShouldBeEmpty();
        Sandbox.Refuses(ListCertificates, new() { SortBy = "CREATED_AT" }).Code.ShouldBe("InvalidArgsException");
        var page = Sandbox.Call(ListCertificates, new() { MaxItems = 1 });
        Sandbox.Call(ListCertificates, new() { MaxItems = 1, NextToken = page.NextToken }).CertificateSummaryList.Single().CertificateArn.ShouldBe(pending);

        List<string> Arns(Amazon.CertificateManager.Model.ListCertificatesRequest request) =>
            Sandbox.Call(ListCertificates, request).CertificateSummaryList.ConvertAll(certificate => certificate.CertificateArn);
    }

    [Fact]
    public void Tags_are_seen_by_the_tagging_API_too()
    {
        var arn = Request(change: request => request.Tags = [new() { Key = "team", Value = "shop" }]);
        Sandbox.Call(AddTagsToCertificate, new() { CertificateArn = arn, Tags = [new() { Key = "stage", Value = "dev" }] });
        Sandbox.Call(RemoveTagsFromCertificate, new() { CertificateArn = arn, Tags = [new() { Key = "stage", Value = "prod" }, new() { Key = "team" }] });

        Sandbox.Call(ListTagsForCertificate, new() { CertificateArn = arn }).Tags.ConvertAll(tag => $"{tag.Key}={tag.Value}").ShouldBe(["stage=dev"]);
        Sandbox.Call(ResourceGroupsTaggingAPIModel.GetResources, new() { TagFilters = [new() { Key = "stage" }] }).ResourceTagMappingList.Single().ResourceARN.ShouldBe(arn);
        Sandbox.Refuses(AddTagsToCertificate, new() { CertificateArn = arn, Tags = [new() { Key = "aws:x", Value = "y" }] }).Code.ShouldBe("InvalidTagException");
    }

    [Fact]
    public void A_certificate_that_stands_in_for_one_elsewhere_is_there_in_its_region_once()
    {
        const string Elsewhere = "arn:aws:acm:eu-west-1:999988887777:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a";
        Sandbox.StandInCertificate(Elsewhere).ShouldBeTrue();
        Sandbox.StandInCertificate(Elsewhere).ShouldBeFalse();
        Sandbox.StandInCertificate("arn:aws:iam::123456789012:server-certificate/web").ShouldBeFalse();
        Sandbox.Call(DescribeCertificate, new() { CertificateArn = Elsewhere }, "eu-west-1").Certificate.Status.Value.ShouldBe("ISSUED");
        Sandbox.Refuses(DescribeCertificate, new() { CertificateArn = Elsewhere }).Code.ShouldBe("InvalidArnException");
    }

    [Fact]
    public void A_saved_sandbox_goes_on_with_its_certificates()
    {
        var arn = Issued();
        Listen(arn);
        var serial = Seen(arn).Serial;
        var path = Path.GetTempFileName();
        try
        {
            StateFile.Save(Sandbox, path);
            var clock = new VirtualClock(Clock.GetUtcNow());
            var other = new AwsSandbox(new SandboxOptions { Clock = clock });
            StateFile.Load(other, path);
            clock.Advance(TimeSpan.FromDays(160));
            var seen = other.Call(DescribeCertificate, new() { CertificateArn = arn }).Certificate;
            (seen.Status.Value, seen.Serial == serial).ShouldBe(("ISSUED", false));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
