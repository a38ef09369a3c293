using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.ACMPCA.Model;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <content>Issuing certificates, and the authority's own.</content>
public sealed partial class PrivateCaService
{
    private const string SubjectAlternativeName = "2.5.29.17";

    private static readonly TimeSpan Issuing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortLife = TimeSpan.FromDays(7);

    /// <summary>For other services: issues a certificate for a key of theirs, as a service with the permission to would; null where the authority is not active.</summary>
    /// <param name="arn">The authority.</param>
    /// <param name="csr">Signing request, PEM.</param>
    /// <param name="life">How long it holds, cut to the authority's own end.</param>
    internal IssuedCertificate? Issue(string arn, string csr, TimeSpan life)
    {
        if (FindAuthority(arn) is not { } authority || StatusOf(authority) != "ACTIVE")
        {
            return null;
        }

        var end = Now + life < authority.NotAfter!.Value ? Now + life : authority.NotAfter.Value;
        return Issue(authority, csr, CertificateTemplate.Of(null), null, authority.Configuration.SigningAlgorithm.Value, (Now.AddHours(-1), end));
    }

    /// <summary>For other services: what stands above a certificate of the authority, PEM, the authority's own certificate first.</summary>
    internal static string ChainBelow(StoredAuthority authority) =>
        authority.Chain is null ? authority.Certificate! : $"{authority.Certificate}\n{authority.Chain}";

    /// <summary>For other services: the authority whose own certificate is the first of a chain.</summary>
    internal StoredAuthority? FindByCertificate(string chain) => State.Authorities.Values.FirstOrDefault(authority =>
        authority.Certificate is { } own && chain.ReplaceLineEndings("\n").TrimStart().StartsWith(own.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal));

    private IssueCertificateResponse IssueCertificate(IssueCertificateRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        var template = CertificateTemplate.Of(request.TemplateArn);
        if (Repeated("issue", request.IdempotencyToken) is { } first && authority.Certificates.ContainsKey(first))
        {
            return new IssueCertificateResponse { CertificateArn = first };
        }

        // A root signs itself before it has a certificate.
        var status = StatusOf(authority);
        if (status != "ACTIVE" && !(template.IsRoot && authority.Type == "ROOT" && status is "PENDING_CERTIFICATE" or "EXPIRED"))
        {
            throw InvalidState(authority, "issue this certificate");
        }

        if (!SigningKey.Fits(authority.Configuration.KeyAlgorithm.Value, request.SigningAlgorithm.Value))
        {
            throw InvalidArgs($"The signing algorithm {request.SigningAlgorithm} does not go with the authority's key algorithm {authority.Configuration.KeyAlgorithm}.");
        }

        if (request.ApiPassthrough is not null && !template.ApiPassthrough)
        {
            throw InvalidArgs("ApiPassthrough goes with templates whose names end in _APIPassthrough or _APICSRPassthrough only.");
        }

        var issued = Issue(authority, Encoding.UTF8.GetString(request.Csr.ToArray()), template, request.ApiPassthrough, request.SigningAlgorithm.Value,
            Life(authority, template, request));
        Remember("issue", request.IdempotencyToken, issued.Arn);
        return new IssueCertificateResponse { CertificateArn = issued.Arn };
    }

    private (DateTimeOffset From, DateTimeOffset Until) Life(StoredAuthority authority, CertificateTemplate template, IssueCertificateRequest request)
    {
        // "By default … sets the "Not Before" … to the issuance time minus 60 minutes" (IssueCertificate).
        var from = request.ValidityNotBefore is { } notBefore ? Instant(notBefore) : Now.AddHours(-1);
        var until = Instant(request.Validity);
        if (until <= Now || until <= from)
        {
            throw new AwsError("ValidationException", "The certificate validity specified ends before it begins.");
        }

        if (!template.IsRoot && until > authority.NotAfter)
        {
            throw new AwsError("ValidationException", "The certificate validity specified exceeds the certificate authority validity.");
        }

        return authority.UsageMode == "SHORT_LIVED_CERTIFICATE" && !template.IsAuthority && until - Now > ShortLife
            ? throw new AwsError("ValidationException", "A short-lived certificate authority issues certificates with a validity of seven days at most.")
            : (from, until);
    }

