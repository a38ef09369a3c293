namespace EcsPlatform.Core.Definition;

/// <summary>What a subnet is for.</summary>
public enum SubnetTier
{
    /// <summary>Load balancers and NAT gateways; a route to the internet gateway.</summary>
    Public,

    /// <summary>Tasks; out by NAT gateway only.</summary>
    Private,

    /// <summary>Databases; no way out.</summary>
    Isolated,
}

/// <summary>Cuts the VPC into subnets: a zone's blocks depend on its place only, so zones can be added without moving a subnet.</summary>
/// <remarks>
/// The first half is eight private blocks, the third quarter eight public ones, the last quarter eight isolated ones:
/// of 10.0.0.0/16 private 10.0.0.0/20, 10.0.16.0/20 …; public 10.0.128.0/21 …; isolated 10.0.192.0/21 ….
/// </remarks>
public static class SubnetLayout
{
    /// <summary>Most zones that a platform spans (us-east-1 has six, more than any other region).</summary>
    public const int MostZones = 6;

    /// <summary>The longest prefix of a VPC that can be cut: its smallest subnets are then /28, EC2's smallest.</summary>
    public const int LongestPrefix = 23;

    /// <summary>The blocks of a tier, one per zone in order: those given, or else computed.</summary>
    public static IReadOnlyList<Cidr> Blocks(NetworkDefinition network, SubnetTier tier)
    {
        ArgumentNullException.ThrowIfNull(network);
        var given = tier switch
        {
            SubnetTier.Public => network.PublicSubnets,
            SubnetTier.Private => network.PrivateSubnets,
            _ => [],
        };
        return given.Count > 0
            ? [.. given.Select(Cidr.Parse)]
            : [.. Enumerable.Range(0, network.Zones.Count).Select(zone => Block(Cidr.Parse(network.Cidr), tier, zone))];
    }

    /// <summary>The computed block of a tier in the zone at a place, 0 to 7.</summary>
    public static Cidr Block(Cidr vpc, SubnetTier tier, int zone)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vpc.PrefixLength, LongestPrefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zone, 7);
        return tier switch
        {
            SubnetTier.Private => vpc.Part(vpc.PrefixLength + 4, zone),
            SubnetTier.Public => vpc.Part(vpc.PrefixLength + 5, 16 + zone),
            _ => vpc.Part(vpc.PrefixLength + 5, 24 + zone),
        };
    }
}
