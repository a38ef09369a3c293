using Amazon.ACMPCA.Model;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <summary>What AWS Private CA remembers.</summary>
public sealed class PrivateCaState
{
    /// <summary>Authorities by ARN.</summary>
    public SortedDictionary<string, StoredAuthority> Authorities { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What repeated requests with a token are answered, by operation and token.</summary>
    public Dictionary<string, AnsweredToken> Tokens { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>An idempotency token's answer.</summary>
/// <param name="Arn">The resource that the first request made.</param>
/// <param name="Until">How long the token is remembered.</param>
public sealed record AnsweredToken(string Arn, DateTimeOffset Until);

/// <summary>A certificate authority.</summary>
public sealed class StoredAuthority
{
    /// <summary>"arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/…".</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its status last changed.</summary>
    public DateTimeOffset StateChanged { get; set; }

    /// <summary>"ROOT" or "SUBORDINATE".</summary>
    public required string Type { get; init; }

    /// <summary>"GENERAL_PURPOSE", or "SHORT_LIVED_CERTIFICATE" for certificates of seven days at most.</summary>
    public required string UsageMode { get; init; }

    /// <summary>Where the key is kept.</summary>
    public required string KeyStorage { get; init; }

    /// <summary>Key algorithm, signing algorithm and subject.</summary>
    public required CertificateAuthorityConfiguration Configuration { get; init; }

    /// <summary>CRL and OCSP.</summary>
    public RevocationConfiguration? Revocation { get; set; }

    /// <summary>"CREATING", "PENDING_CERTIFICATE", "ACTIVE", "DISABLED" or "DELETED".</summary>
    public required string Status { get; set; }

    /// <summary>What a restored authority goes back to.</summary>
    public string? StatusBeforeDeletion { get; set; }

    /// <summary>When a deleted authority is gone for good.</summary>
    public DateTimeOffset? RestorableUntil { get; set; }

    /// <summary>The private key, PKCS #8.</summary>
    public required IReadOnlyList<byte> Key { get; init; }

    /// <summary>The signing request, PEM.</summary>
    public required string Csr { get; init; }

    /// <summary>The authority's certificate, PEM; null until it is imported.</summary>
    public string? Certificate { get; set; }

    /// <summary>Certificates above it, PEM; null for a root.</summary>
    public string? Chain { get; set; }

    /// <summary>The certificate's serial number ("0a:1b").</summary>
    public string? Serial { get; set; }

    /// <summary>From when the certificate holds.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Until when the certificate holds.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>What services may do with it.</summary>
    public List<Permission> Permissions { get; init; } = [];

    /// <summary>The resource policy.</summary>
    public string? Policy { get; set; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Certificates that it issued, by ARN.</summary>
    public SortedDictionary<string, IssuedCertificate> Certificates { get; init; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Arn;
}

/// <summary>A certificate that an authority issued.</summary>
public sealed class IssuedCertificate
{
    /// <summary>ARN: the authority's, "/certificate/" and the serial number.</summary>
    public required string Arn { get; init; }

    /// <summary>The certificate, PEM.</summary>
    public required string Pem { get; init; }

    /// <summary>Serial number ("0a:1b").</summary>
    public required string Serial { get; init; }

    /// <summary>A root's own: it has no chain and cannot be revoked.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>From when it can be fetched.</summary>
    public required DateTimeOffset Ready { get; init; }

    /// <summary>Why it was revoked; null where it was not.</summary>
    public string? Revoked { get; set; }
}
