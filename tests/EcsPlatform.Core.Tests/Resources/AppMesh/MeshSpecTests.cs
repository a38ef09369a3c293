using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>What a definition says of App Mesh, as App Mesh takes it.</summary>
public sealed class MeshSpecTests
{
    private static readonly PlatformDefinition Platform = Platforms.Read(
        """
        name: shop
        environmentSuffix: dev
        mesh: {type: appMesh, accessLogs: true}
        loadBalancer: {listeners: [{port: 80}]}
        services:
          - {name: front, port: 8080, cpu: 256, memory: 512, route: {paths: [/*]}, targetHealth: {path: /ready, matcher: "200"}, calls: [orders, ledger]}
          - name: orders
            port: 8081
            cpu: 256
            memory: 512
            mesh: {protocol: grpc, requestTimeoutSeconds: 20, retry: {maxRetries: 3, perTryTimeoutSeconds: 4}, connectionPool: {maxConnections: 50}}
          - name: ledger
            port: 8082
            cpu: 256
            memory: 512
            mesh:
              requestTimeoutSeconds: 30
              idleTimeoutSeconds: 60
              retry: {maxRetries: 2, perTryTimeoutSeconds: 5}
              connectionPool: {maxConnections: 100, maxPendingRequests: 10}
              outlierDetection: {maxServerErrors: 7, intervalSeconds: 20, baseEjectionSeconds: 40, maxEjectionPercent: 30}
          - {name: queue, port: 5672, cpu: 256, memory: 512, mesh: {protocol: tcp, idleTimeoutSeconds: 100}}
          - {name: worker, cpu: 256, memory: 512, calls: [queue]}
        """);

    private static readonly PlatformDefinition Mutual = Platform with { Mesh = Platform.Mesh! with { Tls = new MeshTls { Mutual = true } } };

    public static TheoryData<string> Services => [.. Platform.Services.Select(service => service.Name)];

    [Theory, MemberData(nameof(Services))]
    public void Every_specification_is_one_that_the_api_takes(string service)
    {
        foreach (var platform in new[] { Platform, Mutual })
        {
            var definition = Service(platform, service);
            Check(AppMeshModel.CreateVirtualNode, new CreateVirtualNodeRequest { MeshName = "m", VirtualNodeName = "n", Spec = NodeSpecs.Node(platform, definition) });
            if (definition.Port is not null)
            {
                Check(AppMeshModel.CreateVirtualRouter, new CreateVirtualRouterRequest { MeshName = "m", VirtualRouterName = "r", Spec = NodeSpecs.Router(definition) });
                Check(AppMeshModel.CreateRoute, new CreateRouteRequest { MeshName = "m", VirtualRouterName = "r", RouteName = "r", Spec = RouteSpecs.Of(definition, "n") });
            }
        }

        static void Check(OperationModel operation, object request) => ConstraintCheck.Check(operation, request).ShouldBeEmpty();
    }

    [Fact]
    public void A_node_is_found_by_cloud_map_and_may_call_what_the_service_calls()
    {
        var node = Node(Platform, "front");

        node.ServiceDiscovery.AwsCloudMap.NamespaceName.ShouldBe("shop-dev.local");
        node.ServiceDiscovery.AwsCloudMap.ServiceName.ShouldBe("front");
        node.Backends.Select(backend => backend.VirtualService.VirtualServiceName).ShouldBe(["ledger.shop-dev.local", "orders.shop-dev.local"]);
        node.Backends.ShouldAllBe(backend => backend.VirtualService.ClientPolicy == null);
        node.Logging.AccessLog.File.Path.ShouldBe("/dev/stdout");
        node.Listeners.Single().Tls.ShouldBeNull();
    }

    [Fact]
    public void Proxies_ask_the_load_balancers_path_where_there_is_one_and_the_port_elsewhere()
    {
        var front = Node(Platform, "front").Listeners.Single();
        var ledger = Node(Platform, "ledger").Listeners.Single();

        (front.HealthCheck.Protocol, front.HealthCheck.Path).ShouldBe((PortProtocol.Http, "/ready"));
        (ledger.HealthCheck.Protocol, ledger.HealthCheck.Path).ShouldBe((PortProtocol.Tcp, null));
    }

