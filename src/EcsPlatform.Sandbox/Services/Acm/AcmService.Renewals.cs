using System.Security.Cryptography;
using System.Text;
using Amazon.CertificateManager.Model;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <content>Managed renewal ("Managed certificate renewal" in the user guide): a new key and a new end, the same ARN; and export.</content>
public sealed partial class AcmService
{
    private const string Acm = "acm.amazonaws.com";

    private static readonly TimeSpan NextAttempt = TimeSpan.FromDays(1);

    // Public certificates 45 days before their end, private ones 60.
    private static TimeSpan RenewedBefore(StoredCertificate certificate) => TimeSpan.FromDays(certificate.Type == "PRIVATE" ? 60 : 45);

    // Only what is in use, or was exported since it was last issued; never what was imported or has expired.
    private bool IsEligible(StoredCertificate certificate) =>
        certificate.Type != "IMPORTED" && StatusOf(certificate) == "ISSUED" && (certificate.Exported || Balancers.BalancersWith(certificate.Arn).Any());

    private void RenewInTime(string arn)
    {
        if (FindCertificate(arn) is not { } certificate || StatusOf(certificate) != "ISSUED")
        {
            return;
        }

        if (IsEligible(certificate))
        {
            Renew(certificate);
        }

        if (!_renewal.IsPending(arn))
        {
            _renewal.At(Now + NextAttempt, arn);
        }
    }

    private void Renew(StoredCertificate certificate)
    {
        var reason = certificate.Type == "PRIVATE" && !MayRenew(certificate) ? "PCA_ACCESS_DENIED" : null;
        var unproven = certificate.Type != "PRIVATE" && certificate.Names.Exists(name => Faults.DomainIsUnproven(name, certificate.Arn));
        reason ??= unproven ? null : Sign(certificate);
        var status = unproven ? "PENDING_VALIDATION" : reason is null ? "SUCCESS" : "FAILED";
        (certificate.RenewalStatus, certificate.RenewalReason, certificate.RenewalChanged) = (status, reason, Now);
    }

    // "You must first grant the ACM service principal permissions" (user guide, "Private certificate renewal").
    private bool MayRenew(StoredCertificate certificate) =>
        Region.Get<PrivateCaService>().FindAuthority(certificate.AuthorityArn)?.Permissions.Exists(permission => permission.Principal == Acm) == true;

    private RenewalSummary? RenewalOf(StoredCertificate certificate) => certificate.RenewalStatus is null ? null : new RenewalSummary
    {
        RenewalStatus = certificate.RenewalStatus,
        RenewalStatusReason = certificate.RenewalReason,
        UpdatedAt = certificate.RenewalChanged?.UtcDateTime,
        DomainValidationOptions = certificate.Type == "AMAZON_ISSUED" ? [.. certificate.Names.Select(name => Proof(certificate, name))] : null,
    };

    private RenewCertificateResponse RenewCertificate(RenewCertificateRequest request)
    {
        var certificate = WithContent(request.CertificateArn);
        if (certificate is not { Type: "PRIVATE", Exported: true })
        {
            throw Unfit($"The certificate {certificate.Arn} cannot be renewed by request: only private certificates that were exported can.");
        }

        Renew(certificate);
        return new RenewCertificateResponse();
    }

    private UpdateCertificateOptionsResponse UpdateCertificateOptions(UpdateCertificateOptionsRequest request)
    {
        var certificate = Certificate(request.CertificateArn);
        if (certificate.Type == "IMPORTED")
        {
            throw new AwsError("InvalidStateException", $"The certificate {certificate.Arn} is imported and has no options.");
        }

        certificate.Options = new CertificateOptions
        {
            CertificateTransparencyLoggingPreference = request.Options.CertificateTransparencyLoggingPreference ?? certificate.Options?.CertificateTransparencyLoggingPreference,
            Export = request.Options.Export ?? certificate.Options?.Export,
        };
        return new UpdateCertificateOptionsResponse();
    }

    private ExportCertificateResponse ExportCertificate(ExportCertificateRequest request)
    {
        var certificate = WithContent(request.CertificateArn);
        if (certificate.Type != "PRIVATE" && certificate.Options?.Export?.Value != "ENABLED")
        {
            throw Unfit($"The certificate {certificate.Arn} is neither private nor was it requested with the option to export it.");
        }

        var passphrase = Encoding.UTF8.GetString(request.Passphrase.ToArray());
        if (passphrase.AsSpan().IndexOfAny("#$%") >= 0)
        {
            throw Unfit("The passphrase may have any ASCII character except #, $ and %.");
        }

        certificate.Exported = true;
        using AsymmetricAlgorithm key = certificate.KeyAlgorithm.StartsWith("EC_", StringComparison.Ordinal) ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey([.. certificate.Key!], out _);
        return new ExportCertificateResponse
        {
            Certificate = certificate.Pem,
            CertificateChain = certificate.Chain,
            PrivateKey = key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)),
        };
    }
}
