using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services;

namespace EcsPlatform.Sandbox.Tests;

public sealed class StateFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly AwsSandbox _sandbox = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Another_process_goes_on_where_the_first_one_stopped()
    {
        _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "g", Tags = new() { ["team"] = "pay" } });
        _sandbox.Call(SecretsManagerModel.CreateSecret, new() { Name = "db", SecretString = "s3cret" }, "eu-west-1");
        _sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web", ImageScanningConfiguration = new() { ScanOnPush = true } });
        var role = _sandbox.Call(IdentityManagementModel.CreateRole, new() { RoleName = "web", AssumeRolePolicyDocument = Trust }).Role;

        var next = SaveAndLoad();

        next.Call(CloudWatchLogsModel.DescribeLogGroups, new()).LogGroups.Single().LogGroupName.ShouldBe("g");
        next.Call(ResourceGroupsTaggingAPIModel.GetResources, new()).ResourceTagMappingList.Single().Tags.Single().Value.ShouldBe("pay");
        next.Call(SecretsManagerModel.GetSecretValue, new() { SecretId = "db" }, "eu-west-1").SecretString.ShouldBe("s3cret");
        next.Call(ECRModel.DescribeRepositories, new()).Repositories.Single().ImageScanningConfiguration.ScanOnPush.ShouldBe(true);
        next.Call(IdentityManagementModel.GetRole, new() { RoleName = "web" }).Role.RoleId.ShouldBe(role.RoleId);
    }

    [Fact]
    public void Lifecycles_go_on_at_their_time()
    {
        _sandbox.Call(SecretsManagerModel.CreateSecret, new() { Name = "db" });
        _sandbox.Call(SecretsManagerModel.DeleteSecret, new() { SecretId = "db", RecoveryWindowInDays = 7 });
        ((VirtualClock)_sandbox.Clock).Advance(TimeSpan.FromDays(6));

        var next = SaveAndLoad();

        next.Refuses(SecretsManagerModel.CreateSecret, new() { Name = "db" }).Code.ShouldBe("InvalidRequestException");
        ((VirtualClock)next.Clock).Advance(TimeSpan.FromDays(1));
        next.Call(SecretsManagerModel.CreateSecret, new() { Name = "db" });
    }

    [Fact]
    public void A_service_that_was_deleted_does_not_keep_the_account_from_being_saved()
    {
        _sandbox.Call(ECSModel.CreateCluster, new() { ClusterName = "c" });
        _sandbox.Call(ECSModel.RegisterTaskDefinition, new()
        {
            Family = "web",
            Cpu = "256",
            Memory = "512",
            NetworkMode = "awsvpc",
            RequiresCompatibilities = ["FARGATE"],
            ContainerDefinitions = [new() { Name = "web", Image = "public.ecr.aws/web:1", Essential = true }],
        });
        var vpc = _sandbox.Call(EC2Model.CreateVpc, new() { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        var subnet = _sandbox.Call(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.0.0.0/24" }).Subnet.SubnetId;
        _sandbox.Call(ECSModel.CreateService, new()
        {
            Cluster = "c",
            ServiceName = "web",
            TaskDefinition = "web",
            DesiredCount = 0,
            LaunchType = "FARGATE",
            NetworkConfiguration = new() { AwsvpcConfiguration = new() { Subnets = [subnet] } },
        });
        _sandbox.Call(ECSModel.DeleteService, new() { Cluster = "c", Service = "web", Force = true });
        ((VirtualClock)_sandbox.Clock).Advance(TimeSpan.FromMinutes(5));

        var next = SaveAndLoad();

        next.Call(ECSModel.DescribeServices, new() { Cluster = "c", Services = ["web"] }).Services.Single().Status.ShouldBe("INACTIVE");
        next.Inventory().ShouldNotContain(item => item.Contains("Services/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_is_there_again()
    {
        var vpc = _sandbox.Call(EC2Model.CreateVpc, new() { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        var subnet = _sandbox.Call(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.0.0.0/24" }).Subnet.SubnetId;
        var nat = _sandbox.Call(EC2Model.CreateNatGateway, new() { SubnetId = subnet, ConnectivityType = "private" }).NatGateway;

        var next = SaveAndLoad();

        next.Refuses(EC2Model.DeleteVpc, new() { VpcId = vpc }).Code.ShouldBe("DependencyViolation");
        State().ShouldBe("pending");
        ((VirtualClock)next.Clock).Advance(TimeSpan.FromMinutes(5));
        State().ShouldBe("available");

        string State() => next.Call(EC2Model.DescribeNatGateways, new() { NatGatewayIds = [nat.NatGatewayId] }).NatGateways.Single().State.Value;
    }

    [Fact]
    public void Identifiers_are_not_given_out_twice()
    {
        var first = _sandbox.Call(SecretsManagerModel.CreateSecret, new() { Name = "a" }).ARN;

        var second = SaveAndLoad().Call(SecretsManagerModel.CreateSecret, new() { Name = "b" }).ARN;

        second[^6..].ShouldNotBe(first[^6..]);
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused_by_name()
    {
        File.WriteAllText(_path, "{}");
        Should.Throw<InvalidDataException>(() => StateFile.Load(_sandbox, _path)).Message.ShouldBe($"{_path} is not a sandbox's state file of format 1.");
        File.WriteAllText(_path, "hello");
        Should.Throw<InvalidDataException>(() => StateFile.Load(_sandbox, _path)).Message.ShouldStartWith($"{_path} is not a sandbox's state file");
    }

    [Fact]
    public void Only_its_owner_may_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
            return;
        }

        File.Delete(_path);

        StateFile.Save(_sandbox, _path);

        File.GetUnixFileMode(_path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private AwsSandbox SaveAndLoad()
    {
        StateFile.Save(_sandbox, _path);
        var next = new AwsSandbox();
        StateFile.Load(next, _path);
        next.Clock.GetUtcNow().ShouldBe(_sandbox.Clock.GetUtcNow());
        return next;
    }
}
