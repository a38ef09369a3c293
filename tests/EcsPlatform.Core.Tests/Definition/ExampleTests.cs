using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

/// <summary>The payments example is what the customer asked for.</summary>
public sealed class ExampleTests
{
    private static readonly DefinitionReading Reading = DefinitionReader.ReadAndValidate(File.ReadAllText(RepositoryFiles.Example), "platform.yaml");

    private static PlatformDefinition Payments => Reading.Definition!;

    [Fact]
    public void Nothing_is_wrong_with_it() => Reading.Problems.ShouldBeEmpty();

    [Fact]
    public void It_has_the_five_services() => Payments.Services.Select(service => service.Name)
        .ShouldBe(["payment-api", "fraud-detection", "notification-service", "audit-logger", "webhook-processor"]);

    [Fact]
    public void Every_service_has_two_tasks_at_least_a_minute_of_grace_and_a_week_of_logs()
    {
        Payments.Services.ShouldAllBe(service => service.DesiredCount >= 2 && service.Scaling!.Minimum >= 2);
        Payments.Services.ShouldAllBe(service => service.HealthCheckGracePeriodSeconds == 60);
        Payments.Services.ShouldAllBe(service => service.LogRetentionDays == 7);
        Payments.Services.ShouldAllBe(service => service.Repository.KeepImages == 10);
    }

    [Fact]
    public void Every_service_has_both_memory_limits_a_route_and_steps_at_70_and_30()
    {
        Payments.Services.ShouldAllBe(service => service.MemoryReservation != null && service.MemoryLimit != null);
        Payments.Services.ShouldAllBe(service => service.Route != null);
        Payments.Services.ShouldAllBe(service => service.Scaling!.Step!.ScaleOutCpu == 70 && service.Scaling!.Step!.ScaleInCpu == 30);
    }

    [Fact]
    public void It_spans_three_zones_with_a_nat_gateway_each_on_fargate_only()
    {
        Payments.Network.Zones.Count.ShouldBe(3);
        Payments.Network.NatGateway.ShouldBe(NatGatewayMode.PerZone);
        Payments.Cluster.CapacityProviders.ShouldBe([CapacityProvider.Fargate]);
        Payments.Cluster.ContainerInsights.ShouldBe(ContainerInsights.Enabled);
    }
}
