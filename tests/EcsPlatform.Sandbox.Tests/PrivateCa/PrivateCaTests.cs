using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.ACMPCA.Model;
using static EcsPlatform.Aws.Models.ACMPCAModel;

namespace EcsPlatform.Sandbox.Tests.PrivateCa;

public sealed class PrivateCaTests
{
    private const string Root = "arn:aws:acm-pca:::template/RootCACertificate/V1";

    private readonly AwsSandbox _sandbox = new();

    private VirtualClock Clock => (VirtualClock)_sandbox.Clock;

    [Fact]
    public void A_new_authority_takes_a_while_and_then_waits_for_its_certificate()
    {
        var arn = Create();

        Status(arn).ShouldBe("CREATING");
        _sandbox.Refuses(GetCertificateAuthorityCsr, new() { CertificateAuthorityArn = arn }).Code.ShouldBe("RequestInProgressException");
        Clock.Advance(TimeSpan.FromSeconds(15));
        Status(arn).ShouldBe("PENDING_CERTIFICATE");
        CertificateRequest.LoadSigningRequestPem(Csr(arn), HashAlgorithmName.SHA256).SubjectName.Name.ShouldContain("CN=payments");
    }

    [Fact]
    public void A_root_signs_itself_and_what_it_issues_holds_in_a_real_chain()
    {
        var arn = ActiveRoot();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var issued = Issue(arn, key, "api.payments.local", 5);
        _sandbox.Refuses(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = issued }).Code.ShouldBe("RequestInProgressException");
        Clock.Advance(TimeSpan.FromSeconds(3));
        var answer = _sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = issued });

        using var leaf = X509Certificate2.CreateFromPem(answer.Certificate);
        using var root = X509Certificate2.CreateFromPem(answer.CertificateChain);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Clock.GetUtcNow().LocalDateTime;
        chain.Build(leaf).ShouldBeTrue(string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().ShouldBe(["api.payments.local"]);
        leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count.ShouldBe(2);
        leaf.PublicKey.ExportSubjectPublicKeyInfo().ShouldBe(key.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void A_certificate_is_revoked_by_its_serial_number_with_or_without_colons_but_not_the_roots_own()
    {
        var arn = ActiveRoot();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = Issue(arn, key, "api.payments.local", 5);
        var own = _sandbox.Call(DescribeCertificateAuthority, new() { CertificateAuthorityArn = arn }).CertificateAuthority.Serial;
        RevokeCertificateRequest Revoke(string serial) => new() { CertificateAuthorityArn = arn, CertificateSerial = serial, RevocationReason = "UNSPECIFIED" };

        _sandbox.Call(RevokeCertificate, Revoke(issued[(issued.LastIndexOf('/') + 1)..].ToUpperInvariant()));

        _sandbox.Refuses(RevokeCertificate, Revoke(string.Join(':', issued[(issued.LastIndexOf('/') + 1)..].Chunk(2).Select(pair => new string(pair)))))
            .Code.ShouldBe("RequestAlreadyProcessedException");
        _sandbox.Refuses(RevokeCertificate, Revoke(own)).Code.ShouldBe("InvalidRequestException");
        _sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = $"{arn}/certificate/{own.Replace(":", "", StringComparison.Ordinal)}" })
            .CertificateChain.ShouldBeNull();
    }

    [Fact]
    public void A_subordinate_is_signed_by_the_root_and_brings_the_chain_along()
    {
        var root = ActiveRoot(mode: "GENERAL_PURPOSE");
        var sub = Create("SUBORDINATE", "GENERAL_PURPOSE", "payments issuing");
        Clock.Advance(TimeSpan.FromSeconds(15));
        var certificate = _sandbox.Call(IssueCertificate, new()
        {
            CertificateAuthorityArn = root,
            Csr = Bytes(Csr(sub)),
            SigningAlgorithm = "SHA256WITHECDSA",
            TemplateArn = "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1",
            Validity = new() { Type = "YEARS", Value = 1 },
        }).CertificateArn;
        Clock.Advance(TimeSpan.FromSeconds(3));
        var pem = _sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = root, CertificateArn = certificate });

        _sandbox.Refuses(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = sub, Certificate = Bytes(pem.Certificate) }).Code.ShouldBe("InvalidRequestException");
        _sandbox.Call(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = sub, Certificate = Bytes(pem.Certificate), CertificateChain = Bytes(pem.CertificateChain) });

        Status(sub).ShouldBe("ACTIVE");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = Issue(sub, key, "api", 30);
        Clock.Advance(TimeSpan.FromSeconds(3));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(_sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = sub, CertificateArn = leaf }).CertificateChain);
        chain.Count.ShouldBe(2);
    }

    [Fact]
    public void A_short_lived_authority_issues_seven_days_at_most()
    {
        var arn = ActiveRoot();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Should.Throw<RefusalException>(() => Issue(arn, key, "api", 8)).Code.ShouldBe("ValidationException");
        Issue(arn, key, "api", 7).ShouldStartWith(arn + "/certificate/");
    }

    [Fact]
    public void No_certificate_outlives_its_authority()
    {
        var arn = ActiveRoot(mode: "GENERAL_PURPOSE");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Should.Throw<RefusalException>(() => Issue(arn, key, "api", 4000)).Said.ShouldContain("exceeds the certificate authority validity");
    }

    [Fact]
    public void What_is_no_signing_request_is_refused()
    {
        var arn = ActiveRoot();

        _sandbox.Refuses(IssueCertificate, new()
        {
            CertificateAuthorityArn = arn, Csr = Bytes("nonsense"), SigningAlgorithm = "SHA256WITHECDSA", Validity = new() { Type = "DAYS", Value = 1 },
        }).Code.ShouldBe("MalformedCSRException");
        _sandbox.Refuses(IssueCertificate, new()
        {
            CertificateAuthorityArn = arn, Csr = Bytes(Csr(arn)), SigningAlgorithm = "SHA256WITHRSA", Validity = new() { Type = "DAYS", Value = 1 },
        }).Code.ShouldBe("InvalidArgsException");
    }

    [Fact]
    public void Only_its_own_certificate_makes_an_authority_active()
    {
        var one = ActiveRoot();
        var other = Create();
        Clock.Advance(TimeSpan.FromSeconds(15));
        var pem = _sandbox.Call(GetCertificateAuthorityCertificate, new() { CertificateAuthorityArn = one }).Certificate;

        _sandbox.Refuses(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = other, Certificate = Bytes(pem) }).Code.ShouldBe("CertificateMismatchException");
        _sandbox.Refuses(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = other, Certificate = Bytes("x") }).Code.ShouldBe("MalformedCertificateException");
        _sandbox.Refuses(GetCertificateAuthorityCertificate, new() { CertificateAuthorityArn = other }).Code.ShouldBe("InvalidStateException");
    }

    [Fact]
    public void A_disabled_authority_is_deleted_restorable_for_days_and_then_gone()
    {
        var arn = ActiveRoot();
        _sandbox.Refuses(DeleteCertificateAuthority, new() { CertificateAuthorityArn = arn }).Code.ShouldBe("InvalidStateException");
        _sandbox.Call(UpdateCertificateAuthority, new() { CertificateAuthorityArn = arn, Status = "DISABLED" });
        _sandbox.Call(DeleteCertificateAuthority, new() { CertificateAuthorityArn = arn, PermanentDeletionTimeInDays = 7 });

        Status(arn).ShouldBe("DELETED");
        _sandbox.Inventory().ShouldNotContain(line => line.Contains(arn));
        _sandbox.Call(RestoreCertificateAuthority, new() { CertificateAuthorityArn = arn });
        Status(arn).ShouldBe("DISABLED");
        _sandbox.Call(DeleteCertificateAuthority, new() { CertificateAuthorityArn = arn, PermanentDeletionTimeInDays = 7 });
        Clock.PendingTimers.ShouldBe(0);
        Clock.Advance(TimeSpan.FromDays(7));
        _sandbox.Refuses(DescribeCertificateAuthority, new() { CertificateAuthorityArn = arn }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void A_repeated_request_makes_nothing_new()
    {
        var first = Create(token: "t");

        Create(token: "t").ShouldBe(first);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Create(token: "t").ShouldNotBe(first);
    }

    [Fact]
    public void An_authority_keeps_its_key_in_the_state_file()
    {
        var arn = ActiveRoot();
        var path = Path.GetTempFileName();
        try
        {
            StateFile.Save(_sandbox, path);
            var other = new AwsSandbox();
            StateFile.Load(other, path);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var issued = other.Call(IssueCertificate, Request(arn, key, "api", 3)).CertificateArn;
            ((VirtualClock)other.Clock).Advance(TimeSpan.FromSeconds(5));
            other.Call(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = issued }).Certificate.ShouldStartWith("-----BEGIN CERTIFICATE-----");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Permissions_and_tags_are_kept()
    {
        var arn = ActiveRoot();
        var permission = new CreatePermissionRequest { CertificateAuthorityArn = arn, Principal = "acm.amazonaws.com", Actions = ["IssueCertificate", "GetCertificate", "ListPermissions"] };
        _sandbox.Call(CreatePermission, permission);
        _sandbox.Call(TagCertificateAuthority, new() { CertificateAuthorityArn = arn, Tags = [new() { Key = "AmazonECSManaged", Value = "true" }] });

        _sandbox.Refuses(CreatePermission, permission).Code.ShouldBe("PermissionAlreadyExistsException");
        _sandbox.Call(ListPermissions, new() { CertificateAuthorityArn = arn }).Permissions.ShouldHaveSingleItem().SourceAccount.ShouldBe("123456789012");
        _sandbox.Call(ListTags, new() { CertificateAuthorityArn = arn }).Tags.ShouldHaveSingleItem().Key.ShouldBe("AmazonECSManaged");
        _sandbox.Call(EcsPlatform.Aws.Models.ResourceGroupsTaggingAPIModel.GetResources, new()).ResourceTagMappingList.ShouldHaveSingleItem().ResourceARN.ShouldBe(arn);
    }

    private string ActiveRoot(string mode = "SHORT_LIVED_CERTIFICATE")
    {
        var arn = Create(mode: mode);
        Clock.Advance(TimeSpan.FromSeconds(15));
        var certificate = _sandbox.Call(IssueCertificate, new()
        {
            CertificateAuthorityArn = arn,
            Csr = Bytes(Csr(arn)),
            SigningAlgorithm = "SHA256WITHECDSA",
            TemplateArn = Root,
            Validity = new() { Type = "YEARS", Value = 10 },
        }).CertificateArn;
        Clock.Advance(TimeSpan.FromSeconds(3));
        var pem = _sandbox.Call(GetCertificate, new() { CertificateAuthorityArn = arn, CertificateArn = certificate }).Certificate;
        _sandbox.Call(ImportCertificateAuthorityCertificate, new() { CertificateAuthorityArn = arn, Certificate = Bytes(pem) });
        Status(arn).ShouldBe("ACTIVE");
        return arn;
    }

    private string Create(string type = "ROOT", string mode = "SHORT_LIVED_CERTIFICATE", string name = "payments", string? token = null) =>
        _sandbox.Call(CreateCertificateAuthority, new()
        {
            CertificateAuthorityType = type,
            UsageMode = mode,
            IdempotencyToken = token,
            CertificateAuthorityConfiguration = new()
            {
                KeyAlgorithm = "EC_prime256v1",
                SigningAlgorithm = "SHA256WITHECDSA",
                Subject = new() { CommonName = name, Organization = "Example" },
            },
        }).CertificateAuthorityArn;

    private string Issue(string authority, ECDsa key, string name, int days) => _sandbox.Call(IssueCertificate, Request(authority, key, name, days)).CertificateArn;

    private static IssueCertificateRequest Request(string authority, ECDsa key, string name, int days)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return new IssueCertificateRequest
        {
            CertificateAuthorityArn = authority,
            Csr = Bytes(request.CreateSigningRequestPem()),
            SigningAlgorithm = "SHA256WITHECDSA",
            Validity = new() { Type = "DAYS", Value = days },
        };
    }

    private string Csr(string arn) => _sandbox.Call(GetCertificateAuthorityCsr, new() { CertificateAuthorityArn = arn }).Csr;

    private string Status(string arn) => _sandbox.Call(DescribeCertificateAuthority, new() { CertificateAuthorityArn = arn }).CertificateAuthority.Status.Value;

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
