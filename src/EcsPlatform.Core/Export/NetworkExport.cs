using Amazon.EC2.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Export;

/// <summary>The network, read back: blocks and zones as they are, NAT gateways by their number.</summary>
internal static class NetworkExport
{
    public static NetworkDefinition? Read(LivePlatform platform)
    {
        if (platform.All<VpcState>(VpcKind.Instance).FirstOrDefault() is not { } vpc)
        {
            return null;
        }

        var privateSubnets = Subnets(platform, "private-");
        var nats = platform.All<NatGateway>(NatGatewayKind.Instance).Count();
        return new NetworkDefinition
        {
            Cidr = vpc.State.Vpc.CidrBlock,
            Zones = new ZoneSelection { Number = Math.Max(1, privateSubnets.Count), Names = [.. privateSubnets.Select(subnet => subnet.State.AvailabilityZone)] },
            PublicSubnets = [.. Subnets(platform, "public-").Select(subnet => subnet.State.CidrBlock)],
            PrivateSubnets = [.. privateSubnets.Select(subnet => subnet.State.CidrBlock)],
            NatGateway = nats == 0 ? NatGatewayMode.None : nats == 1 && privateSubnets.Count > 1 ? NatGatewayMode.Single : NatGatewayMode.PerZone,
            AllowWithoutNat = nats == 0,
        };
    }

    /// <summary>A tier's subnets in the order of their zones: the keys end in the zones' letters.</summary>
    private static List<Live<Subnet>> Subnets(LivePlatform platform, string tier) =>
        [.. platform.All<Subnet>(SubnetKind.Instance).Where(subnet => LivePlatform.KeyOf(subnet).StartsWith(tier, StringComparison.Ordinal))];
}
