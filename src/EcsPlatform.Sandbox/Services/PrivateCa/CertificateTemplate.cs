using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <summary>What a template puts into certificates (Private CA user guide, "AWS Private CA template definitions").</summary>
/// <param name="IsAuthority">Basic constraints CA:TRUE.</param>
/// <param name="PathLength">How many authorities may stand below; null for any number.</param>
/// <param name="Usages">Extended key usages, by identifier.</param>
/// <param name="ApiPassthrough">Takes subject and names from the request.</param>
internal sealed record CertificateTemplate(bool IsAuthority, int? PathLength, IReadOnlyList<string> Usages, bool ApiPassthrough = false)
{
    private const string Prefix = "arn:aws:acm-pca:::template/";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private static readonly Dictionary<string, CertificateTemplate> Known = new(StringComparer.Ordinal)
    {
        ["EndEntityCertificate"] = new(false, null, [ServerAuth, ClientAuth]),
        ["EndEntityClientAuthCertificate"] = new(false, null, [ClientAuth]),
        ["EndEntityServerAuthCertificate"] = new(false, null, [ServerAuth]),
        ["CodeSigningCertificate"] = new(false, null, ["1.3.6.1.5.5.7.3.3"]),
        ["OCSPSigningCertificate"] = new(false, null, ["1.3.6.1.5.5.7.3.9"]),
        ["RootCACertificate"] = new(true, null, []),
        ["SubordinateCACertificate_PathLen0"] = new(true, 0, []),
        ["SubordinateCACertificate_PathLen1"] = new(true, 1, []),
        ["SubordinateCACertificate_PathLen2"] = new(true, 2, []),
        ["SubordinateCACertificate_PathLen3"] = new(true, 3, []),
    };

    /// <summary>True for the template of self-signed roots.</summary>
    public bool IsRoot => IsAuthority && PathLength is null;

    /// <summary>The template that an ARN names; end entities' when there is none.</summary>
    /// <exception cref="AwsError">There is no such template.</exception>
    public static CertificateTemplate Of(string? arn)
    {
        var name = arn is null ? "EndEntityCertificate/V1" : arn.StartsWith(Prefix, StringComparison.Ordinal) ? arn[Prefix.Length..] : "";
        if (name.EndsWith("/V1", StringComparison.Ordinal))
        {
            var stem = name[..^"/V1".Length];
            var passthrough = stem.EndsWith("_APIPassthrough", StringComparison.Ordinal);
            if (Known.TryGetValue(passthrough ? stem[..^"_APIPassthrough".Length] : stem, out var template))
            {
                return template with { ApiPassthrough = passthrough };
            }
        }

        throw new AwsError("InvalidArgsException", $"The template {arn} does not exist, or the EcsPlatform sandbox does not have it.");
    }

    /// <summary>The extensions of a certificate, besides the names.</summary>
    public IEnumerable<X509Extension> Extensions()
    {
        yield return new X509BasicConstraintsExtension(IsAuthority, PathLength is not null, PathLength ?? 0, critical: true);
        yield return new X509KeyUsageExtension(
            IsAuthority
                ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
            critical: true);
        if (Usages.Count > 0)
        {
            var usages = new OidCollection();
            foreach (var usage in Usages)
            {
                usages.Add(new Oid(usage));
            }

            yield return new X509EnhancedKeyUsageExtension(usages, critical: false);
        }
    }
}
