using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class SubnetTests : NetworkWorld
{
    [Theory]
    [InlineData("10.1.0.0/24", "InvalidSubnet.Range")]
    [InlineData("10.0.0.0/29", "InvalidSubnet.Range")]
    [InlineData("10.0.0.128/25", "InvalidSubnet.Conflict")]
    [InlineData("10.0.0.0/20", "InvalidSubnet.Conflict")]
    [InlineData("ten", "InvalidParameterValue")]
    public async Task A_subnet_lies_inside_its_vpc_and_beside_the_others(string cidr, string code)
    {
        var vpc = await Vpc();
        await Subnet(vpc);
        (await Refused(() => Subnet(vpc, cidr))).ShouldBe(code);
    }

    [Fact]
    public async Task A_zone_that_the_region_does_not_have_is_refused()
    {
        var vpc = await Vpc();
        (await Refused(() => Subnet(vpc, zone: "us-east-1z"))).ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public async Task Aws_keeps_five_addresses_and_every_interface_takes_one()
    {
        var subnet = await Subnet(await Vpc(), "10.0.0.0/28");
        (await Seen(subnet)).AvailableIpAddressCount.ShouldBe(11);
        PutInterface(subnet).PrivateIpAddress.ShouldBe("10.0.0.4");
        (await Seen(subnet)).AvailableIpAddressCount.ShouldBe(10);

        for (var i = 0; i < 10; i++)
        {
            PutInterface(subnet);
        }

        Should.Throw<AwsError>(() => PutInterface(subnet)).Code.ShouldBe("InsufficientFreeAddressesInSubnet");
    }

    [Fact]
    public async Task A_subnet_waits_for_its_last_interface()
    {
        var subnet = await Subnet(await Vpc());
        var network = PutInterface(subnet);
        Sandbox.Look((Ec2Service ec2) =>
        {
            ec2.ReleaseInterface(network.NetworkInterfaceId, TimeSpan.FromSeconds(30));
            return true;
        });
        Pass(29);
        (await Refused(() => Delete(subnet))).ShouldBe("DependencyViolation");
        Pass(1);
        await Delete(subnet);
    }

    [Fact]
    public async Task Public_addresses_on_launch_are_switched_on_afterwards()
    {
        var subnet = await Subnet(await Vpc());
        await Ec2.ModifySubnetAttributeAsync(new ModifySubnetAttributeRequest { SubnetId = subnet, MapPublicIpOnLaunch = true });
        (await Seen(subnet)).MapPublicIpOnLaunch.ShouldBe(true);
    }

    private Task Delete(string subnet) => Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = subnet });

    private async Task<Subnet> Seen(string subnet) =>
        (await Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [subnet] })).Subnets.Single();
}
