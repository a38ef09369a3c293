using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.EC2.Model;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>The two faces of security group rules: permissions (a port range with many peers) and rules (one peer each).</summary>
internal static class Permissions
{
    /// <summary>A permission's rules, without identifiers; protocols and CIDR blocks in EC2's own spelling.</summary>
    /// <exception cref="AwsError">A protocol, port or CIDR block is wrong, or no peer is given.</exception>
    public static IEnumerable<SecurityGroupRule> ToRules(IpPermission permission)
    {
        var protocol = Protocol(permission.IpProtocol);
        var (from, to) = Ports(protocol, permission.FromPort, permission.ToPort);
        List<SecurityGroupRule> rules =
        [
            .. (permission.Ipv4Ranges ?? []).Select(range => new SecurityGroupRule { CidrIpv4 = Ipv4(range.CidrIp), Description = range.Description }),
            .. (permission.Ipv6Ranges ?? []).Select(range => new SecurityGroupRule { CidrIpv6 = Ipv6(range.CidrIpv6), Description = range.Description }),
            .. (permission.PrefixListIds ?? []).Select(list => new SecurityGroupRule { PrefixListId = list.Id, Description = list.Description }),
            .. (permission.UserIdGroupPairs ?? []).Select(pair => new SecurityGroupRule
            {
                ReferencedGroupInfo = new() { GroupId = pair.GroupId, UserId = pair.UserId },
                Description = pair.Description,
            }),
        ];
        if (rules.Count == 0)
        {
            throw new AwsError("MissingParameter", "Missing source specification: include source security group or CIDR information");
        }

        foreach (var rule in rules)
        {
            (rule.IpProtocol, rule.FromPort, rule.ToPort) = (protocol, from, to);
        }

        return rules;
    }

    /// <summary>Rules as permissions: those with the same protocol and ports together.</summary>
    public static List<IpPermission> Of(IEnumerable<SecurityGroupRule> rules) =>
    [
        .. rules.GroupBy(rule => (rule.IpProtocol, rule.FromPort, rule.ToPort)).Select(group => new IpPermission
        {
            IpProtocol = group.Key.IpProtocol,
            FromPort = group.Key.IpProtocol == "-1" ? null : group.Key.FromPort,
            ToPort = group.Key.IpProtocol == "-1" ? null : group.Key.ToPort,
            Ipv4Ranges = [.. group.Where(rule => rule.CidrIpv4 is not null).Select(rule => new IpRange { CidrIp = rule.CidrIpv4, Description = rule.Description })],
            Ipv6Ranges = [.. group.Where(rule => rule.CidrIpv6 is not null).Select(rule => new Ipv6Range { CidrIpv6 = rule.CidrIpv6, Description = rule.Description })],
            PrefixListIds = [.. group.Where(rule => rule.PrefixListId is not null).Select(rule => new PrefixListId { Id = rule.PrefixListId, Description = rule.Description })],
            UserIdGroupPairs = [.. group.Where(rule => rule.ReferencedGroupInfo is not null).Select(rule => new UserIdGroupPair
            {
                GroupId = rule.ReferencedGroupInfo.GroupId,
                UserId = rule.ReferencedGroupInfo.UserId,
                Description = rule.Description,
            })],
        }),
    ];

    /// <summary>A wanted rule as a permission.</summary>
    public static IpPermission Of(SecurityGroupRuleRequest? rule) => new()
    {
        IpProtocol = rule?.IpProtocol,
        FromPort = rule?.FromPort,
        ToPort = rule?.ToPort,
        Ipv4Ranges = rule?.CidrIpv4 is { } ipv4 ? [new() { CidrIp = ipv4, Description = rule.Description }] : null,
        Ipv6Ranges = rule?.CidrIpv6 is { } ipv6 ? [new() { CidrIpv6 = ipv6, Description = rule.Description }] : null,
        PrefixListIds = rule?.PrefixListId is { } list ? [new() { Id = list, Description = rule.Description }] : null,
        UserIdGroupPairs = rule?.ReferencedGroupId is { } group ? [new() { GroupId = group, Description = rule.Description }] : null,
    };

    /// <summary>What kind of peer a rule names; a rule never changes it.</summary>
    public static string Source(SecurityGroupRule rule) => rule switch
    {
        { CidrIpv4: not null } => nameof(rule.CidrIpv4),
        { CidrIpv6: not null } => nameof(rule.CidrIpv6),
        { PrefixListId: not null } => nameof(rule.PrefixListId),
        _ => nameof(rule.ReferencedGroupInfo),
    };

    /// <summary>What makes two rules the same: everything but the description.</summary>
    public static (string Protocol, int? From, int? To, string Peer) Identity(SecurityGroupRule rule) =>
        (rule.IpProtocol, rule.FromPort, rule.ToPort, Peer(rule));

    /// <summary>A rule as EC2's messages show it.</summary>
    public static string Describe(SecurityGroupRule rule) => rule.IpProtocol == "-1"
        ? $"peer: {Peer(rule)}, ALL, ALLOW"
        : string.Create(CultureInfo.InvariantCulture,
            $"peer: {Peer(rule)}, {rule.IpProtocol.ToUpperInvariant()}, from port: {rule.FromPort}, to port: {rule.ToPort}, ALLOW");

    public static RevokedSecurityGroupRule Revoked(SecurityGroupRule rule) => new()
    {
        SecurityGroupRuleId = rule.SecurityGroupRuleId,
        GroupId = rule.GroupId,
        IsEgress = rule.IsEgress,
        IpProtocol = rule.IpProtocol,
        FromPort = rule.FromPort,
        ToPort = rule.ToPort,
        CidrIpv4 = rule.CidrIpv4,
        CidrIpv6 = rule.CidrIpv6,
        PrefixListId = rule.PrefixListId,
        ReferencedGroupId = rule.ReferencedGroupInfo?.GroupId,
        Description = rule.Description,
    };

    private static string Peer(SecurityGroupRule rule) =>
        rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? "";

    private static string Protocol(string? name) => name?.ToLowerInvariant() switch
    {
        "tcp" or "6" => "tcp",
        "udp" or "17" => "udp",
        "icmp" or "1" => "icmp",
        "icmpv6" or "58" => "icmpv6",
        "-1" => "-1",
        null or "" => throw new AwsError("MissingParameter", "The request must contain the parameter ipProtocol"),
        var other when int.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 256 => other,
        var other => throw new AwsError("InvalidParameterValue", $"Invalid value '{other}' for IP protocol. Unknown protocol."),
    };

    private static (int? From, int? To) Ports(string protocol, int? from, int? to)
    {
        if (protocol is "icmp" or "icmpv6")
        {
            return (from ?? -1, to ?? -1);
        }

        if (protocol is not ("tcp" or "udp"))
        {
            return (-1, -1);
        }

        if (from is null || to is null)
        {
            throw new AwsError("InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }

        return from is < 0 or > 65535 || to is < 0 or > 65535 || from > to
            ? throw new AwsError("InvalidParameterValue",
                string.Create(CultureInfo.InvariantCulture, $"Invalid {protocol.ToUpperInvariant()} port range: {from} to {to}."))
            : (from, to);
    }

    private static string Ipv4(string? cidr) => Ipv4Block.TryParse(cidr)?.ToString() ?? throw Malformed(cidr);

    private static string Ipv6(string? cidr) =>
        cidr?.Split('/') is [var address, var length]
        && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= 128
            ? $"{parsed}/{prefix}"
            : throw Malformed(cidr);

    private static AwsError Malformed(string? cidr) => new("InvalidParameterValue", $"CIDR block {cidr} is malformed");
}
