using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Resources.AppMesh;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>What App Mesh fills in or reorders is no difference; what somebody changed is one that names it.</summary>
public sealed class SpecShapeTests
{
    [Fact]
    public void What_app_mesh_fills_in_is_no_difference() => Compare(spec =>
    {
        spec.Listeners[0].HealthCheck.Port = 8080;
        spec.Listeners[0].HealthCheck.Path = "/";
        spec.Backends[0].VirtualService.ClientPolicy = new ClientPolicy();
        spec.ServiceDiscovery.AwsCloudMap.Attributes = [];
    }).ShouldBeEmpty();

    [Fact]
    public void The_order_of_backends_and_the_unit_of_a_duration_are_no_difference() => Compare(spec =>
    {
        spec.Backends.Reverse();
        spec.Listeners[0].Timeout.Http.Idle = new Duration { Unit = DurationUnit.Ms, Value = 60000 };
    }).ShouldBeEmpty();

    [Fact]
    public void A_changed_an_added_and_a_removed_setting_are_differences_that_name_themselves() => Compare(spec =>
    {
        spec.Listeners[0].Timeout.Http.Idle.Value = 5;
        spec.Logging = new Logging { AccessLog = new AccessLog { File = new FileAccessLog { Path = "/tmp/log" } } };
        spec.Backends.RemoveAt(1);
    }).ShouldBe(
    [
        "backends[b.local].virtualService.virtualServiceName: (none) -> b.local",
        "listeners[8080].timeout.http.idle: 5000 ms -> 60000 ms",
        "logging.accessLog.file.path: /tmp/log -> (none)",
    ]);

    [Fact]
    public void A_mesh_without_a_filter_lets_nothing_out_which_is_a_difference_only_where_something_else_is_wanted()
    {
        var dropAll = new MeshSpec { EgressFilter = new EgressFilter { Type = EgressFilterType.DROP_ALL } };

        SpecShape.Compare(AppMeshModel.CreateMesh, dropAll, new MeshSpec()).ShouldBeEmpty();
        SpecShape.Compare(AppMeshModel.CreateMesh, dropAll, new MeshSpec { EgressFilter = new EgressFilter { Type = EgressFilterType.ALLOW_ALL } })
            .ShouldHaveSingleItem().ToString().ShouldBe("egressFilter.type: DROP_ALL -> ALLOW_ALL");
    }

    private static string[] Compare(Action<VirtualNodeSpec> change)
    {
        var live = Spec();
        change(live);
        return [.. SpecShape.Compare(AppMeshModel.CreateVirtualNode, live, Spec()).Select(difference => difference.ToString())];
    }

    private static VirtualNodeSpec Spec() => new()
    {
        Listeners =
        [
            new Listener
            {
                PortMapping = new PortMapping { Port = 8080, Protocol = PortProtocol.Http },
                HealthCheck = new HealthCheckPolicy { Protocol = PortProtocol.Tcp, IntervalMillis = 5000, TimeoutMillis = 2000, HealthyThreshold = 2, UnhealthyThreshold = 2 },
                Timeout = new ListenerTimeout { Http = new HttpTimeout { Idle = new Duration { Unit = DurationUnit.S, Value = 60 } } },
            },
        ],
        Backends = [Backend("a.local"), Backend("b.local")],
        ServiceDiscovery = new ServiceDiscovery { AwsCloudMap = new AwsCloudMapServiceDiscovery { NamespaceName = "local", ServiceName = "x" } },
    };

    private static Backend Backend(string name) => new() { VirtualService = new VirtualServiceBackend { VirtualServiceName = name } };
}
