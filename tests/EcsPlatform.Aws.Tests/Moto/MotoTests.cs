using Amazon.ApplicationAutoScaling.Model;
using Amazon.CloudWatch.Model;
using Amazon.CloudWatchLogs.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ECR.Model;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.IdentityManagement.Model;
using Amazon.SecretsManager.Model;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Aws.Tests.Moto;

/// <summary>A second opinion on the wire: what a client creates on moto, it reads back.</summary>
public sealed class MotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AwsClients Aws
    {
        get
        {
            Assert.SkipWhen(moto.Clients is null, "moto_server is not on PATH; install moto[server] to run this test.");
            return moto.Clients!;
        }
    }

    [Fact]
    public async Task Ec2_makes_a_network()
    {
        var vpc = (await Aws.EC2.CreateVpcAsync(
            new CreateVpcRequest
            {
                CidrBlock = "10.7.0.0/16",
                TagSpecifications = [new() { ResourceType = ResourceType.Vpc, Tags = [new() { Key = "ecsplatform:id", Value = "vpc" }] }],
            },
            Cancellation)).Vpc;
        await Aws.EC2.ModifyVpcAttributeAsync(new ModifyVpcAttributeRequest { VpcId = vpc.VpcId, EnableDnsHostnames = true }, Cancellation);
        var dns = await Aws.EC2.DescribeVpcAttributeAsync(
            new DescribeVpcAttributeRequest { VpcId = vpc.VpcId, Attribute = VpcAttributeName.EnableDnsHostnames }, Cancellation);
        var subnet = (await Aws.EC2.CreateSubnetAsync(
            new CreateSubnetRequest { VpcId = vpc.VpcId, CidrBlock = "10.7.1.0/24", AvailabilityZone = "eu-west-1a" }, Cancellation)).Subnet;
        var group = await Aws.EC2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest { GroupName = "g", Description = "d", VpcId = vpc.VpcId }, Cancellation);
        await Aws.EC2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = group.GroupId,
                IpPermissions = [new() { IpProtocol = "tcp", FromPort = 80, ToPort = 80, Ipv4Ranges = [new() { CidrIp = "10.0.0.0/8", Description = "in" }] }],
            },
            Cancellation);

        var read = await Aws.EC2.DescribeVpcsAsync(
            new DescribeVpcsRequest { Filters = [new() { Name = "tag:ecsplatform:id", Values = ["vpc"] }] }, Cancellation);
        var groups = await Aws.EC2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group.GroupId] }, Cancellation);

        read.Vpcs.ShouldHaveSingleItem().VpcId.ShouldBe(vpc.VpcId);
        dns.EnableDnsHostnames.ShouldBe(true);
        subnet.AvailableIpAddressCount.ShouldBe(251);
        groups.SecurityGroups.Single().IpPermissions.Single().Ipv4Ranges.Single().CidrIp.ShouldBe("10.0.0.0/8");
    }

    [Fact]
    public async Task Ec2_names_what_it_does_not_find()
    {
        var error = await Should.ThrowAsync<AmazonEC2Exception>(
            () => Aws.EC2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = ["vpc-0123456789abcdef0"] }, Cancellation));

        error.ErrorCode.ShouldBe("InvalidVpcID.NotFound");
    }

    [Fact]
    public async Task Ecs_registers_a_task_definition_and_makes_a_cluster()
    {
        await Aws.ECS.CreateClusterAsync(new CreateClusterRequest { ClusterName = "c", Tags = [new() { Key = "k", Value = "v" }] }, Cancellation);
        var registered = await Aws.ECS.RegisterTaskDefinitionAsync(
            new RegisterTaskDefinitionRequest
            {
                Family = "web",
                Cpu = "256",
                Memory = "512",
                NetworkMode = "awsvpc",
                RequiresCompatibilities = ["FARGATE"],
                ContainerDefinitions = [new() { Name = "web", Image = "web:1", Essential = true, PortMappings = [new() { ContainerPort = 80 }] }],
            },
            Cancellation);

        var clusters = await Aws.ECS.DescribeClustersAsync(new DescribeClustersRequest { Clusters = ["c"], Include = ["TAGS"] }, Cancellation);

        clusters.Clusters.Single().Tags.Single().Value.ShouldBe("v");
        registered.TaskDefinition.Revision.ShouldBe(1);
        registered.TaskDefinition.ContainerDefinitions.Single().PortMappings.Single().ContainerPort.ShouldBe(80);
    }

    [Fact]
    public async Task Elbv2_makes_a_target_group()
    {
        var vpc = (await Aws.EC2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.8.0.0/16" }, Cancellation)).Vpc;
        await Aws.ElasticLoadBalancingV2.CreateTargetGroupAsync(
            new CreateTargetGroupRequest
            {
                Name = "tg",
                Port = 80,
                Protocol = ProtocolEnum.HTTP,
                VpcId = vpc.VpcId,
                TargetType = TargetTypeEnum.Ip,
                Matcher = new() { HttpCode = "200-299" },
            },
            Cancellation);

        var read = await Aws.ElasticLoadBalancingV2.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["tg"] }, Cancellation);

        read.TargetGroups.Single().Matcher.HttpCode.ShouldBe("200-299");
        await Should.ThrowAsync<TargetGroupNotFoundException>(
            () => Aws.ElasticLoadBalancingV2.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["none"] }, Cancellation));
    }

    [Fact]
    public async Task Iam_makes_a_role()
    {
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        await Aws.IdentityManagement.CreateRoleAsync(new CreateRoleRequest { RoleName = "r", AssumeRolePolicyDocument = Trust, Path = "/ecsplatform/" }, Cancellation);

        var role = (await Aws.IdentityManagement.GetRoleAsync(new GetRoleRequest { RoleName = "r" }, Cancellation)).Role;

        Uri.UnescapeDataString(role.AssumeRolePolicyDocument).ShouldContain("ecs-tasks.amazonaws.com");
        role.CreateDate.ShouldNotBeNull();
        (await Should.ThrowAsync<NoSuchEntityException>(
            () => Aws.IdentityManagement.GetRoleAsync(new GetRoleRequest { RoleName = "none" }, Cancellation))).ErrorCode.ShouldBe("NoSuchEntity");
    }

    [Fact]
    public async Task CloudWatch_makes_an_alarm()
    {
        await Aws.CloudWatch.PutMetricAlarmAsync(
            new PutMetricAlarmRequest
            {
                AlarmName = "cpu",
                Namespace = "AWS/ECS",
                MetricName = "CPUUtilization",
                Statistic = "Average",
                Period = 60,
                EvaluationPeriods = 2,
                Threshold = 70.5,
                ComparisonOperator = "GreaterThanThreshold",
                Dimensions = [new() { Name = "ClusterName", Value = "c" }],
            },
            Cancellation);

        var read = await Aws.CloudWatch.DescribeAlarmsAsync(new DescribeAlarmsRequest { AlarmNames = ["cpu"] }, Cancellation);

        read.MetricAlarms.Single().Threshold.ShouldBe(70.5);
    }

    [Fact]
    public async Task Logs_keeps_events()
    {
        await Aws.CloudWatchLogs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "/ecs/web" }, Cancellation);
        await Aws.CloudWatchLogs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = "/ecs/web", LogStreamName = "s" }, Cancellation);
        var at = DateTime.UtcNow.AddMinutes(-1);
        await Aws.CloudWatchLogs.PutLogEventsAsync(
            new PutLogEventsRequest { LogGroupName = "/ecs/web", LogStreamName = "s", LogEvents = [new() { Timestamp = at, Message = "hello" }] }, Cancellation);

        var read = await Aws.CloudWatchLogs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = "/ecs/web", LogStreamName = "s" }, Cancellation);

        read.Events.Single().Message.ShouldBe("hello");
        read.Events.Single().Timestamp!.Value.ShouldBe(at, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Ecr_makes_a_repository()
    {
        await Aws.ECR.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "web", ImageTagMutability = "IMMUTABLE" }, Cancellation);

        var read = await Aws.ECR.DescribeRepositoriesAsync(new DescribeRepositoriesRequest { RepositoryNames = ["web"] }, Cancellation);

        read.Repositories.Single().ImageTagMutability.ShouldBe(Amazon.ECR.ImageTagMutability.IMMUTABLE);
        read.Repositories.Single().CreatedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Application_auto_scaling_registers_a_target()
    {
        await Aws.ECS.CreateClusterAsync(new CreateClusterRequest { ClusterName = "scaled" }, Cancellation);
        await Aws.ECS.RegisterTaskDefinitionAsync(
            new RegisterTaskDefinitionRequest { Family = "scaled", ContainerDefinitions = [new() { Name = "a", Image = "a", Memory = 128 }] }, Cancellation);
        await Aws.ECS.CreateServiceAsync(new CreateServiceRequest { Cluster = "scaled", ServiceName = "s", TaskDefinition = "scaled", DesiredCount = 1 }, Cancellation);
        await Aws.ApplicationAutoScaling.RegisterScalableTargetAsync(
            new RegisterScalableTargetRequest
            {
                ServiceNamespace = "ecs",
                ResourceId = "service/scaled/s",
                ScalableDimension = "ecs:service:DesiredCount",
                MinCapacity = 2,
                MaxCapacity = 10,
            },
            Cancellation);

        var read = await Aws.ApplicationAutoScaling.DescribeScalableTargetsAsync(new DescribeScalableTargetsRequest { ServiceNamespace = "ecs" }, Cancellation);

        read.ScalableTargets.Single().MaxCapacity.ShouldBe(10);
    }

    [Fact]
    public async Task Secrets_manager_keeps_a_secret()
    {
        await Aws.SecretsManager.CreateSecretAsync(new CreateSecretRequest { Name = "db", SecretString = "s3cret" }, Cancellation);

        var read = await Aws.SecretsManager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "db" }, Cancellation);

        read.SecretString.ShouldBe("s3cret");
        await Should.ThrowAsync<Amazon.SecretsManager.Model.ResourceNotFoundException>(
            () => Aws.SecretsManager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "none" }, Cancellation));
    }

    [Fact]
    public async Task Tagging_finds_what_has_a_tag()
    {
        await Aws.SecretsManager.CreateSecretAsync(
            new CreateSecretRequest { Name = "tagged", SecretString = "x", Tags = [new() { Key = "ecsplatform:platform", Value = "p" }] }, Cancellation);

        var read = await Aws.ResourceGroupsTaggingAPI.GetResourcesAsync(
            new() { ResourceTypeFilters = ["secretsmanager:secret"], TagFilters = [new() { Key = "ecsplatform:platform", Values = ["p"] }] }, Cancellation);

        read.ResourceTagMappingList.Single().ResourceARN.ShouldContain("tagged");
    }

    [Fact]
    public async Task Sts_says_who_calls()
    {
        var read = await Aws.SecurityToken.GetCallerIdentityAsync(new(), Cancellation);

        read.Account.ShouldBe("123456789012");
    }
}