    [Fact]
    public void A_listener_breaks_circuits_as_asked()
    {
        var listener = Node(Platform, "ledger").Listeners.Single();

        (listener.PortMapping.Port, listener.PortMapping.Protocol).ShouldBe((8082, PortProtocol.Http));
        (listener.ConnectionPool.Http.MaxConnections, listener.ConnectionPool.Http.MaxPendingRequests).ShouldBe((100, 10));
        (listener.OutlierDetection.MaxServerErrors, listener.OutlierDetection.MaxEjectionPercent).ShouldBe((7, 30));
        (listener.OutlierDetection.Interval.Value, listener.OutlierDetection.BaseEjectionDuration.Value).ShouldBe((20, 40));
        (listener.Timeout.Http.PerRequest.Value, listener.Timeout.Http.Idle.Value).ShouldBe((30, 60));
        Node(Platform, "orders").Listeners.Single().ConnectionPool.Grpc.MaxRequests.ShouldBe(50);
        Node(Platform, "queue").Listeners.Single().Timeout.Tcp.Idle.Value.ShouldBe(100);
        Node(Platform, "front").Listeners.Single().Timeout.ShouldBeNull(); // the proxies' own
    }

    [Fact]
    public void A_service_without_a_port_has_a_node_that_only_calls()
    {
        var node = Node(Platform, "worker");

        node.Listeners.ShouldBeNull();
        node.ServiceDiscovery.ShouldBeNull();
        node.Backends.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_route_tries_again_and_gives_up_as_asked()
    {
        var route = RouteSpecs.Of(Service(Platform, "ledger"), "node").HttpRoute;

        route.Match.Prefix.ShouldBe("/");
        route.Action.WeightedTargets.ShouldHaveSingleItem().VirtualNode.ShouldBe("node");
        (route.Timeout.PerRequest.Value, route.Timeout.Idle.Value).ShouldBe((30, 60));
        (route.RetryPolicy.MaxRetries, route.RetryPolicy.PerRetryTimeout.Value).ShouldBe((2, 5));
        route.RetryPolicy.HttpRetryEvents.ShouldBe(["server-error", "gateway-error", "client-error", "stream-error"]);
        route.RetryPolicy.TcpRetryEvents.ShouldBe(["connection-error"]);
    }

    [Fact]
    public void Each_protocol_has_a_route_of_its_own_and_tcp_repeats_nothing()
    {
        RouteSpecs.Of(Service(Platform, "orders"), "node").GrpcRoute.RetryPolicy.GrpcRetryEvents.ShouldContain("unavailable");
        RouteSpecs.Of(Service(Platform, "orders") with { Mesh = new ServiceMeshSettings { Protocol = MeshProtocol.Http2 } }, "node").Http2Route.ShouldNotBeNull();
        RouteSpecs.Of(Service(Platform, "front"), "node").HttpRoute.RetryPolicy.ShouldBeNull();
        var queue = RouteSpecs.Of(Service(Platform, "queue"), "node");
        queue.TcpRoute.Timeout.Idle.Value.ShouldBe(100);
        queue.HttpRoute.ShouldBeNull();
    }

    [Fact]
    public void Only_a_service_behind_the_load_balancer_takes_calls_without_tls()
    {
        Node(Mutual, "front").Listeners.Single().Tls.Mode.ShouldBe(ListenerTlsMode.PERMISSIVE);
        Node(Mutual, "ledger").Listeners.Single().Tls.Mode.ShouldBe(ListenerTlsMode.STRICT);
    }

    [Fact]
    public void With_mutual_tls_both_sides_show_certificates_and_know_by_name_who_the_other_is()
    {
        var ledger = Node(Mutual, "ledger").Listeners.Single().Tls;
        var call = Node(Mutual, "front").Backends[0].VirtualService.ClientPolicy.Tls;

        (ledger.Certificate.File.CertificateChain, ledger.Certificate.File.PrivateKey).ShouldBe(("/mesh-certificates/certificate.pem", "/mesh-certificates/private-key.pem"));
        ledger.Validation.Trust.File.CertificateChain.ShouldBe("/mesh-certificates/authority.pem");
        ledger.Validation.SubjectAlternativeNames.Match.Exact.ShouldBe(["front.shop-dev.local"]);
        call.Enforce.ShouldBe(true);
        call.Certificate.File.PrivateKey.ShouldBe("/mesh-certificates/private-key.pem");
        call.Validation.Trust.File.CertificateChain.ShouldBe("/mesh-certificates/authority.pem");
        call.Validation.SubjectAlternativeNames.Match.Exact.ShouldBe(["ledger.shop-dev.local"]);
    }

    [Fact]
    public void Without_mutual_tls_only_the_called_side_shows_a_certificate()
    {
        var oneSided = Platform with { Mesh = Platform.Mesh! with { Tls = new MeshTls() } };

        Node(oneSided, "ledger").Listeners.Single().Tls.Validation.ShouldBeNull();
        Node(oneSided, "front").Backends[0].VirtualService.ClientPolicy.Tls.Certificate.ShouldBeNull();
    }

    private static VirtualNodeSpec Node(PlatformDefinition platform, string service) => NodeSpecs.Node(platform, Service(platform, service));

    private static MicroserviceDefinition Service(PlatformDefinition platform, string name) => platform.Services.First(service => service.Name == name);
}
