using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class VpcTests : NetworkWorld
{
    [Fact]
    public async Task A_vpc_comes_with_a_main_route_table_a_default_group_and_a_default_network_acl()
    {
        var vpc = await Vpc();
        List<Filter> inVpc = [new() { Name = "vpc-id", Values = [vpc] }];

        var table = (await Ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = inVpc })).RouteTables.Single();
        table.Associations.Single().Main.ShouldBe(true);
        table.Routes.Single().GatewayId.ShouldBe("local");
        var group = (await Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = inVpc })).SecurityGroups.Single();
        group.GroupName.ShouldBe("default");
        group.IpPermissionsEgress.Single().Ipv4Ranges.Single().CidrIp.ShouldBe("0.0.0.0/0");
        var acl = (await Ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { Filters = inVpc })).NetworkAcls.Single();
        acl.IsDefault.ShouldBe(true);
        acl.Entries.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "InvalidVpc.Range")]
    [InlineData("10.0.0.0/29", "InvalidVpc.Range")]
    [InlineData("10.0.0.0", "InvalidParameterValue")]
    [InlineData("10.0.0/16", "InvalidParameterValue")]
    public async Task A_vpc_is_between_16_and_28_bits_wide(string cidr, string code) => (await Refused(() => Vpc(cidr))).ShouldBe(code);

    [Fact]
    public async Task Host_bits_are_cut_off() =>
        (await Ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "100.68.0.18/18" })).Vpc.CidrBlock.ShouldBe("100.68.0.0/18");

    [Fact]
    public async Task A_vpc_goes_only_when_nothing_of_ours_is_in_it()
    {
        var vpc = await Vpc();
        var subnet = await Subnet(vpc);
        (await Refused(() => Delete(vpc))).ShouldBe("DependencyViolation");
        await Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = subnet });
        var gateway = await Gateway(vpc);
        (await Refused(() => Delete(vpc))).ShouldBe("DependencyViolation");
        await Ec2.DetachInternetGatewayAsync(new DetachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = vpc });
        var group = await Group(vpc);
        (await Refused(() => Delete(vpc))).ShouldBe("DependencyViolation");
        await Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group });
        var table = await RouteTable(vpc);
        (await Refused(() => Delete(vpc))).ShouldBe("DependencyViolation");
        await Ec2.DeleteRouteTableAsync(new DeleteRouteTableRequest { RouteTableId = table });

        await Delete(vpc);

        (await Refused(() => Delete(vpc))).ShouldBe("InvalidVpcID.NotFound");
        ((await Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest())).SecurityGroups ?? []).ShouldBeEmpty();
        ((await Ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest())).RouteTables ?? []).ShouldBeEmpty();
        ((await Ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest())).NetworkAcls ?? []).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dns_attributes_are_changed_one_at_a_time()
    {
        var vpc = await Vpc();
        await Ec2.ModifyVpcAttributeAsync(new ModifyVpcAttributeRequest { VpcId = vpc, EnableDnsHostnames = true });

        var seen = await Ec2.DescribeVpcAttributeAsync(new DescribeVpcAttributeRequest { VpcId = vpc, Attribute = "enableDnsHostnames" });
        seen.EnableDnsHostnames.ShouldBe(true);
        (await Refused(() => Ec2.ModifyVpcAttributeAsync(
            new ModifyVpcAttributeRequest { VpcId = vpc, EnableDnsHostnames = false, EnableDnsSupport = false }))).ShouldBe("InvalidParameterCombination");
    }

    [Fact]
    public async Task A_region_has_five_vpcs_and_no_sixth()
    {
        for (var i = 0; i < 5; i++)
        {
            await Vpc($"10.{i}.0.0/16");
        }

        (await Refused(() => Vpc())).ShouldBe("VpcLimitExceeded");
    }

    [Fact]
    public async Task Another_region_knows_nothing_of_it()
    {
        var vpc = await Vpc();
        Sandbox.Look((EcsPlatform.Sandbox.Services.Ec2.Ec2Service ec2) => ec2.TaggedResources().Count(), "eu-west-1").ShouldBe(0);
        (await Ec2.DescribeVpcsAsync(new DescribeVpcsRequest())).Vpcs.Single().VpcId.ShouldBe(vpc);
    }

    private Task Delete(string vpc) => Ec2.DeleteVpcAsync(new DeleteVpcRequest { VpcId = vpc });
}
