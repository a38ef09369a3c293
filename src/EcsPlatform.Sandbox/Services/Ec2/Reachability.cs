using System.Net;
using Amazon.EC2.Model;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Whether security groups let a TCP connection through, as health checks would find out.</summary>
public sealed partial class Ec2Service
{
    /// <summary>Raised when security groups' rules were added or revoked.</summary>
    internal event Action? RulesChanged;

    /// <summary>Whether the VPC exists.</summary>
    internal bool HasVpc(string id) => State.Vpcs.ContainsKey(id);

    /// <summary>Whether the VPC has the address.</summary>
    internal bool IsInside(string vpcId, string ip) =>
        State.Vpcs.TryGetValue(vpcId, out var vpc) && Ipv4Block.TryParse(vpc.CidrBlock)!.Value.Contains(Ipv4Block.ToNumber(IPAddress.Parse(ip)));

    /// <summary>Whether an interface reaches an address of its VPC on a TCP port; addresses without an interface answer everybody.</summary>
    internal bool Reaches(string fromInterface, string vpcId, string ip, int port)
    {
        var target = State.NetworkInterfaces.Values.FirstOrDefault(network => network.VpcId == vpcId && network.PrivateIpAddress == ip);
        return target is null || !State.NetworkInterfaces.TryGetValue(fromInterface, out var source)
            || (Lets(source, isEgress: true, target, port) && Lets(target, isEgress: false, source, port));
    }

    // An interface without groups (a network load balancer's) filters nothing.
    private bool Lets(NetworkInterface own, bool isEgress, NetworkInterface peer, int port) =>
        own.Groups.Count == 0 || own.Groups.Exists(group => RulesOf(group.GroupId, isEgress).Any(rule => Covers(rule, peer, port)));

    private static bool Covers(SecurityGroupRule rule, NetworkInterface peer, int port) =>
        (rule.IpProtocol == "-1" || (rule.IpProtocol == "tcp" && port >= rule.FromPort && port <= rule.ToPort))
        && (rule.ReferencedGroupInfo is { } group
            ? peer.Groups.Exists(own => own.GroupId == group.GroupId)
            : Ipv4Block.TryParse(rule.CidrIpv4) is { } block && block.Contains(Ipv4Block.ToNumber(IPAddress.Parse(peer.PrivateIpAddress))));
}
