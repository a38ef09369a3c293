using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The network's resources that other parts refer to.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="InternetGateway">Its door to the internet.</param>
/// <param name="PublicSubnets">One per zone.</param>
/// <param name="PrivateSubnets">One per zone.</param>
/// <param name="PrivateRouteTables">What must be there before tasks can reach anything.</param>
internal sealed record NetworkParts(
    VpcResource Vpc,
    InternetGatewayResource InternetGateway,
    IReadOnlyList<SubnetResource> PublicSubnets,
    IReadOnlyList<SubnetResource> PrivateSubnets,
    IReadOnlyList<RouteTableResource> PrivateRouteTables);

/// <summary>VPC, subnets in every zone, internet gateway, NAT gateways and routes.</summary>
internal static class NetworkBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds =>
    [
        VpcKind.Instance, SubnetKind.Instance, InternetGatewayKind.Instance, ElasticIpKind.Instance,
        NatGatewayKind.Instance, RouteTableKind.Instance, SecurityGroupKind.Instance, SecurityGroupRulesKind.Instance,
    ];

    public static NetworkParts Add(BlueprintContext context)
    {
        var network = context.Definition.Network;
        var vpc = context.Add(new VpcResource
        {
            Key = "main",
            Name = context.Names.Shared(ResourceType.Vpc),
            Tags = context.Definition.Tags,
            Cidr = network.Cidr,
        });
        var gateway = context.Add(new InternetGatewayResource
        {
            Key = "main",
            Name = context.Names.Shared(ResourceType.InternetGateway),
            Tags = context.Definition.Tags,
            Vpc = vpc,
        });
        var publicSubnets = Subnets(context, vpc, SubnetTier.Public, "public");
        var privateSubnets = Subnets(context, vpc, SubnetTier.Private, "private");
        AddTable(context, vpc, "public", publicSubnets, gateway);
        return new NetworkParts(vpc, gateway, publicSubnets, privateSubnets, PrivateTables(context, vpc, gateway, publicSubnets, privateSubnets));
    }

    private static SubnetResource[] Subnets(BlueprintContext context, VpcResource vpc, SubnetTier tier, string name) =>
        [.. SubnetLayout.Blocks(context.Definition.Network, tier).Select((block, zone) => context.Add(new SubnetResource
        {
            Key = $"{name}-{Letter(zone)}",
            Name = context.Names.Shared(ResourceType.Subnet, $"{name}-{Letter(zone)}"),
            Tags = context.Definition.Tags,
            Vpc = vpc,
            Cidr = block.ToString(),
            ZoneIndex = zone,
            ZoneName = context.Definition.Network.Zones.Names.ElementAtOrDefault(zone),
        }))];

    private static RouteTableResource[] PrivateTables(
        BlueprintContext context,
        VpcResource vpc,
        InternetGatewayResource gateway,
        SubnetResource[] publicSubnets,
        SubnetResource[] privateSubnets) => context.Definition.Network.NatGateway switch
        {
            NatGatewayMode.PerZone =>
            [
                .. privateSubnets.Select((subnet, zone) =>
                    AddTable(context, vpc, $"private-{Letter(zone)}", [subnet], AddNatGateway(context, gateway, publicSubnets[zone], Letter(zone)))),
            ],
            NatGatewayMode.Single => [AddTable(context, vpc, "private", privateSubnets, AddNatGateway(context, gateway, publicSubnets[0], Letter(0)))],
            _ => [AddTable(context, vpc, "private", privateSubnets, null)],
        };

    private static NatGatewayResource AddNatGateway(BlueprintContext context, InternetGatewayResource gateway, SubnetResource subnet, string zone)
    {
        var address = context.Add(new ElasticIpResource
        {
            Key = $"nat-{zone}",
            Name = context.Names.Shared(ResourceType.ElasticAddress, $"nat-{zone}"),
            Tags = context.Definition.Tags,
        });
        return context.Add(new NatGatewayResource
        {
            Key = zone,
            Name = context.Names.Shared(ResourceType.NatGateway, zone),
            Tags = context.Definition.Tags,
            Subnet = subnet,
            Address = address,
            InternetGateway = gateway,
        });
    }

    private static RouteTableResource AddTable(BlueprintContext context, VpcResource vpc, string key, IReadOnlyList<SubnetResource> subnets, Resource? route) =>
        context.Add(new RouteTableResource
        {
            Key = key,
            Name = context.Names.Shared(ResourceType.RouteTable, key),
            Tags = context.Definition.Tags,
            Vpc = vpc,
            Subnets = subnets,
            DefaultRoute = route,
        });

    /// <summary>"a" for the first zone, as in the zones' own names.</summary>
    private static string Letter(int zone) => ((char)('a' + zone)).ToString();
}
