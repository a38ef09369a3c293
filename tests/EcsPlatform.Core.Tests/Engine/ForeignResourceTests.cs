using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>What has a name of ours and not our tags is somebody else's.</summary>
public sealed class ForeignResourceTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static readonly Dictionary<string, (string Name, Func<AwsClients, Task> Make)> Foreign = new()
    {
        ["cluster"] = ("cluster-small-t1", aws => aws.ECS.CreateClusterAsync(new() { ClusterName = "cluster-small-t1" })),
        ["role"] = ("task-role-front-t1", aws => aws.IdentityManagement.CreateRoleAsync(new() { RoleName = "task-role-front-t1", AssumeRolePolicyDocument = Trust })),
        ["log group"] = ("/ecs/small-t1/front", aws => aws.CloudWatchLogs.CreateLogGroupAsync(new() { LogGroupName = "/ecs/small-t1/front" })),
        ["repository"] = ("repo-front-t1", aws => aws.ECR.CreateRepositoryAsync(new() { RepositoryName = "repo-front-t1" })),
        ["secret"] = ("secret-signing-t1", aws => aws.SecretsManager.CreateSecretAsync(new() { Name = "secret-signing-t1", SecretString = "theirs" })),
        ["alarm"] = ("cpu-high-front-t1", aws => aws.CloudWatch.PutMetricAlarmAsync(new()
        {
            AlarmName = "cpu-high-front-t1", ComparisonOperator = "GreaterThanThreshold", EvaluationPeriods = 1, MetricName = "CPUUtilization",
            Namespace = "AWS/ECS", Period = 60, Statistic = "Average", Threshold = 1,
        })),
        ["task definition"] = ("task-front-t1", aws => aws.ECS.RegisterTaskDefinitionAsync(new() { Family = "task-front-t1", ContainerDefinitions = [new() { Name = "x", Image = "theirs", Memory = 128 }] })),
        ["target group"] = ("tg-front-t1", MakeTargetGroupAsync),
        ["load balancer"] = ("alb-small-t1", MakeLoadBalancerAsync),
    };

    public static TheoryData<string> Kinds => [.. Foreign.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_name_is_reported_as_taken_and_nothing_is_made_changed_or_removed(string kind)
    {
        var (name, make) = Foreign[kind];
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.ByHand(async aws =>
        {
            await make(aws);
            return true;
        });
        var before = platform.Inventory;

        var plan = platform.Plan();
        var problem = plan.Problems.ShouldHaveSingleItem();
        problem.Id.ShouldBe("NameTaken");
        problem.Message.ShouldContain($"'{name}'");
        Should.Throw<PlanRefusedException>(() => platform.Up()).Message.ShouldContain(name);
        platform.Inventory.ShouldBe(before);

        platform.Down().ThrowIfFailed();
        platform.DownByName().ThrowIfFailed();
        platform.Inventory.ShouldBe(before);
    }

    private static async Task MakeTargetGroupAsync(AwsClients aws)
    {
        var vpc = (await aws.EC2.CreateVpcAsync(new() { CidrBlock = "10.99.0.0/16" })).Vpc.VpcId;
        await aws.ElasticLoadBalancingV2.CreateTargetGroupAsync(new() { Name = "tg-front-t1", Protocol = "HTTP", Port = 80, VpcId = vpc, TargetType = "ip" });
    }

    private static async Task MakeLoadBalancerAsync(AwsClients aws)
    {
        var vpc = (await aws.EC2.CreateVpcAsync(new() { CidrBlock = "10.99.0.0/16" })).Vpc.VpcId;
        var a = (await aws.EC2.CreateSubnetAsync(new() { VpcId = vpc, CidrBlock = "10.99.0.0/24", AvailabilityZone = "us-east-1a" })).Subnet.SubnetId;
        var b = (await aws.EC2.CreateSubnetAsync(new() { VpcId = vpc, CidrBlock = "10.99.1.0/24", AvailabilityZone = "us-east-1b" })).Subnet.SubnetId;
        await aws.ElasticLoadBalancingV2.CreateLoadBalancerAsync(new() { Name = "alb-small-t1", Scheme = "internal", Subnets = [a, b] });
    }
}
