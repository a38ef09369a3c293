using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using static EcsPlatform.Aws.Models.AppMeshModel;

namespace EcsPlatform.Sandbox.Tests.AppMesh;

public sealed class MeshTests
{
    private readonly AwsSandbox _sandbox = new();

    public MeshTests() => _sandbox.Call(CreateMesh, new CreateMeshRequest { MeshName = "shop" });

    [Fact]
    public void A_mesh_has_a_version_a_uid_an_owner_and_a_role_of_its_own()
    {
        var mesh = _sandbox.Call(DescribeMesh, new DescribeMeshRequest { MeshName = "shop" }).Mesh;

        mesh.Metadata.Arn.ShouldBe("arn:aws:appmesh:us-east-1:123456789012:mesh/shop");
        (mesh.Metadata.Version, mesh.Metadata.MeshOwner, mesh.Status.Status).ShouldBe((1, "123456789012", MeshStatusCode.ACTIVE));
        mesh.Spec.EgressFilter.Type.ShouldBe(EgressFilterType.DROP_ALL);
        _sandbox.Call(Aws.Models.IdentityManagementModel.GetRole, new() { RoleName = "AWSServiceRoleForAppMesh" });
        var change = new UpdateMeshRequest { MeshName = "shop", Spec = new MeshSpec { EgressFilter = new EgressFilter { Type = EgressFilterType.ALLOW_ALL } } };
        var updated = _sandbox.Call(UpdateMesh, change).Mesh;
        (updated.Metadata.Version, updated.Metadata.Uid).ShouldBe((2, mesh.Metadata.Uid));
    }

    [Fact]
    public void The_same_request_is_answered_again_and_another_one_conflicts()
    {
        var request = Node("web");
        request.ClientToken = "token";
        var first = _sandbox.Call(CreateVirtualNode, request).VirtualNode.Metadata.Uid;

        _sandbox.Call(CreateVirtualNode, request).VirtualNode.Metadata.Uid.ShouldBe(first);
        request.ClientToken = "other";
        var refusal = _sandbox.Refuses(CreateVirtualNode, request);
        (refusal.Code, refusal.Status).ShouldBe(("ConflictException", 409));
        var update = new UpdateVirtualNodeRequest { MeshName = "shop", VirtualNodeName = "web", Spec = request.Spec, ClientToken = "third" };
        _sandbox.Call(UpdateVirtualNode, update).VirtualNode.Metadata.Version.ShouldBe(2);
        _sandbox.Call(UpdateVirtualNode, update).VirtualNode.Metadata.Version.ShouldBe(2);
        update.Spec = Node("web", "http2").Spec;
        _sandbox.Refuses(UpdateVirtualNode, update).Code.ShouldBe("ConflictException");
    }

    [Fact]
    public void Everything_is_taken_down_from_the_outside_in()
    {
        Build();

        Refuses(() => _sandbox.Refuses(DeleteMesh, new DeleteMeshRequest { MeshName = "shop" }));
        Refuses(() => _sandbox.Refuses(DeleteVirtualNode, new DeleteVirtualNodeRequest { MeshName = "shop", VirtualNodeName = "web" }));
        Refuses(() => _sandbox.Refuses(DeleteVirtualRouter, new DeleteVirtualRouterRequest { MeshName = "shop", VirtualRouterName = "web" }));
        _sandbox.Call(DeleteRoute, new DeleteRouteRequest { MeshName = "shop", VirtualRouterName = "web", RouteName = "all" }).Route.Status.Status.ShouldBe(RouteStatusCode.DELETED);
        _sandbox.Call(DeleteVirtualNode, new DeleteVirtualNodeRequest { MeshName = "shop", VirtualNodeName = "web" });
        Refuses(() => _sandbox.Refuses(DeleteVirtualRouter, new DeleteVirtualRouterRequest { MeshName = "shop", VirtualRouterName = "web" }));
        _sandbox.Call(DeleteVirtualService, new DeleteVirtualServiceRequest { MeshName = "shop", VirtualServiceName = "web.shop.local" });
        _sandbox.Call(DeleteVirtualRouter, new DeleteVirtualRouterRequest { MeshName = "shop", VirtualRouterName = "web" });
        _sandbox.Call(DeleteMesh, new DeleteMeshRequest { MeshName = "shop" }).Mesh.Status.Status.ShouldBe(MeshStatusCode.DELETED);

        _sandbox.Refuses(DescribeMesh, new DescribeMeshRequest { MeshName = "shop" }).Status.ShouldBe(404);
        _sandbox.Inventory().ShouldBeEmpty();

        static void Refuses(Func<RefusalException> call) => call().Code.ShouldBe("ResourceInUseException");
    }

    [Fact]
    public void What_a_resource_names_must_be_there()
    {
        _sandbox.Refuses(CreateVirtualNode, new CreateVirtualNodeRequest { MeshName = "other", VirtualNodeName = "web", Spec = Node("web").Spec }).Code.ShouldBe("NotFoundException");
        _sandbox.Refuses(CreateRoute, Route()).Code.ShouldBe("NotFoundException");
        _sandbox.Call(CreateVirtualRouter, Router());
        _sandbox.Refuses(CreateRoute, Route()).Code.ShouldBe("NotFoundException");
        _sandbox.Call(CreateVirtualNode, Node("web"));
        _sandbox.Call(CreateRoute, Route());
    }

