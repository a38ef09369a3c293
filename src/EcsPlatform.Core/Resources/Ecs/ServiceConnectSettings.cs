using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>A service's place in Service Connect: a server where it has a port, a client always.</summary>
public sealed record ServiceConnectSettings
{
    /// <summary>Where the names lie.</summary>
    public required NamespaceResource Namespace { get; init; }

    /// <summary>Where the proxy writes: the service's own group.</summary>
    public required LogGroupResource LogGroup { get; init; }

    /// <summary>The name that callers use.</summary>
    public required string HostName { get; init; }

    /// <summary>Whether the proxy logs every call.</summary>
    public bool AccessLogs { get; init; }

    /// <summary>How calls are encrypted; null for in the clear.</summary>
    public ServiceConnectTls? Tls { get; init; }

    /// <summary>The services that it calls and that are there before it.</summary>
    public IReadOnlyList<ServiceResource> Servers { get; init; } = [];

    /// <summary>The services that it calls and that come later, because they call it too: it starts anew when they are there.</summary>
    public IReadOnlyList<ServiceResource> LateServers { get; init; } = [];

    internal IEnumerable<Need> Needs =>
    [
        new Need(Namespace, Ready: true), LogGroup,
        .. Servers.Select(server => new Need(server)),
        .. Tls?.Needs ?? [],
    ];
}

/// <summary>Service Connect's TLS: what issues its certificates and what encrypts their keys.</summary>
/// <param name="AuthorityArn">The ARN of a private CA that is somebody else's; null for ours.</param>
/// <param name="Authority">Our private CA; null for somebody else's.</param>
/// <param name="Key">The KMS key; AWS's own when null.</param>
/// <param name="Role">The role by which ECS issues certificates.</param>
public sealed record ServiceConnectTls(string? AuthorityArn, Resource? Authority, Resource? Key, RoleResource Role)
{
    internal IEnumerable<Need> Needs => new[] { Authority, Key, Role }.OfType<Resource>().Select(resource => new Need(resource, Ready: true));
}

/// <summary>Writes a service's place in Service Connect.</summary>
internal static class ServiceConnectRequest
{
    public const string LogPrefix = "mesh";

    public static ServiceConnectConfiguration Of(ServiceResource desired, ServiceConnectSettings connect, Resolution resolution) => new()
    {
        Enabled = true,
        Namespace = resolution.Arn("servicediscovery", $"namespace/{resolution.Id(connect.Namespace)}"),
        Services = desired.Definition.Port is { } port ? [Server(desired.Definition, port, connect, resolution)] : null,
        LogConfiguration = new LogConfiguration
        {
            LogDriver = Amazon.ECS.LogDriver.Awslogs,
            Options = new Dictionary<string, string>
            {
                ["awslogs-group"] = connect.LogGroup.Name,
                ["awslogs-region"] = resolution.Region,
                ["awslogs-stream-prefix"] = LogPrefix,
            },
        },
        AccessLogConfiguration = connect.AccessLogs ? new ServiceConnectAccessLogConfiguration { Format = Amazon.ECS.ServiceConnectAccessLoggingFormat.JSON } : null,
    };

    private static ServiceConnectService Server(MicroserviceDefinition service, int port, ServiceConnectSettings connect, Resolution resolution) => new()
    {
        PortName = service.Name,
        DiscoveryName = service.Name,
        ClientAliases = [new ServiceConnectClientAlias { Port = port, DnsName = connect.HostName }],
        Timeout = service.Mesh is { RequestTimeoutSeconds: null, IdleTimeoutSeconds: null } ? null : new TimeoutConfiguration
        {
            IdleTimeoutSeconds = service.Mesh.IdleTimeoutSeconds,
            PerRequestTimeoutSeconds = service.Mesh.RequestTimeoutSeconds,
        },
        Tls = connect.Tls is { } tls ? new ServiceConnectTlsConfiguration
        {
            IssuerCertificateAuthority = new ServiceConnectTlsCertificateAuthority { AwsPcaAuthorityArn = tls.AuthorityArn ?? resolution.Id(tls.Authority!) },
            KmsKey = tls.Key is { } key ? resolution.Id(key) : null,
            RoleArn = resolution.RoleArn(tls.Role.Name),
        } : null,
    };
}
