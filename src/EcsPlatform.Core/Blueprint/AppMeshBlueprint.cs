using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Blueprint;

/// <summary>App Mesh's resources that services refer to.</summary>
/// <param name="Sidecars">The proxy of each service, by the service's name.</param>
/// <param name="CalledNames">What must be there before somebody calls a service: its name in the mesh and the route behind it; nothing for services without a port.</param>
internal sealed record AppMeshParts(IReadOnlyDictionary<string, EnvoySidecar> Sidecars, IReadOnlyDictionary<string, IReadOnlyList<Resource>> CalledNames)
{
    /// <summary>What must be there before a service's tasks start: its own node, and the names that it calls.</summary>
    public IEnumerable<Resource> Before(MicroserviceDefinition service) =>
        [Sidecars[service.Name].Node, .. service.Calls.SelectMany(callee => CalledNames.GetValueOrDefault(callee, []))];
}

/// <summary>The mesh; for each microservice a node and, if it has a port, a router with one route and the name that it is called by.</summary>
internal static class AppMeshBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds =>
        [MeshKind.Instance, VirtualNodeKind.Instance, VirtualRouterKind.Instance, RouteKind.Instance, VirtualServiceKind.Instance];

    /// <summary>Null unless the definition wants App Mesh.</summary>
    /// <param name="context">The definition and the resources so far.</param>
    /// <param name="certificates">Secrets with the services' certificates, by the services' names; see <see cref="EnvoySidecar.Certificate"/>.</param>
    public static AppMeshParts? Add(BlueprintContext context, IReadOnlyDictionary<string, Resource> certificates)
    {
        if (context.Definition.Mesh is not { Type: MeshType.AppMesh } settings)
        {
            return null;
        }

        var mesh = context.Add(new MeshResource
        {
            Key = "main",
            Name = context.Names.Shared(ResourceType.Mesh),
            Tags = context.Definition.Tags,
            Egress = settings.Egress,
        });
        var sidecars = new Dictionary<string, EnvoySidecar>(StringComparer.Ordinal);
        var names = new Dictionary<string, IReadOnlyList<Resource>>(StringComparer.Ordinal);
        foreach (var service in context.Builds(PlatformParts.Services) ? context.Definition.Services : [])
        {
            var node = AddNode(context, mesh, service);
            sidecars[service.Name] = new EnvoySidecar
            {
                Node = node,
                Image = settings.EnvoyImage ?? EnvoyImages.Of(context.Definition.Region),
                Certificate = settings.Tls is null ? null : certificates.GetValueOrDefault(service.Name) ?? throw new InvalidOperationException($"{service.Name} has no certificate."),
            };
            if (service.Port is not null)
            {
                names[service.Name] = AddName(context, mesh, service, node);
            }
        }

        return new AppMeshParts(sidecars, names);
    }

    private static VirtualNodeResource AddNode(BlueprintContext context, MeshResource mesh, MicroserviceDefinition service) => context.Add(new VirtualNodeResource
    {
        Key = service.Name,
        Name = context.Names.ForService(ResourceType.VirtualNode, service.Name),
        Service = service.Name,
        Tags = context.Definition.Tags,
        Mesh = mesh,
        Spec = NodeSpecs.Node(context.Definition, service),
    });

    private static Resource[] AddName(BlueprintContext context, MeshResource mesh, MicroserviceDefinition service, VirtualNodeResource node)
    {
        var router = context.Add(new VirtualRouterResource
        {
            Key = service.Name,
            Name = context.Names.ForService(ResourceType.VirtualRouter, service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Mesh = mesh,
            Spec = NodeSpecs.Router(service),
        });
        var route = context.Add(new RouteResource
        {
            Key = service.Name,
            Name = context.Names.ForService(ResourceType.MeshRoute, service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Mesh = mesh,
            Router = router,
            Node = node,
            Spec = RouteSpecs.Of(service, node.Name),
        });
        var host = MeshAddresses.HostOf(context.Definition, service.Name);
        var name = context.Add(new VirtualServiceResource
        {
            // With the domain, so that another domain is another name, and the move to it no replacement.
            Key = host,
            Name = host,
            Service = service.Name,
            Tags = context.Definition.Tags,
            Mesh = mesh,
            Router = router,
        });
        return [route, name];
    }
}
