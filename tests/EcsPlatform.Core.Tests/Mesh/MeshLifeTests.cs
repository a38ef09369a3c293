using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Mesh;

/// <summary>A platform with a mesh goes up, stays as it is, changes its mesh in place, and goes away.</summary>
public sealed class MeshLifeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => ["serviceConnect", "cloudMap"];

    public static TheoryData<string, string> Moves => new()
    {
        { "appMesh", "serviceConnect" }, { "serviceConnect", "appMesh" }, { "mutual", "encrypted" }, { "encrypted", "mutual" }, { "appMesh", "cloudMap" }, { "none", "appMesh" },
        { "none", "serviceConnect" }, { "none", "cloudMap" }, { "serviceConnect", "cloudMap" }, { "cloudMap", "serviceConnect" }, { "serviceConnect", "none" }, { "cloudMap", "none" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_up_replans_empty_and_leaves_nothing(string name)
    {
        var platform = new SandboxedPlatform(Meshes.Named(name));

        var up = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        var plan = platform.CallsOf(() => platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty());
        var down = platform.CallsOf(() => platform.Down().ThrowIfFailed());

        platform.Inventory.ShouldBeEmpty();
        output.WriteLine($"{name}: {up} calls up, {plan} plan, {down} down; {platform.Clock.Elapsed} on the clock");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_away_by_name_and_suffix_alone(string name)
    {
        var platform = new SandboxedPlatform(Meshes.Named(name));
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void One_mesh_becomes_another_without_a_new_ecs_service(string before, string after)
    {
        var platform = new SandboxedPlatform(Meshes.Named(before));
        platform.Up().ThrowIfFailed();
        var services = Meshes.ServicesOf(platform);
        platform.Definition = Meshes.Named(after);

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        Meshes.ServicesOf(platform).ShouldBe(services);
        var fresh = new SandboxedPlatform(Meshes.Named(after));
        fresh.Up().ThrowIfFailed();
        CloudMap(platform).ShouldBe(CloudMap(fresh));
        Standing(platform).ShouldBe(Standing(fresh)); // nothing is left of the old mesh
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void Every_caller_sees_those_it_calls_even_where_calls_lead_in_a_circle()
    {
        var platform = new SandboxedPlatform(Meshes.ServiceConnect);

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        Seen(platform, "orders").ShouldBe(["orders.shop-t1.local:8081", "stock.shop-t1.local:8082"], ignoreOrder: true); // front came later, and does not matter to it
        Seen(platform, "stock").ShouldContain("orders.shop-t1.local:8081");
        Seen(platform, "front").ShouldContain("stock.shop-t1.local:8082");
        Seen(platform, "job").ShouldContain("orders.shop-t1.local:8081");
    }

    [Fact]
    public void A_server_that_comes_back_is_announced_to_its_callers()
    {
        var platform = new SandboxedPlatform(Meshes.ServiceConnect);
        platform.Up().ThrowIfFailed();
        platform.ByHand(async aws => await aws.ECS.DeleteServiceAsync(new() { Cluster = "cluster-shop-t1", Service = "service-stock-t1", Force = true }));
        platform.Clock.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), platform.Clock);
            return true;
        });

        var plan = platform.Plan();

        plan.Changes.Where(step => step.Differences.Touch("serviceConnect.endpoints")).Select(step => step.LogicalId).ShouldBe(["service/front", "service/orders"], ignoreOrder: true);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        Seen(platform, "front").ShouldContain("stock.shop-t1.local:8082");
    }

    [Fact]
    public void A_namespace_of_that_name_that_is_somebody_elses_is_left_alone()
    {
        var platform = new SandboxedPlatform(Meshes.ServiceConnect);
        platform.ByHand(async aws => await aws.ServiceDiscovery.CreateHttpNamespaceAsync(new() { Name = "shop-t1" }));
        platform.Clock.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), platform.Clock);
            return true;
        });

        platform.Plan().Problems.ShouldHaveSingleItem().Id.ShouldBe("NameTaken");
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldHaveSingleItem();
    }

    [Fact]
    public void Another_domain_is_another_zone_and_the_old_one_goes()
    {
        var platform = new SandboxedPlatform(Meshes.CloudMap);
        platform.Up().ThrowIfFailed();
        platform.Definition = Meshes.Of("{type: cloudMap, domain: shop.internal}");

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        CloudMap(platform).ShouldBe(["DNS_PRIVATE shop.internal: front, orders, stock"]);
        platform.DownByName().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    /// <summary>All but what comes and goes by itself: tasks, their interfaces, and the secrets that ECS keeps as long as their endpoints live.</summary>
    private static IEnumerable<string> Standing(SandboxedPlatform platform) =>
        platform.Inventory.Where(item => !item.Contains("Ecs Tasks/", StringComparison.Ordinal) && !item.Contains("NetworkInterfaces/", StringComparison.Ordinal) && !item.Contains("ecs-sc!", StringComparison.Ordinal));

    private static IReadOnlyList<string> CloudMap(SandboxedPlatform platform) => platform.ByHand(async aws =>
    {
        var found = new List<string>();
        foreach (var home in (await aws.ServiceDiscovery.ListNamespacesAsync(new())).Namespaces)
        {
            var services = (await aws.ServiceDiscovery.ListServicesAsync(new() { Filters = [new() { Name = "NAMESPACE_ID", Values = [home.Id] }] })).Services;
            found.Add($"{home.Type.Value} {home.Name}: {string.Join(", ", services.Select(service => service.Name).Order(StringComparer.Ordinal))}");
        }

        return found;
    });

    private static IReadOnlyList<string> Seen(SandboxedPlatform platform, string service)
    {
        var task = platform.ByHand(async aws => (await aws.ECS.ListTasksAsync(new() { Cluster = "cluster-shop-t1", ServiceName = $"service-{service}-t1" })).TaskArns[0]);
        return platform.Account.Look((EcsPlatform.Sandbox.Services.Ecs.EcsService ecs) => ecs.EndpointsSeenBy(task));
    }
}