    private DateTimeOffset Instant(Validity validity)
    {
        var value = validity.Value!.Value;
        try
        {
            return validity.Type.Value switch
            {
                "DAYS" => Now.AddDays(value),
                "MONTHS" => Now.AddMonths((int)value),
                "YEARS" => Now.AddYears((int)value),
                "ABSOLUTE" => DateTimeOffset.FromUnixTimeSeconds(value),
                _ => EndDate(value.ToString(CultureInfo.InvariantCulture)),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw InvalidArgs($"The validity {value} {validity.Type} is out of range.");
        }
    }

    // YYMMDDHHMMSS, where YY from 50 on is of the last century, or YYYYMMDDHHMMSS.
    private static DateTimeOffset EndDate(string text)
    {
        var date = text.PadLeft(12, '0');
        var full = date.Length > 12 ? date : (date[0] >= '5' ? "19" : "20") + date;
        return DateTimeOffset.TryParseExact(full, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw InvalidArgs($"{text} is no END_DATE.");
    }

    private IssuedCertificate Issue(
        StoredAuthority authority,
        string csr,
        CertificateTemplate template,
        ApiPassthrough? passthrough,
        string signing,
        (DateTimeOffset From, DateTimeOffset Until) life)
    {
        var hash = SigningKey.HashOf(signing);
        var asked = Read(csr, hash);
        var subject = passthrough?.Subject is { } given ? Subjects.Name(given) : asked.SubjectName;
        var request = new CertificateRequest(subject, asked.PublicKey, hash);
        foreach (var extension in template.Extensions())
        {
            request.CertificateExtensions.Add(extension);
        }

        // Names are the only extension that templates take over from the signing request.
        var names = Names(passthrough?.Extensions?.SubjectAlternativeNames)
            ?? asked.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName);
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var key = new X509SubjectKeyIdentifierExtension(asked.PublicKey, critical: false);
        request.CertificateExtensions.Add(key);
        using var issuer = authority.Certificate is { } pem && !template.IsRoot ? X509Certificate2.CreateFromPem(pem) : null;
        request.CertificateExtensions.Add(issuer is null
            ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(key)
            : X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signer = SigningKey.Load(authority.Configuration.KeyAlgorithm.Value, authority.Key);
        var serial = Convert.FromHexString("4" + Ids.Hex(31));
        using var certificate = request.Create(issuer?.SubjectName ?? Subjects.Name(authority.Configuration.Subject), signer.Generator(), life.From, life.Until, serial);
        var arn = $"{authority.Arn}/certificate/{Convert.ToHexString(serial).ToLowerInvariant()}";
        return authority.Certificates[arn] = new IssuedCertificate
        {
            Arn = arn,
            Pem = certificate.ExportCertificatePem(),
            Serial = Serial(certificate),
            SelfSigned = template.IsRoot,
            Ready = Now + (Issuing / Region.Sandbox.Options.LifecycleSpeed),
        };
    }

    private static CertificateRequest Read(string csr, HashAlgorithmName hash)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(csr, hash, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new AwsError("MalformedCSRException", "The certificate signing request is invalid.");
        }
    }

    private static X509Extension? Names(List<GeneralName>? names)
    {
        if (names is not { Count: > 0 })
        {
            return null;
        }

        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (name.DnsName is { } dns)
            {
                builder.AddDnsName(dns);
            }
            else if (name.IpAddress is { } ip)
            {
                builder.AddIpAddress(System.Net.IPAddress.Parse(ip));
            }
            else if (name.UniformResourceIdentifier is { } uri)
            {
                builder.AddUri(new Uri(uri));
            }
            else if (name.Rfc822Name is { } mail)
            {
                builder.AddEmailAddress(mail);
            }
        }

        return builder.Build();
    }

