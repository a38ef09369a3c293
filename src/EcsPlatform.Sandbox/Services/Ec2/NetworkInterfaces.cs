using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>What another service asks for when it puts a network interface into a subnet.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="Groups">Identifiers of security groups of the same VPC; none for NAT gateways.</param>
/// <param name="Description">"ELB app/web/0123456789abcdef", "arn:aws:ecs:…:attachment/…".</param>
/// <param name="Requester">Who manages it: "amazon-elb".</param>
internal sealed record InterfaceOrder(string SubnetId, IReadOnlyList<string> Groups, string Description, string Requester)
{
    /// <summary>"interface" unless said otherwise.</summary>
    public NetworkInterfaceType Type { get; init; } = NetworkInterfaceType.Interface;

    /// <summary>Who owns what it is attached to, if not the requester.</summary>
    public string? AttachedTo { get; init; }

    /// <summary>An elastic IP address to associate.</summary>
    public string? AllocationId { get; init; }

    /// <summary>A public address of AWS's own pool (assignPublicIp, internet-facing load balancers).</summary>
    public bool PublicIp { get; init; }
}

/// <summary>Network interfaces, which other services put into subnets and take away again.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<NetworkInterface> NetworkInterfaceListing = new(Kind.NetworkInterface, static network => network.NetworkInterfaceId, new()
    {
        ["network-interface-id"] = static network => [network.NetworkInterfaceId],
        ["subnet-id"] = static network => [network.SubnetId],
        ["vpc-id"] = static network => [network.VpcId],
        ["availability-zone"] = static network => [network.AvailabilityZone],
        ["description"] = static network => [network.Description],
        ["group-id"] = static network => network.Groups.Select(group => group.GroupId),
        ["group-name"] = static network => network.Groups.Select(group => group.GroupName),
        ["interface-type"] = static network => [network.InterfaceType.Value],
        ["mac-address"] = static network => [network.MacAddress],
        ["owner-id"] = static network => [network.OwnerId],
        ["private-ip-address"] = static network => [network.PrivateIpAddress],
        ["addresses.private-ip-address"] = static network => [network.PrivateIpAddress],
        ["private-dns-name"] = static network => [network.PrivateDnsName],
        ["requester-id"] = static network => [network.RequesterId],
        ["requester-managed"] = static network => [Text(network.RequesterManaged)],
        ["source-dest-check"] = static network => [Text(network.SourceDestCheck)],
        ["status"] = static network => [network.Status.Value],
        ["association.public-ip"] = static network => [network.Association?.PublicIp],
        ["association.allocation-id"] = static network => [network.Association?.AllocationId],
        ["association.association-id"] = static network => [network.Association?.AssociationId],
        ["association.ip-owner-id"] = static network => [network.Association?.IpOwnerId],
        ["attachment.attachment-id"] = static network => [network.Attachment?.AttachmentId],
        ["attachment.instance-owner-id"] = static network => [network.Attachment?.InstanceOwnerId],
        ["attachment.status"] = static network => [network.Attachment?.Status.Value],
    });

    // EC2 writes "nat_gateway", where the model's enum says "natGateway".
    private static readonly NetworkInterfaceType NatGatewayInterface = "nat_gateway";

    private Step _interfaceGone = null!;

    /// <summary>Puts an interface into a subnet, with the lowest free address.</summary>
    /// <exception cref="AwsError">The subnet or a group does not exist, they belong to different VPCs, or the subnet is full.</exception>
    internal NetworkInterface CreateInterface(InterfaceOrder order)
    {
        var subnet = Kind.Subnet.Find(State.Subnets, order.SubnetId);
        var ip = FreeAddress(subnet);
        var id = Ids.Ec2("eni");
        var network = new NetworkInterface
        {
            NetworkInterfaceId = id,
            SubnetId = subnet.SubnetId,
            VpcId = subnet.VpcId,
            AvailabilityZone = subnet.AvailabilityZone,
            AvailabilityZoneId = subnet.AvailabilityZoneId,
            Description = order.Description,
            Groups = GroupsOf(subnet.VpcId, order.Groups),
            InterfaceType = order.Type,
            OwnerId = Region.AccountId,
            RequesterId = order.Requester,
            RequesterManaged = true,
            SourceDestCheck = order.Type != NatGatewayInterface,
            Status = NetworkInterfaceStatus.InUse,
            MacAddress = string.Join(':', Enumerable.Range(0, 5).Select(_ => Ids.Hex(2)).Prepend("0a")),
            PrivateIpAddress = ip,
            PrivateDnsName = $"ip-{ip.Replace('.', '-')}.ec2.internal",
            PrivateIpAddresses = [new() { Primary = true, PrivateIpAddress = ip }],
            Ipv6Addresses = [],
            Attachment = new()
            {
                AttachmentId = Ids.Ec2("ela-attach"),
                DeleteOnTermination = false,
                DeviceIndex = 1,
                InstanceOwnerId = order.AttachedTo ?? order.Requester,
                Status = AttachmentStatus.Attached,
                AttachTime = Now.UtcDateTime,
            },
        };
        State.NetworkInterfaces.Add(id, network);
        Associate(network, order);
        return network;
    }

    /// <summary>Takes an interface away, some time from now; until then it holds its subnet, its groups and its public address.</summary>
    internal void ReleaseInterface(string id, TimeSpan linger)
    {
        if (State.NetworkInterfaces.ContainsKey(id))
        {
            _interfaceGone.After(linger, id);
        }
    }

    /// <summary>Gives an interface other security groups.</summary>
    internal void SetInterfaceGroups(string id, IReadOnlyList<string> groups)
    {
        var network = State.NetworkInterfaces[id];
        network.Groups = GroupsOf(network.VpcId, groups);
    }

    /// <summary>The interface with an identifier, or null.</summary>
    internal NetworkInterface? FindInterface(string id) => State.NetworkInterfaces.GetValueOrDefault(id);

    /// <summary>Addresses of a subnet that are neither AWS's five nor an interface's.</summary>
    private int FreeAddresses(Subnet subnet) =>
        (int)Ipv4Block.TryParse(subnet.CidrBlock)!.Value.Size - 5 - State.NetworkInterfaces.Values.Count(network => network.SubnetId == subnet.SubnetId);

    private void HandleNetworkInterfaces()
    {
        _interfaceGone = Step("network-interface-gone", RemoveInterface);
        On(EC2Model.DescribeNetworkInterfaces, DescribeNetworkInterfaces);
        On(EC2Model.DeleteNetworkInterface, DeleteNetworkInterface);
    }

    private DescribeNetworkInterfacesResponse DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request)
    {
        var page = Describe(
            NetworkInterfaceListing, State.NetworkInterfaces, request.NetworkInterfaceIds, request.Filters, request.NextToken, request.MaxResults);
        foreach (var network in page.Items)
        {
            network.TagSet = TagList(network.NetworkInterfaceId);
        }

        return new DescribeNetworkInterfacesResponse { NetworkInterfaces = [.. page.Items], NextToken = page.NextToken };
    }

    private DeleteNetworkInterfaceResponse DeleteNetworkInterface(DeleteNetworkInterfaceRequest request)
    {
        var network = Kind.NetworkInterface.Find(State.NetworkInterfaces, request.NetworkInterfaceId);
        throw new AwsError("InvalidParameterValue", $"Network interface '{network.NetworkInterfaceId}' is currently in use.");
    }

    private void RemoveInterface(string id)
    {
        _interfaceGone.Cancel(id);
        foreach (var address in State.Addresses.Values.Where(address => address.NetworkInterfaceId == id))
        {
            (address.AssociationId, address.NetworkInterfaceId, address.NetworkInterfaceOwnerId, address.PrivateIpAddress) = (null, null, null, null);
        }

        Remove(State.NetworkInterfaces, [id]);
    }

    private void Associate(NetworkInterface network, InterfaceOrder order)
    {
        if (order.AllocationId is { } allocation)
        {
            var address = Kind.Address.Find(State.Addresses, allocation);
            address.AssociationId = Ids.Ec2("eipassoc");
            address.NetworkInterfaceId = network.NetworkInterfaceId;
            address.NetworkInterfaceOwnerId = Region.AccountId;
            address.PrivateIpAddress = network.PrivateIpAddress;
            network.Association = new()
            {
                AllocationId = allocation,
                AssociationId = address.AssociationId,
                IpOwnerId = Region.AccountId,
                PublicIp = address.PublicIp,
                PublicDnsName = "",
            };
        }
        else if (order.PublicIp)
        {
            network.Association = new()
            {
                IpOwnerId = order.Requester.StartsWith("amazon-", StringComparison.Ordinal) ? order.Requester : "amazon",
                PublicIp = NewPublicIp(),
                PublicDnsName = "",
            };
        }

        network.PrivateIpAddresses[0].Association = network.Association;
    }

    private string FreeAddress(Subnet subnet)
    {
        var block = Ipv4Block.TryParse(subnet.CidrBlock)!.Value;
        var taken = State.NetworkInterfaces.Values
            .Where(network => network.SubnetId == subnet.SubnetId)
            .Select(network => Ipv4Block.ToNumber(IPAddress.Parse(network.PrivateIpAddress)))
            .ToHashSet();

        // AWS keeps the first four addresses and the last one.
        for (var number = block.Network + 4; number < block.Network + block.Size - 1; number++)
        {
            if (!taken.Contains(number))
            {
                return Ipv4Block.ToAddress(number);
            }
        }

        throw new AwsError("InsufficientFreeAddressesInSubnet",
            $"The specified subnet does not have enough free addresses to satisfy the request. ({subnet.SubnetId})");
    }

    private List<GroupIdentifier> GroupsOf(string vpcId, IReadOnlyList<string> ids)
    {
        if (ids.Count > Quotas.SecurityGroupsPerInterface)
        {
            throw new AwsError("SecurityGroupsPerInterfaceLimitExceeded",
                "The maximum number of security groups per interface has been reached.");
        }

        return
        [
            .. ids.Select(id =>
            {
                var group = Kind.SecurityGroup.Find(State.SecurityGroups, id);
                return group.VpcId == vpcId
                    ? new GroupIdentifier { GroupId = id, GroupName = group.GroupName }
                    : throw new AwsError("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
            }),
        ];
    }
}
