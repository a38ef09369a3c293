using System.Security.Cryptography.X509Certificates;
using Amazon.CertificateManager.Model;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <content>How certificates are shown, and how they go.</content>
public sealed partial class AcmService
{
    // "Default filtering returns only RSA_1024 and RSA_2048 certificates" (Filters).
    private static readonly string[] KeysListedByDefault = ["RSA_1024", "RSA_2048"];

    private CertificateDetail Detail(StoredCertificate certificate)
    {
        var detail = new CertificateDetail
        {
            CertificateArn = certificate.Arn,
            DomainName = certificate.Domain,
            SubjectAlternativeNames = certificate.Names.Count > 0 ? certificate.Names : null,
            ManagedBy = certificate.ManagedBy,
            DomainValidationOptions = certificate.Type == "AMAZON_ISSUED" ? [.. certificate.Names.Select(name => Proof(certificate, name))] : null,
            CreatedAt = certificate.Created.UtcDateTime,
            IssuedAt = certificate.Issued?.UtcDateTime,
            ImportedAt = certificate.Imported?.UtcDateTime,
            Status = StatusOf(certificate),
            FailureReason = certificate.FailureReason,
            NotBefore = certificate.NotBefore?.UtcDateTime,
            NotAfter = certificate.NotAfter?.UtcDateTime,
            KeyAlgorithm = certificate.KeyAlgorithm,
            InUseBy = [.. Balancers.BalancersWith(certificate.Arn)],
            Type = certificate.Type,
            CertificateAuthorityArn = certificate.AuthorityArn,
            RenewalEligibility = IsEligible(certificate) ? "ELIGIBLE" : "INELIGIBLE",
            RenewalSummary = RenewalOf(certificate),
            Options = certificate.Type == "IMPORTED" ? null : new CertificateOptions
            {
                CertificateTransparencyLoggingPreference = certificate.Options?.CertificateTransparencyLoggingPreference ?? "ENABLED",
                Export = certificate.Options?.Export ?? "DISABLED",
            },
        };
        if (certificate.Pem is not null)
        {
            using var content = X509Certificate2.CreateFromPem(certificate.Pem);
            detail.Serial = CertificateFacts.Serial(content);
            detail.Subject = content.Subject;
            detail.Issuer = CertificateFacts.Issuer(content);
            detail.SignatureAlgorithm = CertificateFacts.SignatureAlgorithm(content);
            detail.KeyUsages = CertificateFacts.KeyUsages(content);
            detail.ExtendedKeyUsages = CertificateFacts.ExtendedKeyUsages(content);
        }

        return detail;
    }

    private ListCertificatesResponse ListCertificates(ListCertificatesRequest request)
    {
        if (request.SortBy is null != request.SortOrder is null)
        {
            throw new AwsError("InvalidArgsException", "SortBy and SortOrder go together.");
        }

        var keys = request.Includes?.KeyTypes is { Count: > 0 } types ? types : [.. KeysListedByDefault];
        var found = State.Certificates.Values
            .Where(certificate => keys.Contains(certificate.KeyAlgorithm))
            .Where(certificate => request.CertificateStatuses is not { Count: > 0 } statuses || statuses.Contains(StatusOf(certificate)))
            .Select(certificate => (certificate.Created, Shown: Summary(certificate)))
            .Where(certificate => request.Includes is not { } wanted || Fits(certificate.Shown, wanted));
        var sorted = request.SortOrder?.Value == "DESCENDING" ? found.OrderByDescending(certificate => certificate.Created) : found.OrderBy(certificate => certificate.Created);
        var page = Paging.Of(sorted.Select(certificate => certificate.Shown), certificate => certificate.CertificateArn, request.NextToken, request.MaxItems ?? 100,
            () => Unfit("The token specified in the NextToken argument is not valid."));
        return new ListCertificatesResponse { CertificateSummaryList = [.. page.Items], NextToken = page.NextToken };
    }

    private static bool Fits(CertificateSummary certificate, Filters wanted) =>
        (wanted.ExportOption is null || certificate.ExportOption == wanted.ExportOption)
        && (wanted.ManagedBy is null || certificate.ManagedBy == wanted.ManagedBy)
        && (wanted.KeyUsage is not { Count: > 0 } usages || usages.TrueForAll(usage => certificate.KeyUsages?.Contains(usage) == true))
        && (wanted.ExtendedKeyUsage is not { Count: > 0 } purposes || purposes.TrueForAll(purpose => certificate.ExtendedKeyUsages?.Contains(purpose) == true));

    private CertificateSummary Summary(StoredCertificate certificate)
    {
        var detail = Detail(certificate);
        return new CertificateSummary
        {
            CertificateArn = detail.CertificateArn,
            DomainName = detail.DomainName,
            SubjectAlternativeNameSummaries = detail.SubjectAlternativeNames is { } names ? [.. names.Take(100)] : null,
            HasAdditionalSubjectAlternativeNames = detail.SubjectAlternativeNames?.Count > 100,
            Status = detail.Status,
            Type = detail.Type,
            KeyAlgorithm = detail.KeyAlgorithm,
            KeyUsages = detail.KeyUsages?.ConvertAll(usage => usage.Name.Value),
            ExtendedKeyUsages = detail.ExtendedKeyUsages?.ConvertAll(purpose => purpose.Name.Value),
            ExportOption = detail.Options?.Export,
            InUse = detail.InUseBy.Count > 0,
            Exported = certificate.Type == "PRIVATE" ? certificate.Exported : null,
            RenewalEligibility = detail.RenewalEligibility,
            NotBefore = detail.NotBefore,
            NotAfter = detail.NotAfter,
            CreatedAt = detail.CreatedAt,
            IssuedAt = detail.IssuedAt,
            ImportedAt = detail.ImportedAt,
            ManagedBy = detail.ManagedBy,
        };
    }

    private GetCertificateResponse GetCertificate(GetCertificateRequest request)
    {
        var certificate = WithContent(request.CertificateArn);
        return new GetCertificateResponse { Certificate = certificate.Pem, CertificateChain = certificate.Chain };
    }

    private StoredCertificate WithContent(string arn) => Certificate(arn) is { Pem: not null } certificate
        ? certificate
        : throw new AwsError("RequestInProgressException", $"The certificate {arn} has not been issued.");

    private DeleteCertificateResponse DeleteCertificate(DeleteCertificateRequest request)
    {
        var certificate = Certificate(request.CertificateArn);
        if (Balancers.BalancersWith(certificate.Arn).Any())
        {
            throw new AwsError("ResourceInUseException", $"Certificate {certificate.Arn} in account {Region.AccountId} is in use.");
        }

        State.Certificates.Remove(certificate.Arn);
        _issuing.Cancel(certificate.Arn);
        _patience.Cancel(certificate.Arn);
        _renewal.Cancel(certificate.Arn);
        return new DeleteCertificateResponse();
    }
}
