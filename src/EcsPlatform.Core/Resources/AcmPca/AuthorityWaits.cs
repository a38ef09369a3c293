using Amazon.ACMPCA;
using Amazon.ACMPCA.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AcmPca;

/// <summary>Waits for authorities and for the certificates that they issue.</summary>
internal static class AuthorityWaits
{
    /// <summary>Until the authority is made, for better or worse.</summary>
    public static Task<CertificateAuthority?> SettledAsync(string arn, ApplyContext context) =>
        Authorities(context).UntilAsync(arn, authority => authority is not null && authority.Status != CertificateAuthorityStatus.CREATING);

    /// <summary>Until the authority's certificate counts, or something is wrong with it.</summary>
    public static Task<CertificateAuthority?> ActiveAsync(string arn, ApplyContext context) =>
        Authorities(context).UntilAsync(arn, authority => authority is not null && authority.Status != CertificateAuthorityStatus.PENDING_CERTIFICATE);

    /// <summary>The certificate, as soon as it is issued: a moment, as a rule.</summary>
    public static async Task<GetCertificateResponse> IssuedAsync(string authorityArn, string certificateArn, ApplyContext context) =>
        (await context.Waits.Poll<GetCertificateResponse>($"certificate of {authorityArn}", (arns, cancellation) => ReadAsync(arns, async arn =>
            await context.Aws.ACMPCA.GetCertificateAsync(new GetCertificateRequest { CertificateAuthorityArn = authorityArn, CertificateArn = arn }, cancellation)))
            .UntilAsync(certificateArn, certificate => certificate is not null))!;

    private static SharedPoll<CertificateAuthority> Authorities(ApplyContext context) =>
        context.Waits.Poll<CertificateAuthority>("certificate authority", (arns, cancellation) => ReadAsync(arns, async arn =>
            (await context.Aws.ACMPCA.DescribeCertificateAuthorityAsync(new DescribeCertificateAuthorityRequest { CertificateAuthorityArn = arn }, cancellation)).CertificateAuthority));

    /// <summary>One call each: the API describes no several at once. What is not there yet is left out.</summary>
    private static async Task<IReadOnlyDictionary<string, T>> ReadAsync<T>(IReadOnlyList<string> arns, Func<string, Task<T>> read)
    {
        var found = await Task.WhenAll(arns.Select(async arn =>
        {
            try
            {
                return (Arn: arn, State: (object?)await read(arn));
            }
            catch (AmazonServiceException error) when (error.ErrorCode is "RequestInProgressException" or "ResourceNotFoundException")
            {
                return (Arn: arn, State: null);
            }
        }).ToArray());
        return found.Where(entry => entry.State is not null).ToDictionary(entry => entry.Arn, entry => (T)entry.State!, StringComparer.Ordinal);
    }
}
