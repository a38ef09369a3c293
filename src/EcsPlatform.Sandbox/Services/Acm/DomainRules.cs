using System.Globalization;
using Amazon.CertificateManager.Model;

namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>Which names get public certificates, and how they are proven.</summary>
internal static class DomainRules
{
    /// <summary>The name in certificates of which only an ARN is known.</summary>
    public const string OfStandIns = "stand-in.example.com";

    // Where mails for validation go, whatever WHOIS says (user guide, "Email validation").
    public static readonly string[] Mailboxes = ["administrator", "hostmaster", "postmaster", "webmaster", "admin"];

    // Reserved (RFC 2606, RFC 6761, RFC 6762) or never delegated: no public authority vouches for them.
    private static readonly string[] NotPublic = ["example", "invalid", "localhost", "test", "local", "internal", "onion", "corp", "home", "lan", "mail"];

    /// <summary>ACM's reason for refusing one of the names; null where all may be proven.</summary>
    public static string? WhyRefused(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (NotPublic.Contains(name.Split('.')[^1].ToLowerInvariant()))
            {
                return "INVALID_PUBLIC_DOMAIN";
            }

            // "Amazon-owned domain names such as those ending in amazonaws.com" (user guide, "Certificate request fails").
            if (IsAbove("amazonaws.com", name) || IsAbove("cloudfront.net", name) || IsAbove("elasticbeanstalk.com", name))
            {
                return "DOMAIN_NOT_ALLOWED";
            }
        }

        return null;
    }

    /// <summary>A name belongs to a domain: it is that, or ends in it.</summary>
    public static bool IsAbove(string domain, string name) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>The CNAME that proves a name; the same for each account and name, and for the wildcard below it.</summary>
    public static ResourceRecord Record(string account, string name)
    {
        var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        var seed = Hash.Of($"{account} {domain.ToLowerInvariant()}");
        return new ResourceRecord
        {
            Name = $"_{Text(seed, 1)}{Text(seed, 2)}.{domain}.",
            Type = "CNAME",
            Value = $"_{Text(seed, 3)}{Text(seed, 4)}.{Text(seed, 5)[..10]}.acm-validations.aws.",
        };

        static string Text(ulong seed, ulong part) => Hash.Mix(seed, part).ToString("x16", CultureInfo.InvariantCulture);
    }
}
