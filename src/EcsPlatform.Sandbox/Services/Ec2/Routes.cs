using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Routes: to what is there and in the same VPC; when it goes away they stay, as black holes.</summary>
public sealed partial class Ec2Service
{
    private void HandleRoutes()
    {
        On(EC2Model.CreateRoute, CreateRoute);
        On(EC2Model.ReplaceRoute, ReplaceRoute);
        On(EC2Model.DeleteRoute, DeleteRoute);
    }

    private static string Destination(string? ipv4, string? ipv6, string? prefixList)
    {
        string?[] given = [ipv4, ipv6, prefixList];
        if (given.Count(value => value is not null) != 1)
        {
            throw new AwsError("InvalidParameterCombination",
                "The request must contain exactly one of: destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId.");
        }

        return ipv4 is null ? ipv6 ?? prefixList! : Ipv4Block.TryParse(ipv4)?.ToString() ?? throw new AwsError(
            "InvalidParameterValue", $"Value ({ipv4}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.");
    }

    private static Route? RouteTo(RouteTable table, string destination) => table.Routes.FirstOrDefault(route =>
        route.DestinationCidrBlock == destination || route.DestinationIpv6CidrBlock == destination || route.DestinationPrefixListId == destination);

    private CreateRouteResponse CreateRoute(CreateRouteRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        var destination = Destination(request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId);
        var route = new Route
        {
            DestinationCidrBlock = request.DestinationCidrBlock is null ? null : destination,
            DestinationIpv6CidrBlock = request.DestinationIpv6CidrBlock,
            DestinationPrefixListId = request.DestinationPrefixListId,
            Origin = RouteOrigin.CreateRoute,
            State = RouteState.Active,
        };
        Aim(table, route, request.GatewayId, request.NatGatewayId, request.NetworkInterfaceId,
            request.TransitGatewayId ?? request.VpcPeeringConnectionId ?? request.InstanceId ?? request.VpcEndpointId ?? request.EgressOnlyInternetGatewayId);
        if (Ipv4Block.TryParse(route.DestinationCidrBlock) is { } block
            && Ipv4Block.TryParse(State.Vpcs[table.VpcId].CidrBlock)!.Value.Contains(block)
            && route.NetworkInterfaceId is null)
        {
            throw new AwsError("InvalidParameterValue",
                $"The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.");
        }

        if (RouteTo(table, destination) is not null)
        {
            throw new AwsError("RouteAlreadyExists", $"The route identified by {destination} already exists.");
        }

        if (table.Routes.Count >= Quotas.RoutesPerTable)
        {
            throw new AwsError("RouteLimitExceeded", "The maximum number of routes has been reached.");
        }

        table.Routes.Add(route);
        return new CreateRouteResponse { Return = true };
    }

    private ReplaceRouteResponse ReplaceRoute(ReplaceRouteRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        var destination = Destination(request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId);
        var route = RouteTo(table, destination) ?? throw new AwsError(
            "InvalidParameterValue", $"There is no route defined for '{destination}' in the route table. Use CreateRoute instead.");
        var aimed = new Route();
        Aim(table, aimed, request.GatewayId, request.NatGatewayId, request.NetworkInterfaceId,
            request.TransitGatewayId ?? request.VpcPeeringConnectionId ?? request.InstanceId ?? request.VpcEndpointId ?? request.EgressOnlyInternetGatewayId);
        (route.GatewayId, route.NatGatewayId, route.NetworkInterfaceId) = (aimed.GatewayId, aimed.NatGatewayId, aimed.NetworkInterfaceId);
        return new ReplaceRouteResponse();
    }

    private DeleteRouteResponse DeleteRoute(DeleteRouteRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        var destination = Destination(request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId);
        var route = RouteTo(table, destination) ?? throw new AwsError(
            "InvalidRoute.NotFound", $"no route with destination-cidr-block {destination} in route table {table.RouteTableId}");
        if (route.GatewayId == "local")
        {
            throw new AwsError("InvalidParameterValue", $"cannot remove local route {destination} in route table {table.RouteTableId}");
        }

        table.Routes.Remove(route);
        return new DeleteRouteResponse();
    }

    private void Aim(RouteTable table, Route route, string? gateway, string? nat, string? network, string? other)
    {
        string?[] given = [gateway, nat, network, other];
        switch (given.Count(target => target is not null))
        {
            case 0:
                throw new AwsError("MissingParameter", "The request must contain the target of the route: gatewayId, natGatewayId or networkInterfaceId");
            case > 1:
                throw new AwsError("InvalidParameterCombination", "The request must contain only one target of the route.");
        }

        var vpc = (gateway, nat, network) switch
        {
            ("local", _, _) => table.VpcId,
            ({ } id, _, _) => AttachedVpc(State.InternetGateways.GetValueOrDefault(id)
                ?? throw new AwsError("InvalidGatewayID.NotFound", $"The gateway ID '{id}' does not exist")),
            (_, { } id, _) => State.NatGateways.GetValueOrDefault(id) is { } found && IsAlive(found)
                ? found.VpcId
                : throw new AwsError("InvalidNatGatewayID.NotFound", $"The natGateway ID '{id}' does not exist"),
            (_, _, { } id) => Kind.NetworkInterface.Find(State.NetworkInterfaces, id).VpcId,
            _ => throw new AwsError("InvalidParameterValue", $"The sandbox has no route targets of the kind of '{other}'."),
        };
        if (vpc != table.VpcId)
        {
            throw new AwsError("InvalidParameterValue",
                $"route table {table.RouteTableId} and network gateway {gateway ?? nat ?? network} belong to different networks");
        }

        (route.GatewayId, route.NatGatewayId, route.NetworkInterfaceId) = (gateway, nat, network);
    }

    private bool IsBlackhole(RouteTable table, Route route) => route switch
    {
        { GatewayId: "local" } => false,
        { GatewayId: { } id } => !State.InternetGateways.TryGetValue(id, out var gateway) || AttachedVpc(gateway) != table.VpcId,
        { NatGatewayId: { } id } => !State.NatGateways.TryGetValue(id, out var nat) || !IsAlive(nat),
        { NetworkInterfaceId: { } id } => !State.NetworkInterfaces.ContainsKey(id),
        _ => false,
    };
}
