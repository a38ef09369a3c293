using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AcmPca;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Certificates for services whose proxies read them from files (mutual TLS in App Mesh): a secret each, renewed two days before its end.</summary>
internal static class MeshCertificateBlueprint
{
    /// <summary>What the keys of such secrets begin with; no secret of a definition has a slash in its name.</summary>
    public const string KeyPrefix = "mesh-certificate/";

    /// <summary>Days that a certificate is still valid when its rotation is due.</summary>
    public const int DaysBeforeEnd = 2;

    /// <summary>A secret for every service of a mesh whose proxies read certificates from files, by the services' names; none for any other mesh.</summary>
    public static IReadOnlyDictionary<string, Resource> AddAll(BlueprintContext context) =>
        context.Definition.Mesh is { Type: MeshType.AppMesh, Tls: not null } && context.Builds(PlatformParts.Services)
            ? context.Definition.Services.ToDictionary(service => service.Name, Resource (service) => Add(context, service), StringComparer.Ordinal)
            : new Dictionary<string, Resource>();

    /// <summary>The service's secret: JSON with certificate, privateKey and chain. Its rotation comes with all others (<see cref="RotationBlueprint"/>).</summary>
    /// <exception cref="InvalidOperationException">The mesh has no TLS.</exception>
    private static SecretResource Add(BlueprintContext context, MicroserviceDefinition service)
    {
        var tls = context.Definition.Mesh?.Tls;
        var authority = context.Authority;
        if (tls is null || authority is null)
        {
            throw new InvalidOperationException($"The mesh of {context.Definition.Name} has no certificates.");
        }

        string[] names = [MeshAddresses.HostOf(context.Definition, service.Name)];
        var tags = new Dictionary<string, string>(context.Definition.Tags, StringComparer.Ordinal);
        foreach (var (key, value) in RotationTags.ForCertificate(names, [context.Names.ForService(ResourceType.Service, service.Name)]))
        {
            tags[key] = value;
        }

        var secret = context.Add(new SecretResource
        {
            Key = KeyPrefix + service.Name,
            Name = context.Names.ForService(ResourceType.MeshCertificate, service.Name),
            Service = service.Name,
            Tags = tags,
            Description = $"Mesh certificate of {service.Name}",
            Definition = new SecretDefinition { Name = KeyPrefix + service.Name, Generate = new GeneratedSecret() },
            BaseFolder = context.Options.BaseFolder,
            EncryptionKey = context.Keys.Secrets,
            Certificate = new MeshCertificate(authority, names, tls.CertificateDays),
        });
        context.Rotations.Add(new WantedRotation(secret, tls.CertificateDays - DaysBeforeEnd, RotationFunction.Certificate) { Restarts = [service.Name] });
        return secret;
    }
}
