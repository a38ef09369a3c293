using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Whom a service's tasks can reach through Service Connect: a deployment sees the endpoints that were there when it began, and no later ones (ECS Developer Guide, Service Connect concepts).</summary>
internal static class ServiceConnectEndpoints
{
    /// <summary>How the difference is called.</summary>
    public const string Property = "serviceConnect.endpoints";

    /// <summary>The difference, where its tasks do not see all that they call.</summary>
    public static IEnumerable<PropertyDifference> Compare(ServiceResource desired, Service live, Resolution resolution) =>
        ServiceConnectShape.ConfigurationOf(live) is not null && Unseen(desired, live, resolution) is { Count: > 0 } unseen
            ? [new PropertyDifference(Property, null, string.Join(", ", unseen.Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal)))]
            : [];

    /// <summary>The services that it calls and that its tasks do not see; whether each is there by now.</summary>
    public static IReadOnlyList<(string Name, bool Exists)> Unseen(ServiceResource desired, Service live, Resolution resolution)
    {
        if (desired.Connect is not { } connect)
        {
            return [];
        }

        var begun = Primary(live)?.CreatedAt;
        return
        [
            .. connect.Servers.Concat(connect.LateServers)
                .Select(server => (server.Definition.Name, Since: Since(server, connect.Namespace, resolution)))
                .Where(endpoint => endpoint.Since is not { } since || begun < since)
                .Select(endpoint => (endpoint.Name, endpoint.Since is not null)),
        ];
    }

    /// <summary>When a service's endpoint was made: as Cloud Map says; while it says nothing, by the oldest deployment that has one.</summary>
    private static DateTime? Since(ServiceResource server, NamespaceResource home, Resolution resolution)
    {
        if (resolution.State<NamespaceState>(home)?.Endpoints.TryGetValue(server.Definition.Name, out var made) == true)
        {
            return made;
        }

        return (resolution.State<Service>(server)?.Deployments ?? [])
            .Where(deployment => deployment.ServiceConnectConfiguration is { Enabled: true, Services.Count: > 0 })
            .Min(deployment => deployment.CreatedAt);
    }

    private static Deployment? Primary(Service service) => (service.Deployments ?? []).FirstOrDefault(deployment => deployment.Status == "PRIMARY");
}
