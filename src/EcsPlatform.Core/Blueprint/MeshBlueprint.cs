using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Where services find each other: an HTTP namespace for Service Connect; a DNS namespace with an entry for each service for Cloud Map and App Mesh.</summary>
internal static class MeshBlueprint
{
    private const string TlsPolicy = "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity";

    public static IReadOnlyList<IResourceKind> Kinds => [NamespaceKind.Instance, DiscoveryServiceKind.Instance, .. AppMeshBlueprint.Kinds];

    public static MeshParts? Add(BlueprintContext context, NetworkParts network)
    {
        if (!context.Builds(PlatformParts.Mesh) || context.Definition.Mesh is not { } mesh)
        {
            return null;
        }

        return mesh.Type == MeshType.ServiceConnect
            ? new MeshParts(mesh, AddNamespace(context, mesh, context.Names.Namespace, null))
            {
                CertificateAuthority = context.Authority?.Ours,
                Key = context.Keys.Mesh,
                TlsRole = mesh.Tls is null ? null : AddTlsRole(context),
            }
            : AddDns(context, mesh, network);
    }

    private static MeshParts AddDns(BlueprintContext context, MeshDefinition mesh, NetworkParts network)
    {
        var zone = AddNamespace(context, mesh, MeshAddresses.DomainOf(context.Definition), network);
        var services = context.Builds(PlatformParts.Services) ? context.Definition.Services : [];
        return new MeshParts(mesh, zone)
        {
            Discovery = services.Where(service => service.Port is not null).ToDictionary(
                service => service.Name,
                service => context.Add(new DiscoveryServiceResource
                {
                    // With the domain, so that another domain is another entry, and the move to it no replacement.
                    Key = $"{service.Name}.{zone.Name}",
                    Name = service.Name,
                    Service = service.Name,
                    Tags = context.Definition.Tags,
                    Namespace = zone,
                }),
                StringComparer.Ordinal),
            AppMesh = AppMeshBlueprint.Add(context, MeshCertificateBlueprint.AddAll(context)),
        };
    }

    /// <summary>By it ECS has the services' certificates issued and keeps their private keys, encrypted by our key, in secrets of its own (ECS Developer Guide, "Service Connect TLS").</summary>
    private static RoleResource AddTlsRole(BlueprintContext context)
    {
        var key = context.Keys.Mesh ?? throw new InvalidOperationException($"The mesh of {context.Definition.Name} has no key.");
        return context.Add(new RoleResource
        {
            Key = "service-connect-tls",
            Name = context.Names.Shared(ResourceType.MeshRole),
            Tags = context.Definition.Tags,
            Description = $"{context.Definition.Name}: ECS has the certificates of Service Connect issued",
            Trust = RoleTrust.Ecs,
            ManagedPolicies = [TlsPolicy],
            Grants = resolution => [KeyGrants.ForMesh(key, resolution)],
            GrantedOn = [key],
        });
    }

    private static NamespaceResource AddNamespace(BlueprintContext context, MeshDefinition mesh, string name, NetworkParts? network) => context.Add(new NamespaceResource
    {
        Key = name,
        Name = name,
        Tags = MeshTags.With(context.Definition.Tags, mesh),
        Vpc = network?.Vpc,
    });
}
