using System.Globalization;
using Amazon.EC2.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>One thing that a security group lets through, over TCP.</summary>
/// <param name="Port">The port.</param>
/// <param name="Description">Why; shown on the rule.</param>
public sealed record SecurityGroupRule(int Port, string Description)
{
    /// <summary>The IPv4 block on the other side; null where it is a group.</summary>
    public string? Cidr { get; init; }

    /// <summary>The group on the other side; null where it is a block.</summary>
    public SecurityGroupResource? Group { get; init; }

    /// <summary>The same rule as EC2 takes it.</summary>
    internal IpPermission ToPermission(Resolution resolution) => new()
    {
        IpProtocol = "tcp",
        FromPort = Port,
        ToPort = Port,
        Ipv4Ranges = Cidr is null ? null : [new IpRange { CidrIp = Cidr, Description = Description }],
        UserIdGroupPairs = Group is null ? null : [new UserIdGroupPair { GroupId = resolution.Id(Group), Description = Description }],
    };

    /// <summary>The rule in the form in which it is compared.</summary>
    internal string Signature(Resolution resolution) => Sign("tcp", Port, Port, Cidr ?? resolution.Id(Group!));

    /// <summary>EC2's permissions, one per peer, by the form in which they are compared.</summary>
    internal static Dictionary<string, IpPermission> Split(IEnumerable<IpPermission>? permissions)
    {
        var rules = new Dictionary<string, IpPermission>(StringComparer.Ordinal);
        foreach (var permission in permissions ?? [])
        {
            foreach (var range in permission.Ipv4Ranges ?? [])
            {
                Add(permission, range.CidrIp, new IpPermission { Ipv4Ranges = [new IpRange { CidrIp = range.CidrIp }] });
            }

            foreach (var range in permission.Ipv6Ranges ?? [])
            {
                Add(permission, range.CidrIpv6, new IpPermission { Ipv6Ranges = [new Ipv6Range { CidrIpv6 = range.CidrIpv6 }] });
            }

            foreach (var list in permission.PrefixListIds ?? [])
            {
                Add(permission, list.Id, new IpPermission { PrefixListIds = [new PrefixListId { Id = list.Id }] });
            }

            foreach (var pair in permission.UserIdGroupPairs ?? [])
            {
                Add(permission, pair.GroupId, new IpPermission { UserIdGroupPairs = [new UserIdGroupPair { GroupId = pair.GroupId }] });
            }
        }

        return rules;

        void Add(IpPermission from, string peer, IpPermission rule)
        {
            rule.IpProtocol = from.IpProtocol;
            rule.FromPort = from.FromPort;
            rule.ToPort = from.ToPort;
            rules[Sign(from.IpProtocol, from.FromPort, from.ToPort, peer)] = rule;
        }
    }

    private static string Sign(string protocol, int? from, int? to, string peer) => protocol == "-1"
        ? $"all {peer}"
        : string.Create(CultureInfo.InvariantCulture, $"{protocol} {from}-{to} {peer}");
}
