using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>A route table with its default route and its subnets.</summary>
public sealed class RouteTableResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => RouteTableKind.Instance;

    /// <summary>The network it belongs to.</summary>
    public required VpcResource Vpc { get; init; }

    /// <summary>The subnets that use it.</summary>
    public required IReadOnlyList<SubnetResource> Subnets { get; init; }

    /// <summary>Where 0.0.0.0/0 goes: an internet gateway, a NAT gateway, or null for nowhere.</summary>
    public Resource? DefaultRoute { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
        [Vpc, .. Subnets.Select(subnet => new Need(subnet)), .. DefaultRoute is { } route ? [new Need(route, Ready: true)] : Array.Empty<Need>()];
}

/// <summary>How route tables are found, made, kept in shape and removed.</summary>
public sealed class RouteTableKind : Ec2Kind<RouteTableResource, RouteTable>
{
    private const string Anywhere = "0.0.0.0/0";

    /// <summary>The one instance.</summary>
    public static RouteTableKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "route-table";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["subnet"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<RouteTable>>> ObserveAsync(Observation observation)
    {
        var found = await Pages.AllAsync(
            next => observation.Aws.EC2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
            page => page.RouteTables,
            page => page.NextToken);
        return found.Select(table => Found(observation, table.RouteTableId, table, table.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(RouteTableResource desired, RouteTable live, Resolution resolution)
    {
        var route = DefaultRoute(live);
        return new Differences()
            .Check("vpcId", live.VpcId, resolution.Id(desired.Vpc), replace: true)
            .Check($"routes.{Anywhere}", Target(route), desired.DefaultRoute is { } target ? resolution.Id(target) : "")
            .Check($"routes.{Anywhere}.state", route?.State?.Value, desired.DefaultRoute is null ? null : RouteState.Active.Value)
            .CheckSet("associations", Associations(live).Keys, desired.Subnets.Select(resolution.Id))
            .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(RouteTableResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateRouteTable, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<RouteTable>> CreateAsync(RouteTableResource desired, ApplyContext context)
    {
        var table = (await context.Aws.EC2.CreateRouteTableAsync(Request(desired, context.Resolution), context.Cancellation)).RouteTable;
        var live = Made(desired, table.RouteTableId, table);
        await ShapeAsync(desired, live, context);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<RouteTable>> UpdateAsync(RouteTableResource desired, Live<RouteTable> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await Ec2Tags.PutAsync(live.Id, desired, context);
        }

        await ShapeAsync(desired, live, context);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<RouteTable> live, ApplyContext context)
    {
        try
        {
            await DeleteTableAsync();
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "DependencyViolation")
        {
            // Its subnets stay (or went without it): let go of them first.
            var now = await context.Aws.EC2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { RouteTableIds = [live.Id] }, context.Cancellation);
            await Task.WhenAll(now.RouteTables.SelectMany(table => Associations(table).Values).Select(association =>
                context.Aws.EC2.DisassociateRouteTableAsync(new DisassociateRouteTableRequest { AssociationId = association }, context.Cancellation)));
            await DeleteTableAsync();
        }

        Task DeleteTableAsync() => context.Aws.EC2.DeleteRouteTableAsync(new DeleteRouteTableRequest { RouteTableId = live.Id }, context.Cancellation);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(RouteTableResource desired) => "rtb-00000000000000000";

    private static CreateRouteTableRequest Request(RouteTableResource desired, Resolution resolution) => new()
    {
        VpcId = resolution.Id(desired.Vpc),
        TagSpecifications = Ec2Tags.At(ResourceType.RouteTable, desired, resolution),
    };

    /// <summary>Route and associations, side by side.</summary>
    private static Task ShapeAsync(RouteTableResource desired, Live<RouteTable> live, ApplyContext context)
    {
        var associations = Associations(live.State);
        var wanted = desired.Subnets.Select(context.Resolution.Id).ToArray();
        return Task.WhenAll(
        [
            RouteAsync(desired, live, context),
            .. wanted.Except(associations.Keys).Select(subnet => AssociateAsync(live.Id, subnet, context)),
            .. associations.Where(association => !wanted.Contains(association.Key)).Select(association => UnlessGoneAsync("InvalidAssociationID.NotFound", () =>
                context.Aws.EC2.DisassociateRouteTableAsync(new DisassociateRouteTableRequest { AssociationId = association.Value }, context.Cancellation))),
        ]);
    }

    private static async Task RouteAsync(RouteTableResource desired, Live<RouteTable> live, ApplyContext context)
    {
        var actual = DefaultRoute(live.State);
        var target = desired.DefaultRoute is { } route ? context.Resolution.Id(route) : "";
        if (Target(actual) == target && (target.Length == 0 || actual?.State == RouteState.Active))
        {
            return;
        }

        var internetGateway = desired.DefaultRoute is InternetGatewayResource ? target : null;
        var natGateway = desired.DefaultRoute is NatGatewayResource ? target : null;
        if (target.Length == 0)
        {
            await UnlessGoneAsync("InvalidRoute.NotFound", () =>
                context.Aws.EC2.DeleteRouteAsync(new DeleteRouteRequest { RouteTableId = live.Id, DestinationCidrBlock = Anywhere }, context.Cancellation));
        }
        else if (actual is null)
        {
            try
            {
                await context.Aws.EC2.CreateRouteAsync(
                    new CreateRouteRequest { RouteTableId = live.Id, DestinationCidrBlock = Anywhere, GatewayId = internetGateway, NatGatewayId = natGateway },
                    context.Cancellation);
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "RouteAlreadyExists")
            {
                await ReplaceAsync();
            }
        }
        else
        {
            await ReplaceAsync();
        }

        Task ReplaceAsync() => context.Aws.EC2.ReplaceRouteAsync(
            new ReplaceRouteRequest { RouteTableId = live.Id, DestinationCidrBlock = Anywhere, GatewayId = internetGateway, NatGatewayId = natGateway },
            context.Cancellation);
    }

    private static async Task AssociateAsync(string table, string subnet, ApplyContext context)
    {
        try
        {
            await context.Aws.EC2.AssociateRouteTableAsync(new AssociateRouteTableRequest { RouteTableId = table, SubnetId = subnet }, context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "Resource.AlreadyAssociated")
        {
            // With this table by a lost call of ours, or with another one: then it moves here.
            var answer = await context.Aws.EC2.DescribeRouteTablesAsync(
                new DescribeRouteTablesRequest { Filters = [new Filter { Name = "association.subnet-id", Values = [subnet] }] },
                context.Cancellation);
            foreach (var other in (answer.RouteTables ?? []).Where(other => other.RouteTableId != table))
            {
                await context.Aws.EC2.ReplaceRouteTableAssociationAsync(
                    new ReplaceRouteTableAssociationRequest { AssociationId = Associations(other)[subnet], RouteTableId = table },
                    context.Cancellation);
            }
        }
    }

    /// <summary>A call of ours whose answer was lost, or another table that took the subnet over, was faster.</summary>
    private static async Task UnlessGoneAsync(string code, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AmazonServiceException error) when (error.ErrorCode == code)
        {
        }
    }

    /// <summary>The one in the table itself; one that a virtual private gateway propagates gives way to it.</summary>
    private static Route? DefaultRoute(RouteTable table) =>
        table.Routes?.FirstOrDefault(route => route.DestinationCidrBlock == Anywhere && route.Origin != RouteOrigin.EnableVgwRoutePropagation);

    private static string Target(Route? route) => route?.NatGatewayId ?? route?.GatewayId ?? "";

    private static Dictionary<string, string> Associations(RouteTable table) =>
        (table.Associations ?? [])
        .Where(association => association.SubnetId is not null && association.AssociationState?.State?.Value is (null or "associated" or "associating"))
        .ToDictionary(association => association.SubnetId, association => association.RouteTableAssociationId, StringComparer.Ordinal);
}
