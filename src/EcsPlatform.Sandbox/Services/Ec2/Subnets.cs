using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Subnets: inside their VPC, beside each other.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<Subnet> SubnetListing = new(Kind.Subnet, static subnet => subnet.SubnetId, new()
    {
        ["subnet-id"] = static subnet => [subnet.SubnetId],
        ["vpc-id"] = static subnet => [subnet.VpcId],
        ["availability-zone"] = static subnet => [subnet.AvailabilityZone],
        ["availabilityZone"] = static subnet => [subnet.AvailabilityZone],
        ["availability-zone-id"] = static subnet => [subnet.AvailabilityZoneId],
        ["cidr-block"] = static subnet => [subnet.CidrBlock],
        ["cidr"] = static subnet => [subnet.CidrBlock],
        ["state"] = static subnet => [subnet.State.Value],
        ["default-for-az"] = static subnet => [Text(subnet.DefaultForAz)],
        ["map-public-ip-on-launch"] = static subnet => [Text(subnet.MapPublicIpOnLaunch)],
        ["owner-id"] = static subnet => [subnet.OwnerId],
        ["subnet-arn"] = static subnet => [subnet.SubnetArn],
    });

    /// <summary>The subnet with an identifier, or null.</summary>
    internal Subnet? FindSubnet(string id) => State.Subnets.TryGetValue(id, out var subnet) ? WithTags(subnet) : null;

    private void HandleSubnets()
    {
        On(EC2Model.CreateSubnet, CreateSubnet);
        On(EC2Model.DeleteSubnet, DeleteSubnet);
        On(EC2Model.DescribeSubnets, DescribeSubnets);
        On(EC2Model.ModifySubnetAttribute, ModifySubnetAttribute);
    }

    private CreateSubnetResponse CreateSubnet(CreateSubnetRequest request)
    {
        var vpc = Kind.Vpc.Find(State.Vpcs, request.VpcId);
        var tags = TagsAtCreation(request.TagSpecifications, Kind.Subnet);
        var zone = ZoneOf(request);
        var block = BlockInside(vpc, Value(request.CidrBlock, "cidrBlock"));
        if (State.Subnets.Values.Count(subnet => subnet.VpcId == vpc.VpcId) >= Quotas.SubnetsPerVpc)
        {
            throw new AwsError("SubnetLimitExceeded", "The maximum number of subnets has been reached.");
        }

        var id = Ids.Ec2("subnet");
        var subnet = new Subnet
        {
            SubnetId = id,
            SubnetArn = ArnOf(id),
            VpcId = vpc.VpcId,
            CidrBlock = block.ToString(),
            AvailabilityZone = zone,
            AvailabilityZoneId = ZoneId(zone),
            State = SubnetState.Available,
            OwnerId = Region.AccountId,
            DefaultForAz = false,
            MapPublicIpOnLaunch = false,
            AssignIpv6AddressOnCreation = false,
            EnableDns64 = false,
            Ipv6Native = false,
            PrivateDnsNameOptionsOnLaunch = new()
            {
                HostnameType = HostnameType.IpName,
                EnableResourceNameDnsARecord = false,
                EnableResourceNameDnsAAAARecord = false,
            },
        };
        State.Subnets.Add(id, subnet);
        Tag(id, tags);
        JoinDefaultNetworkAcl(subnet);
        return new CreateSubnetResponse { Subnet = WithTags(subnet) };
    }

    private DeleteSubnetResponse DeleteSubnet(DeleteSubnetRequest request)
    {
        var id = Kind.Subnet.Find(State.Subnets, request.SubnetId).SubnetId;
        if (State.NetworkInterfaces.Values.Any(network => network.SubnetId == id))
        {
            throw Kind.Subnet.HasDependencies(id);
        }

        // A subnet takes its associations with it.
        foreach (var table in State.RouteTables.Values)
        {
            table.Associations.RemoveAll(association => association.SubnetId == id);
        }

        foreach (var acl in State.NetworkAcls.Values)
        {
            acl.Associations.RemoveAll(association => association.SubnetId == id);
        }

        Remove(State.Subnets, [id]);
        return new DeleteSubnetResponse();
    }

    private DescribeSubnetsResponse DescribeSubnets(DescribeSubnetsRequest request)
    {
        var page = Describe(SubnetListing, State.Subnets, request.SubnetIds, request.Filters, request.NextToken, request.MaxResults);
        return new DescribeSubnetsResponse { Subnets = [.. page.Items.Select(WithTags)], NextToken = page.NextToken };
    }

    private ModifySubnetAttributeResponse ModifySubnetAttribute(ModifySubnetAttributeRequest request)
    {
        var subnet = Kind.Subnet.Find(State.Subnets, request.SubnetId);
        subnet.MapPublicIpOnLaunch = request.MapPublicIpOnLaunch ?? subnet.MapPublicIpOnLaunch;
        subnet.AssignIpv6AddressOnCreation = request.AssignIpv6AddressOnCreation ?? subnet.AssignIpv6AddressOnCreation;
        subnet.EnableDns64 = request.EnableDns64 ?? subnet.EnableDns64;
        var names = subnet.PrivateDnsNameOptionsOnLaunch;
        names.HostnameType = request.PrivateDnsHostnameTypeOnLaunch ?? names.HostnameType;
        names.EnableResourceNameDnsARecord = request.EnableResourceNameDnsARecordOnLaunch ?? names.EnableResourceNameDnsARecord;
        names.EnableResourceNameDnsAAAARecord = request.EnableResourceNameDnsAAAARecordOnLaunch ?? names.EnableResourceNameDnsAAAARecord;
        return new ModifySubnetAttributeResponse();
    }

    private Ipv4Block BlockInside(Vpc vpc, string cidr)
    {
        var block = Ipv4Block.TryParse(cidr) ?? throw new AwsError(
            "InvalidParameterValue", $"Value ({cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        if (block.Prefix is < 16 or > 28 || !Ipv4Block.TryParse(vpc.CidrBlock)!.Value.Contains(block))
        {
            throw new AwsError("InvalidSubnet.Range", $"The CIDR '{cidr}' is invalid.");
        }

        if (State.Subnets.Values.Any(other => other.VpcId == vpc.VpcId && Ipv4Block.TryParse(other.CidrBlock)!.Value.Overlaps(block)))
        {
            throw new AwsError("InvalidSubnet.Conflict", $"The CIDR '{cidr}' conflicts with another subnet");
        }

        return block;
    }

    private string ZoneOf(CreateSubnetRequest request)
    {
        var zones = Region.Zones;
        if (request.AvailabilityZoneId is { } id)
        {
            return zones.FirstOrDefault(zone => ZoneId(zone) == id) ?? throw new AwsError(
                "InvalidParameterValue", $"Value ({id}) for parameter availabilityZoneId is invalid.");
        }

        return request.AvailabilityZone is not { } name || zones.Contains(name) ? request.AvailabilityZone ?? zones[0] : throw new AwsError(
            "InvalidParameterValue",
            $"Value ({name}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: {string.Join(", ", zones)}.");
    }

    private Subnet WithTags(Subnet subnet)
    {
        subnet.Tags = TagList(subnet.SubnetId);
        subnet.AvailableIpAddressCount = FreeAddresses(subnet);
        return subnet;
    }
}
