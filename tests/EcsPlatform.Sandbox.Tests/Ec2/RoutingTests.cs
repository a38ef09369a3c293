using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class RoutingTests : NetworkWorld
{
    [Fact]
    public async Task A_vpc_has_one_internet_gateway_and_a_gateway_one_vpc()
    {
        var vpc = await Vpc();
        var gateway = await Gateway(vpc);
        (await Refused(() => Gateway(vpc))).ShouldBe("InvalidParameterValue");
        var other = await Vpc("10.1.0.0/16");
        (await Refused(() => Ec2.AttachInternetGatewayAsync(
            new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = other }))).ShouldBe("Resource.AlreadyAssociated");
        (await Refused(() => Ec2.DetachInternetGatewayAsync(
            new DetachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = other }))).ShouldBe("Gateway.NotAttached");
        (await Refused(() => Ec2.DeleteInternetGatewayAsync(
            new DeleteInternetGatewayRequest { InternetGatewayId = gateway }))).ShouldBe("DependencyViolation");
    }

    [Fact]
    public async Task A_route_needs_a_target_that_is_there_and_in_the_same_vpc()
    {
        var vpc = await Vpc();
        var table = await RouteTable(vpc);
        var elsewhere = await Gateway(await Vpc("10.1.0.0/16"));
        (await Refused(() => Route(table, "0.0.0.0/0", "igw-00000000000000000"))).ShouldBe("InvalidGatewayID.NotFound");
        (await Refused(() => Route(table, "0.0.0.0/0", elsewhere))).ShouldBe("InvalidParameterValue");
        (await Refused(() => Route(table, "0.0.0.0/0", null))).ShouldBe("MissingParameter");

        await Route(table, "0.0.0.0/0", await Gateway(vpc));
    }

    [Fact]
    public async Task A_destination_has_one_route()
    {
        var vpc = await Vpc();
        var gateway = await Gateway(vpc);
        var table = await RouteTable(vpc);
        await Route(table, "0.0.0.0/0", gateway);
        (await Refused(() => Route(table, "0.0.0.0/0", gateway))).ShouldBe("RouteAlreadyExists");
        (await Refused(() => Route(table, "10.0.1.0/24", gateway))).ShouldBe("InvalidParameterValue");

        await Ec2.DeleteRouteAsync(new DeleteRouteRequest { RouteTableId = table, DestinationCidrBlock = "0.0.0.0/0" });
        (await Refused(() => Ec2.DeleteRouteAsync(
            new DeleteRouteRequest { RouteTableId = table, DestinationCidrBlock = "0.0.0.0/0" }))).ShouldBe("InvalidRoute.NotFound");
    }

    [Fact]
    public async Task A_subnet_has_one_table_and_a_table_with_subnets_stays()
    {
        var vpc = await Vpc();
        var subnet = await Subnet(vpc);
        var (table, other) = (await RouteTable(vpc), await RouteTable(vpc));
        var association = await Associate(table, subnet);

        (await Associate(table, subnet)).ShouldBe(association);
        (await Refused(() => Associate(other, subnet))).ShouldBe("Resource.AlreadyAssociated");
        (await Refused(() => DeleteTable(table))).ShouldBe("DependencyViolation");
        await Ec2.DisassociateRouteTableAsync(new DisassociateRouteTableRequest { AssociationId = association });
        await DeleteTable(table);
    }

    [Fact]
    public async Task The_main_association_cannot_be_taken_off()
    {
        var vpc = await Vpc();
        List<Filter> main = [new() { Name = "vpc-id", Values = [vpc] }, new() { Name = "association.main", Values = ["true"] }];
        var table = (await Ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = main })).RouteTables.Single();
        (await Refused(() => Ec2.DisassociateRouteTableAsync(
            new DisassociateRouteTableRequest { AssociationId = table.Associations.Single().RouteTableAssociationId }))).ShouldBe("InvalidParameterValue");
        (await Refused(() => DeleteTable(table.RouteTableId))).ShouldBe("DependencyViolation");
    }

    private Task DeleteTable(string table) => Ec2.DeleteRouteTableAsync(new DeleteRouteTableRequest { RouteTableId = table });

    private async Task<string> Associate(string table, string subnet) =>
        (await Ec2.AssociateRouteTableAsync(new AssociateRouteTableRequest { RouteTableId = table, SubnetId = subnet })).AssociationId;

    private Task Route(string table, string destination, string? gateway) =>
        Ec2.CreateRouteAsync(new CreateRouteRequest { RouteTableId = table, DestinationCidrBlock = destination, GatewayId = gateway });
}
