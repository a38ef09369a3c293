using Amazon.CertificateManager.Model;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Status;

/// <summary>Reads which certificates of ACM a load balancer can show.</summary>
internal static class UsableCertificates
{
    private const int PageSize = 1000; // ACM API, ListCertificates: the most

    // A listing that names no kinds of key leaves out all but small RSA keys.
    private static readonly List<string> AllKeys = ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"];

    /// <summary>The ARNs of those that are issued, newest first; one call. Of more than a thousand, those of a thousand.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(AwsClients aws, CancellationToken cancellation)
    {
        var answer = await aws.CertificateManager.ListCertificatesAsync(
            new ListCertificatesRequest { CertificateStatuses = ["ISSUED"], Includes = new Filters { KeyTypes = AllKeys }, MaxItems = PageSize },
            cancellation);
        return [.. (answer.CertificateSummaryList ?? []).OrderByDescending(certificate => certificate.CreatedAt).Select(certificate => certificate.CertificateArn)];
    }
}
