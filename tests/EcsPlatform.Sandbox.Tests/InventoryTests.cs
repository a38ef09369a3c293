using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests;

public sealed class InventoryTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public void Everything_that_was_made_stands_in_it_tagged_or_not()
    {
        _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "g" });
        _sandbox.Call(SecretsManagerModel.CreateSecret, new() { Name = "db" }, "eu-west-1");
        _sandbox.Call(IdentityManagementModel.CreateRole, new() { RoleName = "web", AssumeRolePolicyDocument = Trust });
        _sandbox.Call(ECSModel.CreateCluster, new() { ClusterName = "c" });

        _sandbox.Inventory().ShouldBe(
            ["aws-global Iam Roles/web", "eu-west-1 SecretsManager Secrets/db", "us-east-1 Ecs Clusters/c", "us-east-1 Logs Groups/g"],
            ignoreOrder: true);
    }

    [Fact]
    public void What_AWS_still_describes_after_it_is_gone_does_not()
    {
        var before = _sandbox.Inventory();
        var vpc = _sandbox.Call(EC2Model.CreateVpc, new() { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        var subnet = _sandbox.Call(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.0.0.0/24" }).Subnet.SubnetId;
        var nat = _sandbox.Call(EC2Model.CreateNatGateway, new() { SubnetId = subnet, ConnectivityType = "private" }).NatGateway.NatGatewayId;
        _sandbox.Call(ECSModel.CreateCluster, new() { ClusterName = "c" });
        _sandbox.Inventory().ShouldContain($"us-east-1 Ec2 NatGateways/{nat}");

        _sandbox.Call(ECSModel.DeleteCluster, new() { Cluster = "c" });
        _sandbox.Call(EC2Model.DeleteNatGateway, new() { NatGatewayId = nat });
        ((VirtualClock)_sandbox.Clock).Advance(TimeSpan.FromMinutes(10));
        _sandbox.Call(EC2Model.DeleteSubnet, new() { SubnetId = subnet });
        _sandbox.Call(EC2Model.DeleteVpc, new() { VpcId = vpc });

        _sandbox.Call(EC2Model.DescribeNatGateways, new() { NatGatewayIds = [nat] }).NatGateways.ShouldHaveSingleItem();
        _sandbox.Inventory().ShouldBe(before);
    }

    [Fact]
    public void Roles_that_AWS_makes_for_its_services_do_not()
    {
        _sandbox.Call(IdentityManagementModel.CreateServiceLinkedRole, new() { AWSServiceName = "ecs.amazonaws.com" });

        _sandbox.Inventory().ShouldBeEmpty();
    }
}
