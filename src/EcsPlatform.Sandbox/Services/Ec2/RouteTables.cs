using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Route tables: the VPC's main one, and others that subnets are associated with.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<RouteTable> RouteTableListing = new(Kind.RouteTable, static table => table.RouteTableId, new()
    {
        ["route-table-id"] = static table => [table.RouteTableId],
        ["vpc-id"] = static table => [table.VpcId],
        ["owner-id"] = static table => [table.OwnerId],
        ["association.main"] = static table => table.Associations.Select(association => Text(association.Main)),
        ["association.route-table-association-id"] = static table => table.Associations.Select(association => association.RouteTableAssociationId),
        ["association.route-table-id"] = static table => table.Associations.Select(association => association.RouteTableId),
        ["association.subnet-id"] = static table => table.Associations.Select(association => association.SubnetId),
        ["route.destination-cidr-block"] = static table => table.Routes.Select(route => route.DestinationCidrBlock),
        ["route.gateway-id"] = static table => table.Routes.Select(route => route.GatewayId),
        ["route.nat-gateway-id"] = static table => table.Routes.Select(route => route.NatGatewayId),
        ["route.origin"] = static table => table.Routes.Select(route => route.Origin.Value),
        ["route.state"] = static table => table.Routes.Select(route => route.State.Value),
    });

    private static bool IsMain(RouteTable table) => table.Associations.Any(association => association.Main == true);

    private void HandleRouteTables()
    {
        On(EC2Model.CreateRouteTable, CreateRouteTable);
        On(EC2Model.DeleteRouteTable, DeleteRouteTable);
        On(EC2Model.DescribeRouteTables, DescribeRouteTables);
    }

    private CreateRouteTableResponse CreateRouteTable(CreateRouteTableRequest request)
    {
        var vpc = Kind.Vpc.Find(State.Vpcs, request.VpcId);
        var tags = TagsAtCreation(request.TagSpecifications, Kind.RouteTable);
        if (State.RouteTables.Values.Count(table => table.VpcId == vpc.VpcId) >= Quotas.RouteTablesPerVpc)
        {
            throw new AwsError("RouteTableLimitExceeded", "The maximum number of route tables has been reached.");
        }

        var made = AddRouteTable(vpc);
        Tag(made.RouteTableId, tags);
        return new CreateRouteTableResponse { RouteTable = Shown(made), ClientToken = request.ClientToken };
    }

    private DeleteRouteTableResponse DeleteRouteTable(DeleteRouteTableRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        if (table.Associations.Count > 0)
        {
            throw Kind.RouteTable.HasDependencies(table.RouteTableId);
        }

        Remove(State.RouteTables, [table.RouteTableId]);
        return new DeleteRouteTableResponse();
    }

    private DescribeRouteTablesResponse DescribeRouteTables(DescribeRouteTablesRequest request)
    {
        foreach (var table in State.RouteTables.Values)
        {
            Shown(table);
        }

        var page = Describe(RouteTableListing, State.RouteTables, request.RouteTableIds, request.Filters, request.NextToken, request.MaxResults);
        return new DescribeRouteTablesResponse { RouteTables = [.. page.Items], NextToken = page.NextToken };
    }

    private void AddMainRouteTable(Vpc vpc)
    {
        var table = AddRouteTable(vpc);
        table.Associations.Add(Association(table, subnetId: null));
    }

    private RouteTable AddRouteTable(Vpc vpc)
    {
        var table = new RouteTable
        {
            RouteTableId = Ids.Ec2("rtb"),
            VpcId = vpc.VpcId,
            OwnerId = Region.AccountId,
            Associations = [],
            PropagatingVgws = [],
            Routes =
            [
                new()
                {
                    DestinationCidrBlock = vpc.CidrBlock,
                    GatewayId = "local",
                    Origin = RouteOrigin.CreateRouteTable,
                    State = RouteState.Active,
                },
            ],
        };
        State.RouteTables.Add(table.RouteTableId, table);
        return table;
    }

    /// <summary>The table with its tags, and the routes with their present states.</summary>
    private RouteTable Shown(RouteTable table)
    {
        table.Tags = TagList(table.RouteTableId);
        foreach (var route in table.Routes)
        {
            route.State = IsBlackhole(table, route) ? RouteState.Blackhole : RouteState.Active;
        }

        return table;
    }
}
