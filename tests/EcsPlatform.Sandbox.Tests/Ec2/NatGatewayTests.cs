using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class NatGatewayTests : NetworkWorld
{
    [Fact]
    public async Task It_is_pending_for_100_seconds_and_then_available_with_its_address()
    {
        var (subnet, _) = await PublicSubnet();
        var allocation = await ElasticIp();
        var gateway = await Nat(subnet, allocation);
        gateway.State.Value.ShouldBe("pending");
        Pass(99);
        (await Seen(gateway)).State.Value.ShouldBe("pending");
        Pass(1);

        var seen = await Seen(gateway);
        seen.State.Value.ShouldBe("available");
        seen.NatGatewayAddresses.Single().AllocationId.ShouldBe(allocation);
        seen.NatGatewayAddresses.Single().PublicIp.ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_an_internet_gateway_it_is_accepted_and_fails()
    {
        var gateway = await Nat(await Subnet(await Vpc()), await ElasticIp());
        gateway.State.Value.ShouldBe("pending");
        Pass(10);

        var seen = await Seen(gateway);
        seen.State.Value.ShouldBe("failed");
        seen.FailureCode.ShouldBe("Gateway.NotAttached");
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_address_fails()
    {
        var (subnet, _) = await PublicSubnet();
        var allocation = await ElasticIp();
        await Nat(subnet, allocation);
        var second = await Nat(subnet, allocation);
        Pass(10);
        (await Seen(second)).FailureCode.ShouldBe("Resource.AlreadyAssociated");
    }

    [Fact]
    public async Task The_same_token_gives_the_same_gateway_and_another_request_under_it_is_refused()
    {
        var (subnet, _) = await PublicSubnet();
        var allocation = await ElasticIp();
        var first = await Nat(subnet, allocation, "token");

        (await Nat(subnet, allocation, "token")).NatGatewayId.ShouldBe(first.NatGatewayId);
        var other = await ElasticIp();
        (await Refused(() => Nat(subnet, other, "token"))).ShouldBe("IdempotentParameterMismatch");
    }

    [Fact]
    public async Task It_holds_address_subnet_and_internet_gateway_until_it_is_gone()
    {
        var (subnet, internet) = await PublicSubnet();
        var vpc = (await Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [subnet] })).Subnets.Single().VpcId;
        var allocation = await ElasticIp();
        var gateway = await Nat(subnet, allocation);
        Pass(100);
        await Ec2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = gateway.NatGatewayId });
        (await Seen(gateway)).State.Value.ShouldBe("deleting");
        (await Refused(() => Ec2.ReleaseAddressAsync(new ReleaseAddressRequest { AllocationId = allocation }))).ShouldBe("InvalidIPAddress.InUse");
        (await Refused(() => Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = subnet }))).ShouldBe("DependencyViolation");
        var detach = new DetachInternetGatewayRequest { InternetGatewayId = internet, VpcId = vpc };
        (await Refused(() => Ec2.DetachInternetGatewayAsync(detach))).ShouldBe("DependencyViolation");

        Pass(60);

        (await Seen(gateway)).State.Value.ShouldBe("deleted");
        await Ec2.ReleaseAddressAsync(new ReleaseAddressRequest { AllocationId = allocation });
        await Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = subnet });
        await Ec2.DetachInternetGatewayAsync(detach);
    }

    [Fact]
    public async Task Its_address_cannot_be_taken_from_it_and_is_free_when_it_is_gone()
    {
        var (subnet, _) = await PublicSubnet();
        await ElasticIp();
        var gateway = await Nat(subnet, await ElasticIp());
        Pass(100);
        var take = new DisassociateAddressRequest { AssociationId = (await Seen(gateway)).NatGatewayAddresses.Single().AssociationId };
        (await Refused(() => Ec2.DisassociateAddressAsync(take))).ShouldBe("AuthFailure");

        await Ec2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = gateway.NatGatewayId });
        Pass(60);

        (await Refused(() => Ec2.DisassociateAddressAsync(take))).ShouldBe("InvalidAssociationID.NotFound");
    }

    [Fact]
    public async Task A_deleted_one_stays_visible_for_an_hour()
    {
        var (subnet, _) = await PublicSubnet();
        var gateway = await Nat(subnet, await ElasticIp());
        await Ec2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = gateway.NatGatewayId });
        Pass(60 + 3599);
        (await Seen(gateway)).State.Value.ShouldBe("deleted");
        Pass(1);
        (await Refused(() => Seen(gateway))).ShouldBe("NatGatewayNotFound");
    }

    [Fact]
    public async Task Its_routes_turn_into_black_holes()
    {
        var (subnet, _) = await PublicSubnet();
        var gateway = await Nat(subnet, await ElasticIp());
        var table = await RouteTable(gateway.VpcId);
        await Ec2.CreateRouteAsync(new CreateRouteRequest
        {
            RouteTableId = table,
            DestinationCidrBlock = "0.0.0.0/0",
            NatGatewayId = gateway.NatGatewayId,
        });
        await Ec2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = gateway.NatGatewayId });
        Pass(60);

        var seen = (await Ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { RouteTableIds = [table] })).RouteTables.Single();
        seen.Routes.Single(route => route.NatGatewayId is not null).State.Value.ShouldBe("blackhole");
    }

    [Fact]
    public async Task A_region_has_five_elastic_addresses_and_no_sixth()
    {
        for (var i = 0; i < 5; i++)
        {
            await ElasticIp();
        }

        (await Refused(ElasticIp)).ShouldBe("AddressLimitExceeded");
    }

    private async Task<(string Subnet, string InternetGateway)> PublicSubnet()
    {
        var vpc = await Vpc();
        var internet = await Gateway(vpc);
        return (await Subnet(vpc), internet);
    }
}