    private static string Serial(X509Certificate2 certificate) =>
        string.Join(':', certificate.SerialNumberBytes.ToArray().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));

    // OpenSSL prints serial numbers with colons, others without.
    private static string Digits(string serial) => serial.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    private GetCertificateResponse GetCertificate(GetCertificateRequest request)
    {
        var authority = NotDeleted(Authority(request.CertificateAuthorityArn), "give certificates");
        var certificate = authority.Certificates.GetValueOrDefault(request.CertificateArn) ?? throw NotFound(request.CertificateArn);
        if (certificate.Ready > Now)
        {
            throw new AwsError("RequestInProgressException", $"The request to issue certificate {certificate.Arn} is still in progress.");
        }

        return new GetCertificateResponse
        {
            Certificate = certificate.Pem,
            CertificateChain = certificate.SelfSigned || authority.Certificate is null ? null : ChainBelow(authority),
        };
    }

    private RevokeCertificateResponse RevokeCertificate(RevokeCertificateRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        if (authority.Status is not ("ACTIVE" or "DISABLED"))
        {
            throw InvalidState(authority, "revoke certificates");
        }

        var certificate = authority.Certificates.Values.FirstOrDefault(known => Digits(known.Serial) == Digits(request.CertificateSerial))
            ?? throw NotFound($"a certificate with the serial number {request.CertificateSerial}");
        if (certificate.SelfSigned)
        {
            throw new AwsError("InvalidRequestException", "Self-signed certificate can not be revoked.");
        }

        if (certificate.Revoked is not null)
        {
            throw new AwsError("RequestAlreadyProcessedException", $"The certificate with the serial number {request.CertificateSerial} is already revoked.");
        }

        certificate.Revoked = request.RevocationReason.Value;
        return new RevokeCertificateResponse();
    }

    private GetCertificateAuthorityCertificateResponse GetCertificateAuthorityCertificate(GetCertificateAuthorityCertificateRequest request)
    {
        var authority = NotDeleted(Authority(request.CertificateAuthorityArn), "give its certificate");
        return authority.Certificate is null
            ? throw InvalidState(authority, "give a certificate: it has none yet")
            : new GetCertificateAuthorityCertificateResponse { Certificate = authority.Certificate, CertificateChain = authority.Chain };
    }

    private ImportCertificateAuthorityCertificateResponse ImportCertificateAuthorityCertificate(ImportCertificateAuthorityCertificateRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        if (authority.Status == "CREATING")
        {
            throw new AwsError("RequestInProgressException", $"The certificate authority {authority.Arn} is still being created.");
        }

        NotDeleted(authority, "take a certificate");
        var pem = Encoding.UTF8.GetString(request.Certificate.ToArray());
        var chain = request.CertificateChain is { Length: > 0 } bytes ? Encoding.UTF8.GetString(bytes.ToArray()) : null;
        using var certificate = Parsed(pem);
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(Read(authority.Csr, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo()))
        {
            throw new AwsError("CertificateMismatchException", "The certificate does not match the certificate authority's signing request.");
        }

        CheckPlace(authority, certificate, chain);
        authority.Certificate = certificate.ExportCertificatePem();
        authority.Chain = chain?.Trim();
        authority.Serial = Serial(certificate);
        authority.NotBefore = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        authority.NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        if (authority.Status == "PENDING_CERTIFICATE")
        {
            SetStatus(authority, "ACTIVE");
        }

        return new ImportCertificateAuthorityCertificateResponse();
    }

    private void CheckPlace(StoredAuthority authority, X509Certificate2 certificate, string? chain)
    {
        var selfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: true, Critical: true }
            || certificate.NotAfter.ToUniversalTime() <= Now.UtcDateTime
            || selfSigned != (authority.Type == "ROOT"))
        {
            throw new AwsError("MalformedCertificateException", "One or more fields in the certificate are invalid.");
        }

        if (authority.Type == "ROOT" ? chain is not null : chain is null)
        {
            throw new AwsError("InvalidRequestException", authority.Type == "ROOT"
                ? "A root certificate authority has no certificate chain."
                : "A subordinate certificate authority needs its certificate chain.");
        }

        if (chain is not null)
        {
            using var issuer = Parsed(chain);
            if (!issuer.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            {
                throw new AwsError("CertificateMismatchException", "The certificate chain does not begin with the certificate's issuer.");
            }
        }
    }

    private static X509Certificate2 Parsed(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw new AwsError("MalformedCertificateException", "One or more fields in the certificate are invalid.");
        }
    }
}