    [Fact]
    public void A_specification_that_does_not_fit_together_is_a_bad_request()
    {
        Bad(spec => spec.Listeners[0].ConnectionPool = new VirtualNodeConnectionPool { Grpc = new VirtualNodeGrpcConnectionPool { MaxRequests = 5 } });
        Bad(spec => spec.Listeners[0].Timeout = new ListenerTimeout { Tcp = new TcpTimeout() });
        Bad(spec => spec.Listeners[0].HealthCheck = Check(9));
        Bad(spec => spec.ServiceDiscovery = null);
        Bad(spec => spec.Backends = [Backend("b"), Backend("b")]);
        Bad(spec => spec.Listeners[0].Tls = new ListenerTls { Mode = ListenerTlsMode.STRICT, Certificate = new ListenerTlsCertificate() });
        _sandbox.Call(CreateVirtualRouter, Router());
        _sandbox.Call(CreateVirtualNode, Node("web"));
        var route = Route();
        route.Spec = new RouteSpec { Http2Route = route.Spec.HttpRoute };
        _sandbox.Refuses(CreateRoute, route).Code.ShouldBe("BadRequestException");

        void Bad(Action<VirtualNodeSpec> change)
        {
            var request = Node("bad");
            change(request.Spec);
            _sandbox.Refuses(CreateVirtualNode, request).Code.ShouldBe("BadRequestException");
        }

        static HealthCheckPolicy Check(int port) => new()
        {
            Protocol = PortProtocol.Http, Path = "/", Port = port, HealthyThreshold = 2, UnhealthyThreshold = 2, IntervalMillis = 5000, TimeoutMillis = 2000,
        };

        static Backend Backend(string name) => new() { VirtualService = new VirtualServiceBackend { VirtualServiceName = name } };
    }

    [Fact]
    public void Limits_listings_and_tags()
    {
        for (var i = 1; i < 15; i++)
        {
            _sandbox.Call(CreateMesh, new CreateMeshRequest { MeshName = $"mesh-{i}" });
        }

        _sandbox.Refuses(CreateMesh, new CreateMeshRequest { MeshName = "sixteenth" }).Code.ShouldBe("LimitExceededException");
        var page = _sandbox.Call(ListMeshes, new ListMeshesRequest { Limit = 10 });
        page.Meshes.Count.ShouldBe(10);
        _sandbox.Call(ListMeshes, new ListMeshesRequest { Limit = 10, NextToken = page.NextToken }).Meshes.Count.ShouldBe(5);

        var tagged = Node("web");
        tagged.Tags = [new TagRef { Key = "team", Value = "pay" }];
        var arn = _sandbox.Call(CreateVirtualNode, tagged).VirtualNode.Metadata.Arn;
        _sandbox.Call(ListTagsForResource, new ListTagsForResourceRequest { ResourceArn = arn }).Tags.ShouldHaveSingleItem().Key.ShouldBe("team");
        _sandbox.Call(Aws.Models.ResourceGroupsTaggingAPIModel.GetResources, new() { TagFilters = [new() { Key = "team", Values = ["pay"] }] })
            .ResourceTagMappingList.ShouldHaveSingleItem().ResourceARN.ShouldBe(arn);
    }

    private static CreateVirtualNodeRequest Node(string name, string protocol = "http") => new()
    {
        MeshName = "shop",
        VirtualNodeName = name,
        Spec = new VirtualNodeSpec
        {
            Listeners = [new Listener { PortMapping = new PortMapping { Port = 8080, Protocol = new PortProtocol(protocol) } }],
            ServiceDiscovery = new ServiceDiscovery { AwsCloudMap = new AwsCloudMapServiceDiscovery { NamespaceName = "shop.local", ServiceName = name } },
        },
    };

    private static CreateVirtualRouterRequest Router() => new()
    {
        MeshName = "shop",
        VirtualRouterName = "web",
        Spec = new VirtualRouterSpec { Listeners = [new VirtualRouterListener { PortMapping = new PortMapping { Port = 8080, Protocol = PortProtocol.Http } }] },
    };

    private static CreateRouteRequest Route() => new()
    {
        MeshName = "shop",
        VirtualRouterName = "web",
        RouteName = "all",
        Spec = new RouteSpec
        {
            HttpRoute = new HttpRoute
            {
                Match = new HttpRouteMatch { Prefix = "/" },
                Action = new HttpRouteAction { WeightedTargets = [new WeightedTarget { VirtualNode = "web", Weight = 1 }] },
            },
        },
    };

    private void Build()
    {
        _sandbox.Call(CreateVirtualNode, Node("web"));
        _sandbox.Call(CreateVirtualRouter, Router());
        _sandbox.Call(CreateRoute, Route());
        _sandbox.Call(CreateVirtualService, new CreateVirtualServiceRequest
        {
            MeshName = "shop",
            VirtualServiceName = "web.shop.local",
            Spec = new VirtualServiceSpec { Provider = new VirtualServiceProvider { VirtualRouter = new VirtualRouterServiceProvider { VirtualRouterName = "web" } } },
        });
    }
}
