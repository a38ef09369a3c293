using Amazon.CertificateManager.Model;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>What ACM remembers.</summary>
public sealed class AcmState
{
    /// <summary>Certificates by ARN.</summary>
    public SortedDictionary<string, StoredCertificate> Certificates { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What repeated requests with a token are answered, by token and domain.</summary>
    public Dictionary<string, AnsweredToken> Tokens { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Who signs public certificates, by the family of the key ("RSA", "EC"): made when first needed.</summary>
    public Dictionary<string, StoredIssuer> Issuers { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When certificates were requested or imported, for the quotas by the year.</summary>
    public List<CountedCertificate> LastYear { get; init; } = [];
}

/// <summary>A certificate that counts towards a year's quota, deleted or not.</summary>
/// <param name="Type">"AMAZON_ISSUED" or "IMPORTED".</param>
/// <param name="At">When it was requested or imported.</param>
public sealed record CountedCertificate(string Type, DateTimeOffset At);

/// <summary>An authority of ACM's own.</summary>
/// <param name="Key">Private key, PKCS #8.</param>
/// <param name="Pem">Its certificate.</param>
public sealed record StoredIssuer(IReadOnlyList<byte> Key, string Pem);

/// <summary>A certificate, or the request for one.</summary>
public sealed class StoredCertificate
{
    /// <summary>"arn:aws:acm:us-east-1:123456789012:certificate/…".</summary>
    public required string Arn { get; init; }

    /// <summary>"AMAZON_ISSUED", "PRIVATE" or "IMPORTED".</summary>
    public required string Type { get; init; }

    /// <summary>The first of its names; null for an imported certificate without any.</summary>
    public string? Domain { get; set; }

    /// <summary>All names, the first one too.</summary>
    public List<string> Names { get; set; } = [];

    /// <summary>"PENDING_VALIDATION", "ISSUED", "VALIDATION_TIMED_OUT" or "FAILED"; that it has expired shows by its end.</summary>
    public required string Status { get; set; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>When it was requested or first imported.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? Issued { get; set; }

    /// <summary>When it was imported, the last time.</summary>
    public DateTimeOffset? Imported { get; set; }

    /// <summary>"RSA_2048", "EC_prime256v1" and so on.</summary>
    public required string KeyAlgorithm { get; set; }

    /// <summary>How a public certificate's names are proven: "DNS", "EMAIL" or "HTTP".</summary>
    public string? Method { get; init; }

    /// <summary>Names that are proven.</summary>
    public HashSet<string> Proven { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The domains that mails go to, by name.</summary>
    public Dictionary<string, string> MailDomains { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The private CA; null for all others.</summary>
    public string? AuthorityArn { get; init; }

    /// <summary>True where who asked may not have certificates of the private CA.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Transparency log and export.</summary>
    public CertificateOptions? Options { get; set; }

    /// <summary>"CLOUDFRONT", or null.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>The certificate, PEM; null until it is issued.</summary>
    public string? Pem { get; set; }

    /// <summary>What stands above it, PEM.</summary>
    public string? Chain { get; set; }

    /// <summary>Its private key, PKCS #8.</summary>
    public IReadOnlyList<byte>? Key { get; set; }

    /// <summary>From when it holds.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>Whether somebody has its key since it was issued or last renewed.</summary>
    public bool Exported { get; set; }

    /// <summary>How the last renewal went: "PENDING_VALIDATION", "SUCCESS" or "FAILED".</summary>
    public string? RenewalStatus { get; set; }

    /// <summary>Why a renewal failed.</summary>
    public string? RenewalReason { get; set; }

    /// <summary>When the renewal last got any further.</summary>
    public DateTimeOffset? RenewalChanged { get; set; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Arn;
}
