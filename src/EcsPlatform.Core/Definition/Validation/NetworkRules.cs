namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Blocks that EC2 takes, with room for every zone.</summary>
internal static class NetworkRules
{
    private const int ShortestPrefix = 16; // EC2 API, CreateVpc and CreateSubnet
    private const int LongestPrefix = 28;
    private const int LongestForLoadBalancer = 27; // ELB User Guide, "Subnets for your load balancer": /27 and 8 free addresses

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        var network = definition.Network;
        Zones(definition, problems);
        if (Block(network.Cidr, "network.cidr", problems) is { } vpc)
            Subnets(definition, vpc, problems);
        if (network.NatGateway == NatGatewayMode.None && !network.AllowWithoutNat && definition.Services.Count > 0)
            problems.Add("network.no-nat", "network.natGateway");
    }

    private static void Zones(PlatformDefinition definition, ProblemList problems)
    {
        var zones = definition.Network.Zones;
        if (definition.LoadBalancer is not null && zones.Count == 1)
            problems.Add("network.zones-balanced", "network.zones");
        if (zones.Names.Count > SubnetLayout.MostZones)
            problems.Add("network.zones-many", "network.zones", zones.Names.Count, SubnetLayout.MostZones);
        for (var index = 0; index < zones.Names.Count; index++)
        {
            var (name, path) = (zones.Names[index], Paths.At("network.zones", index));
            if (name.Length != definition.Region.Length + 1 || !name.StartsWith(definition.Region, StringComparison.Ordinal) || !char.IsAsciiLetterLower(name[^1]))
                problems.Add("network.zone", path, name, definition.Region);
            else if (zones.Names.Take(index).Contains(name))
                problems.Add("network.zone-twice", path, name);
        }
    }

    private static void Subnets(PlatformDefinition definition, Cidr vpc, ProblemList problems)
    {
        var network = definition.Network;
        var (publics, privates) = (network.PublicSubnets, network.PrivateSubnets);
        if ((publics.Count == 0 || privates.Count == 0) && vpc.PrefixLength > SubnetLayout.LongestPrefix)
        {
            problems.Add("network.cidr-small", "network.cidr", network.Cidr, SubnetLayout.LongestPrefix);
            return;
        }
        if (publics.Count == 0 && definition.LoadBalancer is not null && vpc.PrefixLength + 5 > LongestForLoadBalancer)
            problems.Add("network.cidr-small-balanced", "network.cidr", network.Cidr, LongestForLoadBalancer - 5);
        var zones = network.Zones.Count;
        var placed = new List<(Cidr Block, string Name)>();
        Given(publics, "network.publicSubnets", definition.LoadBalancer is null ? LongestPrefix : LongestForLoadBalancer);
        Given(privates, "network.privateSubnets", LongestPrefix);
        if (zones is < 1 or > SubnetLayout.MostZones || placed.Count == 0 || (publics.Count > 0 && privates.Count > 0))
            return;
        var tier = publics.Count == 0 ? SubnetTier.Public : SubnetTier.Private;
        var computed = Enumerable.Range(0, zones).Select(zone => SubnetLayout.Block(vpc, tier, zone)).ToList();
        foreach (var (given, path) in placed)
        {
            if (computed.Find(given.Overlaps) is { PrefixLength: > 0 } block)
                problems.Add("network.subnet-overlap-computed", path, given, block, tier.ToString().ToLowerInvariant());
        }

        void Given(IReadOnlyList<string> blocks, string path, int longest)
        {
            if (blocks.Count > 0 && blocks.Count != zones)
                problems.Add("network.subnet-count", path, blocks.Count, zones);
            for (var index = 0; index < blocks.Count; index++)
            {
                var at = Paths.At(path, index);
                if (Block(blocks[index], at, problems) is not { } block)
                    continue;
                if (!vpc.Contains(block))
                    problems.Add("network.subnet-outside", at, block, vpc);
                else if (block.PrefixLength > longest)
                    problems.Add("network.subnet-small", at, block, longest);
                else if (placed.FirstOrDefault(other => other.Block.Overlaps(block)) is { Name: not null } other)
                    problems.Add("network.subnet-overlap", at, block, other.Block, other.Name);
                placed.Add((block, at));
            }
        }
    }

    private static Cidr? Block(string text, string path, ProblemList problems)
    {
        if (!Cidr.TryParse(text, out var cidr))
            problems.Add("cidr.syntax", path, text);
        else if (!cidr.IsAligned)
            problems.Add("cidr.aligned", path, text, cidr.Aligned);
        else if (cidr.PrefixLength is < ShortestPrefix or > LongestPrefix)
            problems.Add("cidr.size", path, text, ShortestPrefix, LongestPrefix);
        else
            return cidr;
        return null;
    }
}
