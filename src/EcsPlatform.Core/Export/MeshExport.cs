using Amazon.ECS.Model;
using Amazon.ServiceDiscovery;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Export;

/// <summary>The mesh, read back: from the namespaces and their tags, where those do not tell from what services have of Service Connect or App Mesh, and from their ports. Addresses that it computes stay out of services' environments.</summary>
internal static class MeshExport
{
    // Service Connect's own defaults (ECS API, TimeoutConfiguration).
    private const int UsualIdleSeconds = 300;
    private const int UsualRequestSeconds = 15;

    public static PlatformDefinition Read(PlatformDefinition definition, LivePlatform platform)
    {
        var services = platform.All<Service>(ServiceKind.Instance).ToDictionary(LivePlatform.KeyOf, service => service.State, StringComparer.Ordinal);
        if (Mesh(definition, platform, services.Values) is not { } mesh)
        {
            return definition;
        }

        definition = definition with { Mesh = mesh, Services = [.. definition.Services.Select(service => mesh.Type == MeshType.AppMesh
            ? service with { Mesh = AppMeshExport.Read(platform, service.Name) }
            : WithSettings(service, services[service.Name], platform))] };
        return definition with { Services = [.. definition.Services.Select(service => WithoutAddresses(definition, service))] };
    }

    private static MeshDefinition? Mesh(PlatformDefinition definition, LivePlatform platform, IEnumerable<Service> services)
    {
        var namespaces = platform.All<NamespaceState>(NamespaceKind.Instance).Select(live => live.State).ToList();
        var configurations = services.Select(ServiceConnectShape.ConfigurationOf).OfType<ServiceConnectConfiguration>().ToList();
        var http = namespaces.Find(found => found.Namespace.Type == NamespaceType.HTTP);
        if (configurations.Count > 0 || http is not null)
        {
            return Told(http) is { } told ? told with { Domain = told.Domain is { } domain ? Unusual(definition, domain) : null } : OfServiceConnect(definition, platform, configurations);
        }

        return namespaces.Find(found => found.Namespace.Type == NamespaceType.DNS_PRIVATE) is { } zone
            ? OfDns(platform, Told(zone)) with { Domain = Unusual(definition, zone.Namespace.Name) }
            : null;
    }

    /// <summary>What the namespace's tags tell: what the platform was told last, whether or not the services have it yet.</summary>
    private static MeshDefinition? Told(NamespaceState? live) => live is null ? null : MeshTags.Read(live.Tags);

    private static MeshDefinition OfDns(LivePlatform platform, MeshDefinition? told)
    {
        var mesh = AppMeshExport.Read(platform);
        return told is null ? mesh ?? new MeshDefinition { Type = MeshType.CloudMap } : told with { Egress = mesh?.Egress ?? told.Egress };
    }

    private static MeshDefinition OfServiceConnect(PlatformDefinition definition, LivePlatform platform, List<ServiceConnectConfiguration> configurations)
    {
        var server = configurations.SelectMany(configuration => configuration.Services ?? []).FirstOrDefault();
        var authority = server?.Tls?.IssuerCertificateAuthority?.AwsPcaAuthorityArn;
        return new MeshDefinition
        {
            Type = MeshType.ServiceConnect,
            Domain = server?.ClientAliases?.FirstOrDefault()?.DnsName is { } host ? Unusual(definition, host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..]) : null,
            Tls = server?.Tls is null ? null : new MeshTls { CertificateAuthority = authority is null || platform.Owns(authority) ? null : authority },
            AccessLogs = configurations.Exists(configuration => configuration.AccessLogConfiguration is not null),
        };
    }

    /// <summary>The domain; null where it is the one that is taken anyhow.</summary>
    private static string? Unusual(PlatformDefinition definition, string domain) => domain == MeshAddresses.DomainOf(definition) ? null : domain;

    private static MicroserviceDefinition WithSettings(MicroserviceDefinition definition, Service service, LivePlatform platform)
    {
        var timeout = ServiceConnectShape.ConfigurationOf(service)?.Services?.FirstOrDefault()?.Timeout;
        return definition with
        {
            Mesh = definition.Mesh with
            {
                Protocol = Protocol(definition.Name, platform),
                RequestTimeoutSeconds = timeout?.PerRequestTimeoutSeconds is { } request and not UsualRequestSeconds ? request : null,
                IdleTimeoutSeconds = timeout?.IdleTimeoutSeconds is { } idle and not UsualIdleSeconds ? idle : null,
            },
        };
    }

    /// <summary>What is spoken on the port: a port with a name and no protocol of its own is bare TCP.</summary>
    private static MeshProtocol Protocol(string name, LivePlatform platform)
    {
        var revisions = platform.Find<TaskDefinitionState>(TaskDefinitionKind.Instance, name)?.State;
        var mapping = (revisions?.Current ?? revisions?.Latest)?.ContainerDefinitions?.Find(container => container.Name == name)?.PortMappings?.FirstOrDefault();
        return mapping switch
        {
            { AppProtocol: { } protocol } => EnumSpelling.Parse<MeshProtocol>(protocol.Value),
            { Name: not null } => MeshProtocol.Tcp,
            _ => MeshProtocol.Http,
        };
    }

    private static MicroserviceDefinition WithoutAddresses(PlatformDefinition definition, MicroserviceDefinition service)
    {
        var computed = MeshAddresses.VariablesOf(definition, service);
        return service with
        {
            Environment = service.Environment.Where(variable => computed.GetValueOrDefault(variable.Key) != variable.Value).ToDictionary(StringComparer.Ordinal),
        };
    }
}
