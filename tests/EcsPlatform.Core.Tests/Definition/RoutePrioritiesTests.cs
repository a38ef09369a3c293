using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class RoutePrioritiesTests
{
    private static MicroserviceDefinition Service(string name, string path, int? priority = null, params string[] hosts) =>
        new() { Name = name, Cpu = 256, Memory = 512, Port = 80, Route = new RouteDefinition { Paths = [path], Hosts = hosts, Priority = priority } };

    [Fact]
    public void The_longer_path_comes_first_and_a_host_before_any_host()
    {
        var priorities = RoutePriorities.Assign([Service("all", "/*"), Service("api", "/api/*"), Service("orders", "/api/orders/*"), Service("shop", "/*", null, "shop.example.com")]);

        priorities.OrderBy(entry => entry.Value).Select(entry => entry.Key).ShouldBe(["shop", "orders", "api", "all"]);
    }

    [Fact]
    public void A_service_more_moves_no_other_and_the_order_of_the_file_means_nothing()
    {
        var services = Enumerable.Range(0, 40).Select(index => Service($"s{index}", $"/s{index:00}/*")).ToList();
        var before = RoutePriorities.Assign(services.Take(20));
        var after = RoutePriorities.Assign(services.AsEnumerable().Reverse());

        var moved = before.Count(entry => after[entry.Key] != entry.Value);
        moved.ShouldBeLessThanOrEqualTo(2); // only where two names fall on one place
        after.Values.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public void A_priority_that_is_given_is_kept_and_taken_by_nobody_else()
    {
        var free = RoutePriorities.Assign([Service("api", "/api/*")])["api"];
        var priorities = RoutePriorities.Assign([Service("api", "/api/*"), Service("orders", "/orders/*", free)]);

        priorities["orders"].ShouldBe(free);
        priorities["api"].ShouldNotBe(free);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("*")]
    [InlineData("/a-path-that-is-as-long-as-a-path-may-be-in-a-condition-of-a-listener-rule-of-an-application-load-balancer-which-is-128-characters")]
    public void Every_priority_is_one_that_the_api_takes(string path)
    {
        RoutePriorities.Assign([Service("api", path)])["api"].ShouldBeInRange(1, RoutePriorities.Maximum);
        RoutePriorities.Assign([Service("api", path, null, "a.example.com")])["api"].ShouldBeInRange(1, RoutePriorities.Maximum);
    }
}
