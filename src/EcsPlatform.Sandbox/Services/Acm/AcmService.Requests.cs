using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.CertificateManager.Model;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <content>Requests, and their way to a certificate.</content>
public sealed partial class AcmService
{
    private const string Issue = "acm-pca:IssueCertificate";

    private static readonly string[] KeysToRequest = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"];

    // "A delay of several seconds before you can retrieve information": the records are shown only then.
    private static readonly TimeSpan RecordsShown = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PrivateIssuing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Failing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Proving = TimeSpan.FromMinutes(2);

    // "ACM makes repeated attempts to validate a certificate for 72 hours and then times out" (CertificateDetail).
    private static readonly TimeSpan LongestProof = TimeSpan.FromHours(72);

    // Since 2026 public certificates hold for 198 days (ACM FAQ), private ones still for 395 (user guide, "Private certificates").
    private static readonly TimeSpan PublicLife = TimeSpan.FromDays(198);
    private static readonly TimeSpan PrivateLife = TimeSpan.FromDays(395);

    // "Idempotency tokens time out after one hour" (RequestCertificate).
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    /// <summary>The region's quotas.</summary>
    public AcmQuotas Quotas { get; set; } = new();

    /// <summary>Puts a public certificate with an ARN from elsewhere into the account, as if it had been requested an hour ago; false where it is there already.</summary>
    /// <param name="arn">The certificate's ARN.</param>
    internal bool StandIn(string arn)
    {
        if (State.Certificates.ContainsKey(arn))
        {
            return false;
        }

        var certificate = State.Certificates[arn] = new StoredCertificate
        {
            Arn = arn,
            Type = "AMAZON_ISSUED",
            Domain = DomainRules.OfStandIns,
            Names = [DomainRules.OfStandIns],
            Status = "PENDING_VALIDATION",
            Created = Now.AddHours(-1),
            KeyAlgorithm = "RSA_2048",
            Method = "DNS",
        };
        _patience.At(certificate.Created + LongestProof, arn);
        Proceed(arn);
        return true;
    }

