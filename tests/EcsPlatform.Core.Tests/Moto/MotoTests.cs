using System.Diagnostics;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Moto;

/// <summary>Nothing else runs beside tests that measure time.</summary>
[CollectionDefinition(nameof(MotoTests), DisableParallelization = true)]
public sealed class MotoCollection;

/// <summary>The payments platform on moto, which others wrote: up, up again, plan, down; behind 50 ms of latency per call.</summary>
[Collection(nameof(MotoTests))]
public sealed class MotoTests(MotoServer moto, ITestOutputHelper output) : IClassFixture<MotoServer>
{
    private static readonly BlueprintOptions Options = new() { StandInSecrets = true };
    private static readonly AWSCredentials Somebody = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret");

    private static PlatformDefinition Payments => Platforms.Payments;

    [Fact]
    public async Task The_payments_platform_goes_up_stays_as_it_is_and_leaves_nothing_in_seconds()
    {
        Assert.SkipWhen(moto.Url is null, "moto_server is not on PATH; install moto[server] to run this test.");
        var before = await EverythingAsync();

        var cold = await CycleAsync("cold");
        var warm = await CycleAsync("warm");

        (await EverythingAsync()).ShouldBe(before);
        warm.Up.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        warm.Plan.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        warm.Down.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        cold.Up.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private async Task<(TimeSpan Up, TimeSpan Again, TimeSpan Plan, TimeSpan Down)> CycleAsync(string name)
    {
        var up = await TimeAsync(async session => (await UpAsync(session)).Done.ShouldContain(step => step.Action == PlanAction.Create));
        var again = await TimeAsync(async session => (await UpAsync(session)).Done.ShouldAllBe(step => step.Action == PlanAction.None));
        var plan = await TimeAsync(async session => (await session.PlanAsync(Payments, Options)).Changes.ShouldBeEmpty());
        var down = await TimeAsync(async session =>
            (await session.RemoveAsync(await session.PlanRemovalAsync(PlatformSession.ScopeOf(Payments), Payments), Payments, _ => { })).ThrowIfFailed());
        output.WriteLine($"{name}: up {up.TotalSeconds:0.00} s, again {again.TotalSeconds:0.00} s, plan {plan.TotalSeconds:0.00} s, down {down.TotalSeconds:0.00} s");
        return (up, again, plan, down);
    }

    private static async Task<RunReport> UpAsync(PlatformSession session)
    {
        var report = await session.ApplyAsync(await session.PlanAsync(Payments, Options), _ => { });
        report.ThrowIfFailed();
        return report;
    }

    private async Task<TimeSpan> TimeAsync(Func<PlatformSession, Task> work)
    {
        using var latency = new Latency();
        using var session = new PlatformSession(new PlatformConnection
        {
            Region = Payments.Region,
            EndpointUrl = moto.Url,
            Credentials = Somebody,
            Handler = latency,
        });
        var watch = Stopwatch.StartNew();
        await work(session);
        return watch.Elapsed;
    }

    /// <summary>What stands in the account, by calls of its own that filter by nothing.</summary>
    private async Task<IReadOnlyList<string>> EverythingAsync()
    {
        using var aws = new AwsClients(new AwsClientOptions { Region = Payments.Region, EndpointUrl = moto.Url, Credentials = Somebody });
        return
        [
            .. (await aws.EC2.DescribeVpcsAsync(new())).Vpcs.Select(vpc => vpc.VpcId),
            .. (await aws.EC2.DescribeSubnetsAsync(new())).Subnets.Select(subnet => subnet.SubnetId),
            .. (await aws.EC2.DescribeInternetGatewaysAsync(new())).InternetGateways?.Select(gateway => gateway.InternetGatewayId) ?? [],
            .. (await aws.EC2.DescribeNatGatewaysAsync(new())).NatGateways?.Where(gateway => gateway.State != "deleted").Select(gateway => gateway.NatGatewayId) ?? [],
            .. (await aws.EC2.DescribeAddressesAsync(new())).Addresses?.Select(address => address.AllocationId) ?? [],
            .. (await aws.EC2.DescribeRouteTablesAsync(new())).RouteTables.Select(table => table.RouteTableId),
            .. (await aws.EC2.DescribeSecurityGroupsAsync(new())).SecurityGroups.Select(group => group.GroupId),
            .. (await aws.ECS.ListTaskDefinitionsAsync(new())).TaskDefinitionArns ?? [],
            .. (await aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new())).LoadBalancers?.Select(balancer => balancer.LoadBalancerArn) ?? [],
            .. (await aws.ElasticLoadBalancingV2.DescribeTargetGroupsAsync(new())).TargetGroups?.Select(group => group.TargetGroupArn) ?? [],
            .. (await aws.IdentityManagement.GetAccountAuthorizationDetailsAsync(new() { Filter = ["Role"] })).RoleDetailList?.Select(role => role.RoleName) ?? [],
            .. (await aws.CloudWatchLogs.DescribeLogGroupsAsync(new())).LogGroups?.Select(group => group.LogGroupName) ?? [],
            .. (await aws.ECR.DescribeRepositoriesAsync(new())).Repositories?.Select(repository => repository.RepositoryName) ?? [],
            .. (await aws.SecretsManager.ListSecretsAsync(new() { IncludePlannedDeletion = true })).SecretList?.Select(secret => secret.Name) ?? [],
            .. (await aws.CloudWatch.DescribeAlarmsAsync(new())).MetricAlarms?.Select(alarm => alarm.AlarmName) ?? [],
            .. (await aws.ApplicationAutoScaling.DescribeScalableTargetsAsync(new() { ServiceNamespace = "ecs" })).ScalableTargets?.Select(target => target.ResourceId) ?? [],
            .. (await aws.ECS.DescribeClustersAsync(new() { Clusters = ["cluster-payments-dev"] })).Clusters?.Where(cluster => cluster.Status == "ACTIVE").Select(cluster => cluster.ClusterArn) ?? [],
        ];
    }

    private sealed class Latency() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
