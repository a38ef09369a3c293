using Amazon.EC2.Model;
using SecurityGroupRule = EcsPlatform.Core.Resources.Ec2.SecurityGroupRule;

namespace EcsPlatform.Core.Tests.Resources;

/// <summary>EC2 groups rules by port; each peer is compared by itself.</summary>
public sealed class SecurityGroupRuleTests
{
    [Fact]
    public void One_permission_with_many_peers_is_many_rules()
    {
        var rules = SecurityGroupRule.Split(
        [
            new IpPermission
            {
                IpProtocol = "tcp",
                FromPort = 443,
                ToPort = 443,
                Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/16", Description = "one" }, new IpRange { CidrIp = "10.1.0.0/16" }],
                Ipv6Ranges = [new Ipv6Range { CidrIpv6 = "::/0" }],
                UserIdGroupPairs = [new UserIdGroupPair { GroupId = "sg-1", UserId = "123456789012" }],
                PrefixListIds = [new PrefixListId { Id = "pl-1" }],
            },
        ]);

        rules.Keys.ShouldBe(["tcp 443-443 10.0.0.0/16", "tcp 443-443 10.1.0.0/16", "tcp 443-443 ::/0", "tcp 443-443 sg-1", "tcp 443-443 pl-1"], ignoreOrder: true);
    }

    [Fact]
    public void Each_can_be_taken_away_by_itself()
    {
        var rule = SecurityGroupRule.Split([new IpPermission { IpProtocol = "tcp", FromPort = 80, ToPort = 81, Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/16", Description = "why" }] }]).Values.ShouldHaveSingleItem();

        (rule.IpProtocol, rule.FromPort, rule.ToPort).ShouldBe(("tcp", 80, 81));
        rule.Ipv4Ranges.ShouldHaveSingleItem().CidrIp.ShouldBe("10.0.0.0/16");
        rule.UserIdGroupPairs.ShouldBeNull();
    }

    [Fact]
    public void The_rule_that_lets_everything_out_has_no_ports() =>
        SecurityGroupRule.Split([new IpPermission { IpProtocol = "-1", Ipv4Ranges = [new IpRange { CidrIp = "0.0.0.0/0" }] }]).Keys.ShouldBe(["all 0.0.0.0/0"]);

    [Fact]
    public void Nothing_is_no_rule() => SecurityGroupRule.Split(null).ShouldBeEmpty();
}
