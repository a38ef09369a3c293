using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using EcsPlatform.Core.Definition;
using Pool = EcsPlatform.Core.Definition.ConnectionPool;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Writes a microservice's virtual node and router from the definition.</summary>
internal static class NodeSpecs
{
    // The bounds of App Mesh's health checks (App Mesh API, HealthCheckPolicy).
    private const int LongestCheck = 60;
    private const string OkAlone = "200"; // what Envoy takes for healthy

    /// <summary>The virtual node: a listener and discovery for services with a port, backends for those that call, logs if asked for.</summary>
    /// <param name="definition">The platform, with a mesh.</param>
    /// <param name="service">The microservice.</param>
    public static VirtualNodeSpec Node(PlatformDefinition definition, MicroserviceDefinition service) => new()
    {
        Listeners = service.Port is { } port ? [Listener(definition, service, port)] : null,
        ServiceDiscovery = service.Port is null ? null : new Amazon.AppMesh.Model.ServiceDiscovery
        {
            AwsCloudMap = new AwsCloudMapServiceDiscovery { NamespaceName = MeshAddresses.DomainOf(definition), ServiceName = service.Name },
        },
        Backends = Backends(definition, service) is { Count: > 0 } backends ? backends : null,
        Logging = definition.Mesh?.AccessLogs == true ? new Logging { AccessLog = new AccessLog { File = new FileAccessLog { Path = "/dev/stdout" } } } : null,
    };

    /// <summary>The virtual router: the same port, the same protocol.</summary>
    public static VirtualRouterSpec Router(MicroserviceDefinition service) => new()
    {
        Listeners = [new VirtualRouterListener { PortMapping = Port(service, service.Port!.Value) }],
    };

    public static Duration Seconds(int seconds) => new() { Unit = DurationUnit.S, Value = seconds };

    private static PortMapping Port(MicroserviceDefinition service, int port) => new() { Port = port, Protocol = PortProtocol.FindValue(service.Mesh.Protocol.Spell()) };

    private static Listener Listener(PlatformDefinition definition, MicroserviceDefinition service, int port)
    {
        var mesh = service.Mesh;
        return new Listener
        {
            PortMapping = Port(service, port),
            HealthCheck = HealthCheck(service),
            Timeout = Timeouts.OfListener(mesh),
            ConnectionPool = mesh.ConnectionPool is { } pool ? ConnectionPool(mesh.Protocol, pool) : null,
            OutlierDetection = mesh.OutlierDetection is { } outliers
                ? new Amazon.AppMesh.Model.OutlierDetection
                {
                    MaxServerErrors = outliers.MaxServerErrors,
                    Interval = Seconds(outliers.IntervalSeconds),
                    BaseEjectionDuration = Seconds(outliers.BaseEjectionSeconds),
                    MaxEjectionPercent = outliers.MaxEjectionPercent,
                }
                : null,
            Tls = definition.Mesh?.Tls is { } tls ? ListenerTls(definition, service, tls) : null,
        };
    }

    /// <summary>Proxies ask the path that the load balancer asks where both take the same answer; anywhere else, whether somebody listens.</summary>
    private static HealthCheckPolicy HealthCheck(MicroserviceDefinition service)
    {
        var check = service.TargetHealth;
        var byPath = service is { Route: not null, Mesh.Protocol: MeshProtocol.Http or MeshProtocol.Http2 } && check.Matcher == OkAlone;
        return new HealthCheckPolicy
        {
            Protocol = byPath ? PortProtocol.FindValue(service.Mesh.Protocol.Spell()) : PortProtocol.Tcp,
            Path = byPath ? check.Path : null,
            IntervalMillis = check.IntervalSeconds * 1000L,
            TimeoutMillis = Math.Min(check.TimeoutSeconds, LongestCheck) * 1000L,
            HealthyThreshold = check.HealthyThreshold,
            UnhealthyThreshold = check.UnhealthyThreshold,
        };
    }

    private static VirtualNodeConnectionPool ConnectionPool(MeshProtocol protocol, Pool pool) => protocol switch
    {
        MeshProtocol.Http => new() { Http = new VirtualNodeHttpConnectionPool { MaxConnections = pool.MaxConnections, MaxPendingRequests = pool.MaxPendingRequests } },
        MeshProtocol.Http2 => new() { Http2 = new VirtualNodeHttp2ConnectionPool { MaxRequests = pool.MaxConnections } },
        MeshProtocol.Grpc => new() { Grpc = new VirtualNodeGrpcConnectionPool { MaxRequests = pool.MaxConnections } },
        _ => new() { Tcp = new VirtualNodeTcpConnectionPool { MaxConnections = pool.MaxConnections } },
    };

    /// <summary>The load balancer shows no certificate and speaks no TLS to tasks: a service behind it takes calls without, too, and its security group lets in nobody else.</summary>
    private static ListenerTls ListenerTls(PlatformDefinition definition, MicroserviceDefinition service, MeshTls tls)
    {
        var callers = definition.Services.Where(caller => caller.Calls.Contains(service.Name, StringComparer.Ordinal)).Select(caller => MeshAddresses.HostOf(definition, caller.Name)).ToList();
        return new ListenerTls
        {
            Mode = service.Route is not null && definition.LoadBalancer is not null ? ListenerTlsMode.PERMISSIVE : ListenerTlsMode.STRICT,
            Certificate = new ListenerTlsCertificate { File = Certificate() },
            Validation = tls.Mutual
                ? new ListenerTlsValidationContext
                {
                    Trust = new ListenerTlsValidationContextTrust { File = Trust() },
                    SubjectAlternativeNames = callers.Count > 0 ? Exactly(callers) : null, // who may call, by certificate and not only by address
                }
                : null,
        };
    }

    private static List<Backend> Backends(PlatformDefinition definition, MicroserviceDefinition service) =>
    [
        .. service.Calls.Order(StringComparer.Ordinal).Select(callee => new Backend
        {
            VirtualService = new VirtualServiceBackend
            {
                VirtualServiceName = MeshAddresses.HostOf(definition, callee),
                ClientPolicy = definition.Mesh?.Tls is { } tls ? new ClientPolicy { Tls = ClientTls(tls, MeshAddresses.HostOf(definition, callee)) } : null,
            },
        }),
    ];

    private static ClientPolicyTls ClientTls(MeshTls tls, string callee) => new()
    {
        Enforce = true,
        Certificate = tls.Mutual ? new ClientTlsCertificate { File = Certificate() } : null,
        Validation = new TlsValidationContext { Trust = new TlsValidationContextTrust { File = Trust() }, SubjectAlternativeNames = Exactly([callee]) },
    };

    private static ListenerTlsFileCertificate Certificate() => new() { CertificateChain = CertificateFiles.Chain, PrivateKey = CertificateFiles.PrivateKey };

    private static TlsValidationContextFileTrust Trust() => new() { CertificateChain = CertificateFiles.Authority };

    private static SubjectAlternativeNames Exactly(List<string> names) => new() { Match = new SubjectAlternativeNameMatchers { Exact = names } };
}