    private RequestCertificateResponse RequestCertificate(RequestCertificateRequest request, CallContext context)
    {
        var tags = Tags(request.Tags);
        List<string> names = [.. new[] { request.DomainName }.Concat(request.SubjectAlternativeNames ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
        Check(request, names);
        var token = request.IdempotencyToken is { } given ? $"{given} {request.DomainName}" : null;
        if (token is not null && State.Tokens.TryGetValue(token, out var answered) && answered.Until > Now && State.Certificates.ContainsKey(answered.Arn))
        {
            return new RequestCertificateResponse { CertificateArn = answered.Arn };
        }

        var authority = request.CertificateAuthorityArn;
        var isPrivate = authority is not null;
        if (!isPrivate)
        {
            Count("AMAZON_ISSUED", Quotas.Certificates, Quotas.CertificatesPerYear);
        }

        var iam = Region.Get<IamService>();
        var certificate = new StoredCertificate
        {
            Arn = Region.Arn("acm", $"certificate/{Ids.Uuid()}"),
            Type = isPrivate ? "PRIVATE" : "AMAZON_ISSUED",
            Domain = request.DomainName,
            Names = names,
            Status = "PENDING_VALIDATION",
            Created = Now,
            KeyAlgorithm = request.KeyAlgorithm?.Value ?? "RSA_2048",
            Method = isPrivate ? null : request.ValidationMethod?.Value ?? "EMAIL",
            AuthorityArn = authority,
            IsDenied = authority is not null && iam.Decide(iam.Caller(context.AccessKeyId), new AccessRequest(Issue, authority)) != Decision.Allowed,
            Options = request.Options,
            ManagedBy = request.ManagedBy?.Value,
            Tags = tags,
            MailDomains = (request.DomainValidationOptions ?? []).ToDictionary(option => option.DomainName, option => option.ValidationDomain, StringComparer.Ordinal),
        };
        State.Certificates[certificate.Arn] = certificate;
        if (token is not null)
        {
            State.Tokens[token] = new AnsweredToken(certificate.Arn, Now + TokenLife);
        }

        _issuing.After(isPrivate ? PrivateIssuing : DomainRules.WhyRefused(names) is null ? Proving : Failing, certificate.Arn);
        if (!isPrivate)
        {
            _patience.At(Now + LongestProof, certificate.Arn);
        }

        return new RequestCertificateResponse { CertificateArn = certificate.Arn };
    }

    private void Check(RequestCertificateRequest request, List<string> names)
    {
        if (request.DomainName.Length > 64)
        {
            throw Invalid("The first domain name can be no longer than 64 characters.");
        }

        if (names.Count > Quotas.Names)
        {
            throw new AwsError("LimitExceededException", $"The request has {names.Count} domain names; the quota is {Quotas.Names} for each certificate.");
        }

        if (request.KeyAlgorithm is { } algorithm && !KeysToRequest.Contains(algorithm.Value))
        {
            throw Invalid($"Certificates with keys of {algorithm} can only be imported; {string.Join(", ", KeysToRequest)} can be requested.");
        }

        if (request.ValidationMethod?.Value == "HTTP" && request.ManagedBy?.Value != "CLOUDFRONT")
        {
            throw Invalid("HTTP validation is for certificates that CloudFront manages.");
        }

        foreach (var option in request.DomainValidationOptions ?? [])
        {
            if (!names.Contains(option.DomainName) || !DomainRules.IsAbove(option.ValidationDomain, option.DomainName))
            {
                throw new AwsError("InvalidDomainValidationOptionsException",
                    $"{option.ValidationDomain} is no domain that {option.DomainName} belongs to, or {option.DomainName} is not in the request.");
            }
        }
    }

    private void Count(string type, int quota, int perYear)
    {
        State.LastYear.RemoveAll(counted => counted.At < Now.AddDays(-365));
        var held = State.Certificates.Values.Count(certificate => certificate.Type == type);
        if (held >= quota || State.LastYear.Count(counted => counted.Type == type) >= perYear)
        {
            throw new AwsError("LimitExceededException", $"The quota of {(held >= quota ? $"{quota} certificates" : $"{perYear} certificates in 365 days")} is reached.");
        }

        State.LastYear.Add(new CountedCertificate(type, Now));
    }

    /// <summary>Looks at who proves the names, and issues when all are proven.</summary>
    private void Proceed(string arn)
    {
        if (FindCertificate(arn) is not { Status: "PENDING_VALIDATION" } certificate)
        {
            return;
        }

        if (certificate.AuthorityArn is null && DomainRules.WhyRefused(certificate.Names) is { } refusal)
        {
            Fail(certificate, refusal);
            return;
        }

        certificate.Proven.UnionWith(certificate.Names.Where(name => !Faults.DomainIsUnproven(name, certificate.Arn)));
        if (certificate.AuthorityArn is not null)
        {
            if (Sign(certificate) is { } reason)
            {
                Fail(certificate, reason);
            }
        }
        else if (certificate.Names.TrueForAll(certificate.Proven.Contains))
        {
            Sign(certificate);
        }
    }

    private void Fail(StoredCertificate certificate, string reason)
    {
        (certificate.Status, certificate.FailureReason) = ("FAILED", reason);
        _patience.Cancel(certificate.Arn);
    }

    private void GiveUp(string arn)
    {
        if (FindCertificate(arn) is { Status: "PENDING_VALIDATION" } certificate)
        {
            certificate.Status = "VALIDATION_TIMED_OUT";
        }
    }

    /// <summary>Records that were missing may be there by now.</summary>
    private void LookAgain()
    {
        foreach (var waiting in State.Certificates.Values.Where(certificate => certificate is { Status: "PENDING_VALIDATION", AuthorityArn: null } && !_issuing.IsPending(certificate.Arn)))
        {
            if (waiting.Names.Exists(name => !waiting.Proven.Contains(name) && !Faults.DomainIsUnproven(name, waiting.Arn)))
            {
                _issuing.After(Proving, waiting.Arn);
            }
        }
    }

    /// <summary>Gives it a new key and a certificate for that; null, or why there is none.</summary>
    private string? Sign(StoredCertificate certificate)
    {
        if (certificate.AuthorityArn is not null && WhyNotSigned(certificate) is { } reason)
        {
            return reason;
        }

        using var key = SigningKey.Create(certificate.KeyAlgorithm)!;
        var request = Asked(key, certificate);
        if (certificate.AuthorityArn is { } arn)
        {
            var authorities = Region.Get<PrivateCaService>();
            if (authorities.Issue(arn, request.CreateSigningRequestPem(), PrivateLife) is not { } issued)
            {
                return "PCA_INVALID_STATE";
            }

            (certificate.Pem, certificate.Chain) = (issued.Pem, PrivateCaService.ChainBelow(authorities.FindAuthority(arn)!));
        }
        else
        {
            var family = certificate.KeyAlgorithm.Split('_')[0];
            if (!State.Issuers.TryGetValue(family, out var issuer))
            {
                State.Issuers[family] = issuer = PublicIssuer.Create(family, Now);
            }

            (certificate.Pem, certificate.Chain) = (PublicIssuer.Sign(issuer, family, request, Now.AddHours(-1), Now + PublicLife, Ids), issuer.Pem);
        }

        certificate.Key = key.Export();
        using var content = X509Certificate2.CreateFromPem(certificate.Pem);
        Hold(certificate, content);
        certificate.Issued ??= Now;
        certificate.Exported = false;
        _renewal.At(certificate.NotAfter!.Value - RenewedBefore(certificate), certificate.Arn);
        return null;
    }

    private void Hold(StoredCertificate certificate, X509Certificate2 content)
    {
        certificate.Status = "ISSUED";
        certificate.NotBefore = new DateTimeOffset(content.NotBefore.ToUniversalTime());
        certificate.NotAfter = new DateTimeOffset(content.NotAfter.ToUniversalTime());
        _patience.Cancel(certificate.Arn);
    }

    private string? WhyNotSigned(StoredCertificate certificate)
    {
        var authority = Region.Get<PrivateCaService>().FindAuthority(certificate.AuthorityArn);
        return certificate.IsDenied ? "PCA_ACCESS_DENIED"
            : authority is null ? "PCA_RESOURCE_NOT_FOUND"
            : authority.Status != "ACTIVE" ? "PCA_INVALID_STATE"
            : authority.UsageMode == "SHORT_LIVED_CERTIFICATE" || authority.NotAfter < Now + PrivateLife ? "PCA_INVALID_DURATION"
            : authority.Configuration.KeyAlgorithm.Value.Split('_')[0] != certificate.KeyAlgorithm.Split('_')[0] ? "PCA_INVALID_ARGS"
            : null;
    }

    private static CertificateRequest Asked(SigningKey key, StoredCertificate certificate)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(certificate.Domain!);
        var request = key.Request(subject.Build(), HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        certificate.Names.ForEach(names.AddDnsName);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private DomainValidation Proof(StoredCertificate certificate, string name)
    {
        var shown = new DomainValidation
        {
            DomainName = name,
            ValidationDomain = certificate.MailDomains.GetValueOrDefault(name, name),
            ValidationMethod = certificate.Method,
            ValidationStatus = certificate.Proven.Contains(name) ? "SUCCESS" : certificate.Status == "PENDING_VALIDATION" ? "PENDING_VALIDATION" : "FAILED",
        };
        if (certificate.Method == "EMAIL")
        {
            shown.ValidationEmails = [.. DomainRules.Mailboxes.Select(box => $"{box}@{shown.ValidationDomain.TrimStart('*', '.')}")];
        }
        else if (certificate.Method == "DNS" && Now >= certificate.Created + (RecordsShown / Region.Sandbox.Options.LifecycleSpeed))
        {
            shown.ResourceRecord = DomainRules.Record(Region.AccountId, name);
        }

        return shown;
    }
}
