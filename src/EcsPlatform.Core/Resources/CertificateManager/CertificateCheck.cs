using System.Globalization;
using Amazon.CertificateManager.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.CertificateManager;

/// <summary>Asks ACM whether certificates can be shown by a listener, before anything is made. IAM's server certificates are not asked for.</summary>
internal static class CertificateCheck
{
    private static readonly string[] Unknown = ["ResourceNotFoundException", "InvalidArnException"];

    /// <summary>The ARN is that of a certificate in ACM.</summary>
    public static bool IsOfAcm(string arn) => arn.Split(':') is ["arn", _, "acm", _, _, _];

    /// <summary>What is wrong with certificates, by ARN; those that can be used are left out, and so are those that the caller may not look at. One call for each, side by side.</summary>
    public static async Task<IReadOnlyDictionary<string, CertificateFault>> FaultsAsync(Observation observation, IEnumerable<string> arns)
    {
        var asked = await Task.WhenAll(arns.Where(IsOfAcm).Distinct(StringComparer.Ordinal).Select(async arn => (Arn: arn, Fault: await FaultAsync(observation, arn))).ToArray());
        return asked.Where(answer => answer.Fault is not null).ToDictionary(answer => answer.Arn, answer => answer.Fault!, StringComparer.Ordinal);
    }

    private static async Task<CertificateFault?> FaultAsync(Observation observation, string arn)
    {
        try
        {
            var answer = await observation.Aws.CertificateManager.DescribeCertificateAsync(new DescribeCertificateRequest { CertificateArn = arn }, observation.Cancellation);
            return Judge(arn, answer.Certificate, observation.Clock.GetUtcNow());
        }
        catch (AmazonServiceException error) when (error.IsDenied())
        {
            return null; // whether it can be used shows when the listener is made
        }
        catch (AmazonServiceException error) when (Unknown.Contains(error.ErrorCode, StringComparer.Ordinal))
        {
            return new CertificateFault("CertificateNotFound", $"ACM in {observation.Scope.Region} does not have the certificate {arn}.",
                "Copy the ARN of one that is in the platform's own account and region, or request or import it there first.");
        }
    }

    private static CertificateFault? Judge(string arn, CertificateDetail certificate, DateTimeOffset now) => certificate.Status?.Value switch
    {
        "ISSUED" when certificate.NotAfter is { } end && end.ToUniversalTime() <= now.UtcDateTime => Expired(arn, end),
        "ISSUED" => null,
        "EXPIRED" => Expired(arn, certificate.NotAfter),
        "PENDING_VALIDATION" => new CertificateFault("CertificateNotIssued", $"The certificate {arn} ({certificate.DomainName}) is not issued yet: ACM waits for the proof of its names.", Proof(certificate)),
        var status => new CertificateFault("CertificateNotIssued", $"The certificate {arn} ({certificate.DomainName}) cannot be used: {status}{(certificate.FailureReason is { } reason ? $", {reason}" : "")}.",
            "Request another one, and give its ARN."),
    };

    private static CertificateFault Expired(string arn, DateTime? end) => new(
        "CertificateExpired",
        string.Create(CultureInfo.InvariantCulture, $"The certificate {arn} expired{(end is null ? "" : $" on {end:yyyy-MM-dd}")}."),
        "Request or import another one; importing it again under the same ARN does as well.");

    private static string Proof(CertificateDetail certificate)
    {
        var records = (certificate.DomainValidationOptions ?? [])
            .Where(option => option.ValidationStatus?.Value != "SUCCESS" && option.ResourceRecord is not null)
            .Select(option => $"{option.ResourceRecord.Name} {option.ResourceRecord.Type} {option.ResourceRecord.Value}")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return records.Count > 0
            ? $"Create what is missing in DNS, and run it again when the certificate is ISSUED: {string.Join("; ", records)}"
            : "Run it again when the certificate is ISSUED.";
    }
}

/// <summary>Why a certificate cannot be used.</summary>
/// <param name="Id">A stable id: "CertificateNotFound", "CertificateNotIssued", "CertificateExpired".</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do.</param>
public sealed record CertificateFault(string Id, string Message, string Advice);
