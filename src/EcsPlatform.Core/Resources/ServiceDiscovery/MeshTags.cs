using System.Globalization;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>
/// The tags of a namespace that tell what mesh it is for. Proxies, certificates and logs of calls come with the services: without these tags,
/// a mesh that is made before its first service would be forgotten.
/// </summary>
internal static class MeshTags
{
    /// <summary>Words: the type, what is on, "days=5", "authority=arn".</summary>
    public const string Settings = "ecsplatform:mesh";

    /// <summary>The domain or the proxies' image; counts where <see cref="Settings"/> says so, as tags outlive what they were put on for.</summary>
    public const string Domain = "ecsplatform:mesh-domain", Image = "ecsplatform:mesh-image";

    private const string Logs = "accessLogs", Tls = "tls", Mutual = "mutual", Days = "days=", Authority = "authority=", WithDomain = "domain", WithImage = "image";

    /// <summary>The user's tags, and those of the mesh.</summary>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> tags, MeshDefinition mesh)
    {
        var all = new Dictionary<string, string>(tags, StringComparer.Ordinal) { [Settings] = string.Join(' ', Words(mesh)) };
        Put(Domain, DomainOf(mesh));
        Put(Image, mesh.EnvoyImage);
        return all;

        void Put(string key, string? value)
        {
            if (value is not null)
            {
                all[key] = value;
            }
        }
    }

    /// <summary>The mesh that a namespace is for, but for App Mesh's egress filter and a DNS namespace's domain; null where the tags do not tell.</summary>
    public static MeshDefinition? Read(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.GetValueOrDefault(Settings)?.Split(' ') is not [var type, .. var words] || EnumSpelling.All(typeof(MeshType)).All(known => known.Spelling != type))
        {
            return null;
        }

        return new MeshDefinition
        {
            Type = EnumSpelling.Parse<MeshType>(type),
            AccessLogs = words.Contains(Logs),
            Domain = words.Contains(WithDomain) ? tags.GetValueOrDefault(Domain) : null,
            EnvoyImage = words.Contains(WithImage) ? tags.GetValueOrDefault(Image) : null,
            Tls = !words.Contains(Tls) ? null : new MeshTls
            {
                Mutual = words.Contains(Mutual),
                CertificateAuthority = Value(words, Authority),
                CertificateDays = int.TryParse(Value(words, Days), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : new MeshTls().CertificateDays,
            },
        };
    }

    /// <summary>A DNS namespace bears its domain itself.</summary>
    private static string? DomainOf(MeshDefinition mesh) => mesh.Type == MeshType.ServiceConnect ? mesh.Domain : null;

    private static IEnumerable<string> Words(MeshDefinition mesh)
    {
        yield return mesh.Type.Spell();
        if (mesh.AccessLogs)
        {
            yield return Logs;
        }

        if (DomainOf(mesh) is not null)
        {
            yield return WithDomain;
        }

        if (mesh.EnvoyImage is not null)
        {
            yield return WithImage;
        }

        if (mesh.Tls is not { } tls)
        {
            yield break;
        }

        yield return Tls;
        if (tls.Mutual)
        {
            yield return Mutual;
        }

        if (tls.CertificateDays != new MeshTls().CertificateDays)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Days}{tls.CertificateDays}");
        }

        if (tls.CertificateAuthority is { } authority)
        {
            yield return Authority + authority;
        }
    }

    private static string? Value(IEnumerable<string> words, string name) => words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
