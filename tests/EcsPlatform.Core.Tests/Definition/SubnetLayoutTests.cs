using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class SubnetLayoutTests
{
    private static readonly NetworkDefinition Network = new();

    [Fact]
    public void The_default_network_is_cut_as_documented()
    {
        SubnetLayout.Blocks(Network, SubnetTier.Private).Select(block => block.ToString()).ShouldBe(["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]);
        SubnetLayout.Blocks(Network, SubnetTier.Public).Select(block => block.ToString()).ShouldBe(["10.0.128.0/21", "10.0.136.0/21", "10.0.144.0/21"]);
        SubnetLayout.Blocks(Network, SubnetTier.Isolated).Select(block => block.ToString()).ShouldBe(["10.0.192.0/21", "10.0.200.0/21", "10.0.208.0/21"]);
    }

    [Theory]
    [InlineData("10.0.0.0/16")]
    [InlineData("172.16.32.0/20")]
    [InlineData("192.168.254.0/23")]
    public void Blocks_lie_in_the_vpc_share_no_address_and_are_no_smaller_than_ec2_takes(string vpc)
    {
        var network = Network with { Cidr = vpc, Zones = 6 };
        var blocks = Enum.GetValues<SubnetTier>().SelectMany(tier => SubnetLayout.Blocks(network, tier)).ToList();

        blocks.Count.ShouldBe(18);
        blocks.ShouldAllBe(block => Cidr.Parse(vpc).Contains(block) && block.IsAligned && block.PrefixLength <= 28);
        blocks.ShouldAllBe(block => blocks.Count(other => other.Overlaps(block)) == 1);
    }

    [Fact]
    public void A_zone_more_moves_no_subnet()
    {
        foreach (var tier in Enum.GetValues<SubnetTier>())
        {
            for (var zones = 1; zones < 6; zones++)
                SubnetLayout.Blocks(Network with { Zones = zones + 1 }, tier).Take(zones).ShouldBe(SubnetLayout.Blocks(Network with { Zones = zones }, tier));
        }
    }

    [Fact]
    public void Blocks_that_are_given_are_taken() =>
        SubnetLayout.Blocks(Network with { PublicSubnets = ["10.0.9.0/24"] }, SubnetTier.Public).ShouldBe([Cidr.Parse("10.0.9.0/24")]);

    [Theory]
    [InlineData("10.0.0.0/16", true)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("255.255.255.255/32", true)]
    [InlineData("10.0.0.0", false)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("10.0.0.256/16", false)]
    [InlineData("010.0.0.0/16", false)]
    [InlineData("10.0.0.0/+8", false)]
    [InlineData(" 10.0.0.0/8", false)]
    [InlineData("::/0", false)]
    public void A_block_is_four_numbers_and_a_prefix(string text, bool valid)
    {
        Cidr.TryParse(text, out var cidr).ShouldBe(valid);
        if (valid)
            cidr.ToString().ShouldBe(text);
    }
}
