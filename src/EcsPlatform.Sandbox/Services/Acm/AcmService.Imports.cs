using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.CertificateManager.Model;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <content>Certificates from elsewhere.</content>
public sealed partial class AcmService
{
    private ImportCertificateResponse ImportCertificate(ImportCertificateRequest request)
    {
        var tags = Tags(request.Tags);
        using var given = ImportedCertificate.Read(Text(request.Certificate), Text(request.PrivateKey), request.CertificateChain is { Length: > 0 } chain ? Text(chain) : null, Now);
        var names = CertificateFacts.Names(given.Certificate);
        StoredCertificate certificate;
        if (request.CertificateArn is { } arn)
        {
            certificate = Certificate(arn);
            CheckReplacement(certificate, given, names, tags);
        }
        else
        {
            Count("IMPORTED", Quotas.Imported, Quotas.ImportedPerYear);
            certificate = new StoredCertificate
            {
                Arn = Region.Arn("acm", $"certificate/{Ids.Uuid()}"),
                Type = "IMPORTED",
                Status = "ISSUED",
                Created = Now,
                KeyAlgorithm = given.KeyAlgorithm,
                Tags = tags,
            };
            State.Certificates[certificate.Arn] = certificate;
        }

        (certificate.Domain, certificate.Names, certificate.Imported) = (names.FirstOrDefault(), names, Now);
        (certificate.Pem, certificate.Chain, certificate.Key) = (given.Certificate.ExportCertificatePem(), given.Chain, given.Key);
        Hold(certificate, given.Certificate);
        return new ImportCertificateResponse { CertificateArn = certificate.Arn };
    }

    // "Reimport a certificate" in the user guide says what must stay.
    private static void CheckReplacement(StoredCertificate certificate, ImportedCertificate given, List<string> names, TagSet tags)
    {
        if (certificate.Type != "IMPORTED")
        {
            throw Unfit($"The certificate {certificate.Arn} was not imported, and cannot be replaced by an import.");
        }

        if (tags.Count > 0)
        {
            throw Invalid("Tags cannot be given when a certificate is imported again.");
        }

        if (certificate.KeyAlgorithm != given.KeyAlgorithm)
        {
            throw Unfit($"The key type and size of a certificate that is imported again cannot change: it was {certificate.KeyAlgorithm} and would be {given.KeyAlgorithm}.");
        }

        if (certificate.Names.Count > 0 && !certificate.Names.Intersect(names, StringComparer.OrdinalIgnoreCase).Any())
        {
            throw Unfit("A certificate that is imported again must keep at least one of its domain names.");
        }
    }

    private static string Text(MemoryStream blob) => Encoding.UTF8.GetString(blob.ToArray());
}
