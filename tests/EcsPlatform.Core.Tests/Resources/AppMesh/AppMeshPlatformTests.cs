using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>A platform in App Mesh: up, an empty plan, changes in place, down to nothing.</summary>
public sealed class AppMeshPlatformTests(ITestOutputHelper output)
{
    private static readonly PlatformDefinition Meshed = Platforms.Read(
        """
        name: meshed
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        mesh: {type: appMesh, accessLogs: true}
        loadBalancer: {listeners: [{port: 80}]}
        services:
          - {name: front, port: 8080, cpu: 256, memory: 512, desiredCount: 1, route: {paths: [/*]}, calls: [ledger]}
          - name: ledger
            port: 8081
            cpu: 256
            memory: 512
            desiredCount: 1
            mesh:
              requestTimeoutSeconds: 30
              retry: {maxRetries: 2, perTryTimeoutSeconds: 5}
              connectionPool: {maxConnections: 100}
              outlierDetection: {maxServerErrors: 7}
          - {name: worker, cpu: 256, memory: 512, desiredCount: 1, calls: [ledger]}
        """);

    private static readonly string[] MeshKinds = ["mesh", "virtual-node", "virtual-router", "route", "virtual-service"];

    [Fact]
    public void It_goes_up_replans_empty_and_leaves_nothing()
    {
        var platform = new SandboxedPlatform(Meshed);
        var empty = platform.Inventory;

        var up = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        platform.Plan().Changes.ShouldBeEmpty();
        var again = platform.CallsOf(() => platform.Plan().Changes.ShouldBeEmpty());
        var down = platform.CallsOf(() => platform.Down().ThrowIfFailed());

        platform.Inventory.ShouldBe(empty);
        output.WriteLine($"{up} calls up, {again} for a plan, {down} down");
    }

    [Fact]
    public void It_goes_away_by_name_and_suffix_alone()
    {
        var platform = new SandboxedPlatform(Meshed);
        var empty = platform.Inventory;
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBe(empty);
    }

    [Fact]
    public void Looking_costs_three_listings_and_one_for_each_router_and_no_description()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        var before = platform.Account.Journal.Count;

        platform.Plan().Changes.ShouldBeEmpty();

        var asked = platform.Account.Journal.Entries.Skip(before).Where(call => call.Service == "appmesh").Select(call => call.Operation);
        asked.ShouldBe(["DescribeMesh", "ListVirtualNodes", "ListVirtualRouters", "ListVirtualServices", "ListRoutes", "ListRoutes"], ignoreOrder: true);
    }

    [Fact]
    public void What_was_asked_for_is_read_back_and_planning_it_changes_nothing()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();

        var read = platform.Export().Definition;

        read.Mesh.ShouldBe(Meshed.Mesh);
        read.Services.ToDictionary(service => service.Name, service => service.Mesh).ShouldBe(Meshed.Services.ToDictionary(service => service.Name, service => service.Mesh), ignoreOrder: true);
        read.Services.ShouldAllBe(service => service.Policies.Count == 0);
        platform.Definition = read;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_retry_is_an_update_in_place_of_the_route_alone()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        platform.Definition = Meshed with
        {
            Services = [.. Meshed.Services.Select(service => service.Name == "ledger" ? service with { Mesh = service.Mesh with { Retry = new() { MaxRetries = 4 } } } : service)],
        };

        platform.Plan().Changes.Select(step => step.ToString()).ShouldBe(["Update route/ledger"]);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void What_somebody_changed_by_hand_is_put_back()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        platform.ByHand(async aws => await aws.AppMesh.UpdateMeshAsync(new UpdateMeshRequest { MeshName = "mesh-meshed-t1", Spec = new MeshSpec { EgressFilter = new EgressFilter { Type = EgressFilterType.DROP_ALL } } }));

        var step = platform.Plan().Changes.ShouldHaveSingleItem();

        step.ToString().ShouldBe("Update mesh/main");
        step.Differences.ShouldHaveSingleItem().ToString().ShouldBe("egressFilter.type: DROP_ALL -> ALLOW_ALL");
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_mesh_of_that_name_without_our_tags_is_somebody_elses()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.ByHand(async aws => await aws.AppMesh.CreateMeshAsync(new CreateMeshRequest { MeshName = "mesh-meshed-t1" }));

        var problem = platform.Plan().Problems.ShouldHaveSingleItem();

        (problem.Id, problem.LogicalId).ShouldBe(("NameTaken", "mesh/main"));
    }

    [Fact]
    public void A_service_that_is_gone_from_the_definition_takes_its_part_of_the_mesh_along()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        platform.Definition = Meshed with { Services = [.. Meshed.Services.Where(service => service.Name != "ledger").Select(service => service with { Calls = [] })] };

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        platform.ByHand(async aws => (await aws.AppMesh.ListVirtualNodesAsync(new ListVirtualNodesRequest { MeshName = "mesh-meshed-t1" })).VirtualNodes.Count).ShouldBe(2);
    }

    [Fact]
    public void Without_the_mesh_in_the_definition_all_of_it_goes()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        platform.Definition = Meshed with { Mesh = null };

        var plan = platform.Plan();
        platform.Up().ThrowIfFailed();

        plan.Changes.Where(step => MeshKinds.Contains(step.Type)).ShouldAllBe(step => step.Action == PlanAction.Delete);
        plan.Changes.Count(step => MeshKinds.Contains(step.Type)).ShouldBe(10);
        platform.Plan().Changes.ShouldBeEmpty();
    }
}
