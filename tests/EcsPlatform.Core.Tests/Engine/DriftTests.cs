using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Somebody changes something by hand, or the definition changes: the plan says exactly that, and up brings it about.</summary>
public sealed class DriftTests
{
    private static readonly Dictionary<string, (string[] Touched, Func<AwsClients, Task> Change)> ByHand = new()
    {
        ["a security group rule is added"] = (["security-group-rules/front"], async aws =>
        {
            var group = (await aws.EC2.DescribeSecurityGroupsAsync(new() { Filters = [new() { Name = "tag:ecsplatform:id", Values = ["security-group/front"] }] })).SecurityGroups.Single();
            await aws.EC2.AuthorizeSecurityGroupIngressAsync(new()
            {
                GroupId = group.GroupId,
                IpPermissions = [new() { IpProtocol = "tcp", FromPort = 22, ToPort = 22, Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
            });
        }),
        ["a route is deleted"] = (["route-table/public"], async aws =>
        {
            var tables = (await aws.EC2.DescribeRouteTablesAsync(new() { Filters = [new() { Name = "tag:ecsplatform:id", Values = ["route-table/public"] }] })).RouteTables;
            await aws.EC2.DeleteRouteAsync(new() { RouteTableId = tables.Single().RouteTableId, DestinationCidrBlock = "0.0.0.0/0" });
        }),
        ["a retention is changed"] = (["log-group/front"], aws => aws.CloudWatchLogs.PutRetentionPolicyAsync(new() { LogGroupName = "/ecs/small-t1/front", RetentionInDays = 1 })),
        ["a log group is deleted"] = (["log-group/front"], aws => aws.CloudWatchLogs.DeleteLogGroupAsync(new() { LogGroupName = "/ecs/small-t1/front" })),
        ["a role's policy is edited"] = (["role/worker-task"], async aws =>
        {
            var name = (await aws.IdentityManagement.GetAccountAuthorizationDetailsAsync(new() { Filter = ["Role"] })).RoleDetailList
                .Single(role => role.RoleName == "task-role-worker-t1").RolePolicyList[0].PolicyName;
            await aws.IdentityManagement.PutRolePolicyAsync(new()
            {
                RoleName = "task-role-worker-t1",
                PolicyName = name,
                PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
            });
        }),
        ["a role gets a policy more"] = (["role/worker-task"], aws => aws.IdentityManagement.PutRolePolicyAsync(new()
        {
            RoleName = "task-role-worker-t1",
            PolicyName = "backdoor",
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        })),
        ["an alarm's threshold is changed"] = (["alarm/front-cpu-high"], async aws =>
        {
            var alarm = (await aws.CloudWatch.DescribeAlarmsAsync(new() { AlarmNames = ["cpu-high-front-t1"] })).MetricAlarms.Single();
            await aws.CloudWatch.PutMetricAlarmAsync(new()
            {
                AlarmName = alarm.AlarmName, AlarmActions = alarm.AlarmActions, ComparisonOperator = alarm.ComparisonOperator, Dimensions = alarm.Dimensions,
                EvaluationPeriods = alarm.EvaluationPeriods, MetricName = alarm.MetricName, Namespace = alarm.Namespace, Period = alarm.Period,
                Statistic = alarm.Statistic, Threshold = 99, TreatMissingData = alarm.TreatMissingData, AlarmDescription = alarm.AlarmDescription,
            });
        }),
        ["image scanning is switched off"] = (["repository/front"], aws =>
            aws.ECR.PutImageScanningConfigurationAsync(new() { RepositoryName = "repo-front-t1", ImageScanningConfiguration = new() { ScanOnPush = false } })),
        ["the most tasks are changed"] = (["scalable-target/front"], aws => aws.ApplicationAutoScaling.RegisterScalableTargetAsync(new()
        {
            ServiceNamespace = "ecs", ResourceId = "service/cluster-small-t1/service-front-t1", ScalableDimension = "ecs:service:DesiredCount", MaxCapacity = 50,
        })),
        ["a health check's path is changed"] = (["target-group/front"], async aws =>
        {
            var group = (await aws.ElasticLoadBalancingV2.DescribeTargetGroupsAsync(new() { Names = ["tg-front-t1"] })).TargetGroups.Single();
            await aws.ElasticLoadBalancingV2.ModifyTargetGroupAsync(new() { TargetGroupArn = group.TargetGroupArn, HealthCheckPath = "/elsewhere" });
        }),
        ["container insights are switched off"] = (["cluster/main"], aws =>
            aws.ECS.UpdateClusterSettingsAsync(new() { Cluster = "cluster-small-t1", Settings = [new() { Name = "containerInsights", Value = "disabled" }] })),
        ["a tag is changed"] = (["vpc/main"], async aws =>
        {
            var vpc = (await aws.EC2.DescribeVpcsAsync(new() { Filters = [new() { Name = "tag:ecsplatform:platform", Values = ["small"] }] })).Vpcs.Single();
            await aws.EC2.CreateTagsAsync(new() { Resources = [vpc.VpcId], Tags = [new() { Key = "CostCenter", Value = "somebody's" }] });
        }),
        ["a service's desired count is set, which is not ours"] = ([], aws =>
            aws.ECS.UpdateServiceAsync(new() { Cluster = "cluster-small-t1", Service = "service-front-t1", DesiredCount = 4 })),
        ["an image is deployed, which is not ours"] = ([], DeployAsync),
    };

    public static TheoryData<string> Changes => [.. ByHand.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_was_changed_by_hand_is_planned_exactly_and_repaired(string what)
    {
        var platform = Built();
        var before = platform.Inventory;
        var (touched, change) = ByHand[what];

        platform.ByHand(async aws =>
        {
            await change(aws);
            return true;
        });

        platform.Plan().Changes.Select(step => step.LogicalId).ShouldBe(touched);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        if (touched.Length > 0)
        {
            platform.Inventory.ShouldBe(before);
        }
    }

    [Fact]
    public void A_service_that_is_no_longer_defined_is_removed_with_all_that_was_its_own()
    {
        var platform = Built();
        platform.Definition = Platforms.Small with { Services = [Platforms.Small.Services[0] with { Calls = [] }] };

        var plan = platform.Plan();
        plan.Steps.Where(step => step.Action == PlanAction.Delete).ShouldAllBe(step => step.Name.Contains("worker", StringComparison.Ordinal));
        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        platform.Inventory.ShouldNotContain(item => item.Contains("worker", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_retention_changes_the_log_group_only()
    {
        var platform = Built();
        platform.Definition = Platforms.Small with { Services = [Platforms.Small.Services[0] with { LogRetentionDays = 7 }, Platforms.Small.Services[1]] };

        platform.Plan().Changes.Select(step => $"{step} {step.Differences[0].Property}").ShouldBe(["Update log-group/front retentionInDays"]);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Other_tags_are_put_on_everything_that_takes_tags()
    {
        var platform = Built();
        var before = platform.Inventory;
        platform.Definition = Platforms.Small with { Tags = new Dictionary<string, string> { ["CostCenter"] = "another" } };

        platform.Plan().Changes.Count().ShouldBeGreaterThan(20);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Inventory.ShouldBe(before);
    }

    [Fact]
    public void From_a_nat_gateway_per_zone_to_a_single_one_and_back()
    {
        var platform = new SandboxedPlatform(Platforms.Small with { Network = Platforms.Small.Network with { NatGateway = NatGatewayMode.PerZone } });
        platform.Up().ThrowIfFailed();
        var perZone = platform.Inventory;

        platform.Definition = Platforms.Small;
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Inventory.Count(item => item.Contains("NatGateways", StringComparison.Ordinal)).ShouldBe(1);
        platform.Inventory.Count(item => item.Contains("Addresses", StringComparison.Ordinal)).ShouldBe(1);

        platform.Definition = Platforms.Small with { Network = Platforms.Small.Network with { NatGateway = NatGatewayMode.PerZone } };
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Inventory.ShouldBe(perZone);
    }

    private static SandboxedPlatform Built()
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.Up().ThrowIfFailed();
        return platform;
    }

    private static async Task DeployAsync(AwsClients aws)
    {
        var running = (await aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = "task-front-t1", Include = ["TAGS"] }));
        var definition = running.TaskDefinition;
        definition.ContainerDefinitions[0].Image = definition.ContainerDefinitions[0].Image.Replace(":latest", ":v2", StringComparison.Ordinal);
        var next = await aws.ECS.RegisterTaskDefinitionAsync(new()
        {
            Family = definition.Family, ContainerDefinitions = definition.ContainerDefinitions, Cpu = definition.Cpu, Memory = definition.Memory,
            NetworkMode = definition.NetworkMode, ExecutionRoleArn = definition.ExecutionRoleArn, TaskRoleArn = definition.TaskRoleArn,
            RequiresCompatibilities = definition.RequiresCompatibilities, RuntimePlatform = definition.RuntimePlatform, Tags = running.Tags,
        });
        await aws.ECS.UpdateServiceAsync(new() { Cluster = "cluster-small-t1", Service = "service-front-t1", TaskDefinition = next.TaskDefinition.TaskDefinitionArn });
    }
}
