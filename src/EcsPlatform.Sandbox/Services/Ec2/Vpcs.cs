using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>VPCs; each comes with a main route table, a default security group and a default network ACL.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<Vpc> VpcListing = new(Kind.Vpc, static vpc => vpc.VpcId, new()
    {
        ["vpc-id"] = static vpc => [vpc.VpcId],
        ["cidr"] = static vpc => [vpc.CidrBlock],
        ["cidr-block-association.cidr-block"] = static vpc => [vpc.CidrBlock],
        ["state"] = static vpc => [vpc.State.Value],
        ["is-default"] = static vpc => [Text(vpc.IsDefault)],
        ["isDefault"] = static vpc => [Text(vpc.IsDefault)],
        ["owner-id"] = static vpc => [vpc.OwnerId],
        ["dhcp-options-id"] = static vpc => [vpc.DhcpOptionsId],
    });

    private void HandleVpcs()
    {
        On(EC2Model.CreateVpc, CreateVpc);
        On(EC2Model.DeleteVpc, DeleteVpc);
        On(EC2Model.DescribeVpcs, DescribeVpcs);
        On(EC2Model.ModifyVpcAttribute, ModifyVpcAttribute);
        On(EC2Model.DescribeVpcAttribute, DescribeVpcAttribute);
    }

    private CreateVpcResponse CreateVpc(CreateVpcRequest request)
    {
        var cidr = Value(request.CidrBlock, "cidrBlock");
        var tags = TagsAtCreation(request.TagSpecifications, Kind.Vpc);
        var block = Ipv4Block.TryParse(cidr) ?? throw new AwsError(
            "InvalidParameterValue", $"Value ({cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        if (block.Prefix is < 16 or > 28)
        {
            throw new AwsError("InvalidVpc.Range", $"The CIDR '{cidr}' is invalid.");
        }

        if (State.Vpcs.Count >= Quotas.Vpcs)
        {
            throw new AwsError("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
        }

        var vpc = new Vpc
        {
            VpcId = Ids.Ec2("vpc"),
            CidrBlock = block.ToString(),
            OwnerId = Region.AccountId,
            State = VpcState.Available,
            InstanceTenancy = request.InstanceTenancy ?? Tenancy.Default,
            IsDefault = false,
            DhcpOptionsId = "dopt-" + Hash.Of(Region.Name).ToString("x16", null)[..8],
            CidrBlockAssociationSet =
            [
                new()
                {
                    AssociationId = Ids.Ec2("vpc-cidr-assoc"),
                    CidrBlock = block.ToString(),
                    CidrBlockState = new() { State = VpcCidrBlockStateCode.Associated },
                },
            ],
        };
        State.Vpcs.Add(vpc.VpcId, vpc);
        State.VpcDns.Add(vpc.VpcId, new VpcDns());
        Tag(vpc.VpcId, tags);
        AddMainRouteTable(vpc);
        AddDefaultNetworkAcl(vpc);
        AddSecurityGroup(vpc.VpcId, "default", "default VPC security group", isDefault: true);
        return new CreateVpcResponse { Vpc = WithTags(vpc) };
    }

    private DeleteVpcResponse DeleteVpc(DeleteVpcRequest request)
    {
        var id = Kind.Vpc.Find(State.Vpcs, request.VpcId).VpcId;
        if (State.Subnets.Values.Any(subnet => subnet.VpcId == id)
            || State.InternetGateways.Values.Any(gateway => AttachedVpc(gateway) == id)
            || State.NetworkInterfaces.Values.Any(network => network.VpcId == id)
            || State.SecurityGroups.Values.Any(group => group.VpcId == id && group.GroupName != "default")
            || State.RouteTables.Values.Any(table => table.VpcId == id && !IsMain(table)))
        {
            throw Kind.Vpc.HasDependencies(id);
        }

        foreach (var group in State.SecurityGroups.Values.Where(group => group.VpcId == id).ToArray())
        {
            RemoveSecurityGroup(group.GroupId);
        }

        Remove(State.RouteTables, [.. State.RouteTables.Values.Where(table => table.VpcId == id).Select(table => table.RouteTableId)]);
        Remove(State.NetworkAcls, [.. State.NetworkAcls.Values.Where(acl => acl.VpcId == id).Select(acl => acl.NetworkAclId)]);
        Remove(State.Vpcs, [id]);
        State.VpcDns.Remove(id);
        return new DeleteVpcResponse();
    }

    private DescribeVpcsResponse DescribeVpcs(DescribeVpcsRequest request)
    {
        var page = Describe(VpcListing, State.Vpcs, request.VpcIds, request.Filters, request.NextToken, request.MaxResults);
        return new DescribeVpcsResponse { Vpcs = [.. page.Items.Select(WithTags)], NextToken = page.NextToken };
    }

    private ModifyVpcAttributeResponse ModifyVpcAttribute(ModifyVpcAttributeRequest request)
    {
        var dns = State.VpcDns[Kind.Vpc.Find(State.Vpcs, request.VpcId).VpcId];
        bool?[] given = [request.EnableDnsSupport, request.EnableDnsHostnames, request.EnableNetworkAddressUsageMetrics];
        if (given.Count(value => value is not null) != 1)
        {
            throw new AwsError("InvalidParameterCombination", "Exactly one attribute must be specified in a request.");
        }

        if (request.EnableDnsHostnames == true && !dns.Support)
        {
            throw new AwsError("InvalidParameterCombination", "DNS hostnames can be enabled only where DNS support is enabled.");
        }

        dns.Support = request.EnableDnsSupport ?? dns.Support;
        dns.Hostnames = request.EnableDnsHostnames ?? dns.Hostnames;
        dns.UsageMetrics = request.EnableNetworkAddressUsageMetrics ?? dns.UsageMetrics;
        return new ModifyVpcAttributeResponse();
    }

    private DescribeVpcAttributeResponse DescribeVpcAttribute(DescribeVpcAttributeRequest request)
    {
        var id = Kind.Vpc.Find(State.Vpcs, request.VpcId).VpcId;
        var dns = State.VpcDns[id];
        return new DescribeVpcAttributeResponse
        {
            VpcId = id,
            EnableDnsSupport = request.Attribute == VpcAttributeName.EnableDnsSupport ? dns.Support : null,
            EnableDnsHostnames = request.Attribute == VpcAttributeName.EnableDnsHostnames ? dns.Hostnames : null,
            EnableNetworkAddressUsageMetrics = request.Attribute == VpcAttributeName.EnableNetworkAddressUsageMetrics ? dns.UsageMetrics : null,
        };
    }

    private Vpc WithTags(Vpc vpc)
    {
        vpc.Tags = TagList(vpc.VpcId);
        return vpc;
    }

    private void Remove<T>(Dictionary<string, T> resources, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            resources.Remove(id);
            State.Tags.Remove(id);
        }
    }
}
