using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ServiceQuotas.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.Ecs;

namespace EcsPlatform.Sandbox.Tests.ServiceQuotas;

/// <summary>What an account may run at once on Fargate: Service Quotas says it, CloudWatch counts it, ECS keeps to it.</summary>
public sealed class FargateQuotaTests
{
    private const string OnDemand = "L-3032A538";

    private readonly EcsWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void Tasks_beyond_the_quota_are_not_placed_and_the_event_says_so_until_there_is_more()
    {
        _world.Register();
        Sandbox.Faults.SetVcpuQuota("FARGATE", 0.5);
        _world.Create(_world.Service(count: 3));
        _world.Wait(120);
        (_world.Look().RunningCount, _world.Look().PendingCount).ShouldBe((2, 0));
        _world.Events().ShouldContain("(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently. "
            + "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.");

        Sandbox.Faults.SetVcpuQuota("FARGATE", 0.75);
        _world.Wait(120);
        _world.Look().RunningCount.ShouldBe(3);
    }

    [Fact]
    public void Spot_has_a_quota_of_its_own()
    {
        _world.Register();
        Sandbox.Call(ECSModel.PutClusterCapacityProviders, new PutClusterCapacityProvidersRequest { Cluster = EcsWorld.Cluster, CapacityProviders = ["FARGATE", "FARGATE_SPOT"], DefaultCapacityProviderStrategy = [] });
        Sandbox.Faults.SetVcpuQuota("FARGATE", 0);
        var request = _world.Service(count: 2);
        (request.LaunchType, request.CapacityProviderStrategy) = (null, [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = 1 }]);
        _world.Create(request);
        _world.Wait(120);
        _world.Look().RunningCount.ShouldBe(2);
        Used("Standard/Spot").ShouldBe([0.5]);
        Used("Standard/OnDemand").ShouldBeEmpty();
    }

    [Fact]
    public void What_runs_is_counted_and_what_stops_is_not_any_more()
    {
        _world.Register();
        _world.Create(_world.Service(count: 3));
        _world.Wait(120);
        Used("Standard/OnDemand").ShouldBe([0.75]);
        _world.Update(new UpdateServiceRequest { DesiredCount = 1 });
        _world.Wait(300);
        Used("Standard/OnDemand").ShouldBe([0.25]);
    }

    [Fact]
    public void A_quota_is_the_accounts_own_and_a_new_account_has_six()
    {
        var request = new GetServiceQuotaRequest { ServiceCode = "fargate", QuotaCode = OnDemand };
        Sandbox.Call(ServiceQuotasModel.GetServiceQuota, request).Quota.Value.ShouldBe(4000);
        Sandbox.Faults.SetVcpuQuota("FARGATE", 20);
        var quota = Sandbox.Call(ServiceQuotasModel.GetServiceQuota, request).Quota;
        (quota.Value, quota.QuotaName, quota.Adjustable, quota.UsageMetric.MetricDimensions["Class"]).ShouldBe((20, "Fargate On-Demand vCPU resource count", true, "Standard/OnDemand"));
        Sandbox.Call(ServiceQuotasModel.GetAWSDefaultServiceQuota, new GetAWSDefaultServiceQuotaRequest { ServiceCode = "fargate", QuotaCode = OnDemand }).Quota.Value.ShouldBe(6);
        Sandbox.Call(ServiceQuotasModel.ListServiceQuotas, new ListServiceQuotasRequest { ServiceCode = "fargate" }).Quotas.Select(listed => listed.Value).ShouldBe([20, 4000]);
        new AwsSandbox(new SandboxOptions { FargateVcpus = 64 }).Call(ServiceQuotasModel.GetServiceQuota, request).Quota.Value.ShouldBe(64);
    }

    [Theory]
    [InlineData("fargate", "L-00000000")]
    [InlineData("rds", OnDemand)]
    public void A_quota_that_is_not_there_is_refused(string service, string code) =>
        Sandbox.Refuses(ServiceQuotasModel.GetServiceQuota, new GetServiceQuotaRequest { ServiceCode = service, QuotaCode = code }).Code.ShouldBe("NoSuchResourceException");

    [Fact]
    public void Metric_data_is_read_back_by_period_and_statistic()
    {
        foreach (var value in new[] { 1.0, 5.0 })
        {
            Sandbox.Call(CloudWatchModel.PutMetricData, new PutMetricDataRequest { Namespace = "Shop", MetricData = [new MetricDatum { MetricName = "Orders", Value = value }] });
        }

        _world.Wait(60);
        Sandbox.Call(CloudWatchModel.PutMetricData, new PutMetricDataRequest { Namespace = "Shop", MetricData = [new MetricDatum { MetricName = "Orders", Value = 7 }] });
        Orders("Sum").ShouldBe([7, 6]);
        Orders("Average", ScanBy.TimestampAscending).ShouldBe([3, 7]);
        Orders("SampleCount").ShouldBe([1, 2]);
        Orders("Maximum").ShouldBe([7, 5]);
        Should.Throw<RefusalException>(() => Orders("p99")).Code.ShouldBe("ValidationError");

        List<double> Orders(string statistic, ScanBy? order = null) => Data(new Metric { Namespace = "Shop", MetricName = "Orders" }, statistic, 60, order);
    }

    private List<double> Used(string kind) => Data(
        new Metric
        {
            Namespace = "AWS/Usage",
            MetricName = "ResourceCount",
            Dimensions =
            [
                new Dimension { Name = "Class", Value = kind },
                new Dimension { Name = "Resource", Value = "vCPU" },
                new Dimension { Name = "Service", Value = "Fargate" },
                new Dimension { Name = "Type", Value = "Resource" },
            ],
        },
        "Maximum",
        300,
        null);

    private List<double> Data(Metric metric, string statistic, int period, ScanBy? order) => Sandbox.Call(CloudWatchModel.GetMetricData, new GetMetricDataRequest
    {
        StartTime = _world.Clock.GetUtcNow().UtcDateTime.AddMinutes(-15),
        EndTime = _world.Clock.GetUtcNow().UtcDateTime.AddMinutes(1),
        ScanBy = order,
        MetricDataQueries = [new MetricDataQuery { Id = "m1", MetricStat = new MetricStat { Metric = metric, Period = period, Stat = statistic } }],
    }).MetricDataResults[0].Values ?? [];
}
