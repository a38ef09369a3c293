using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Network ACLs: each VPC's default one, which lets everything through.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<NetworkAcl> NetworkAclListing = new(Kind.NetworkAcl, static acl => acl.NetworkAclId, new()
    {
        ["network-acl-id"] = static acl => [acl.NetworkAclId],
        ["vpc-id"] = static acl => [acl.VpcId],
        ["default"] = static acl => [Text(acl.IsDefault)],
        ["owner-id"] = static acl => [acl.OwnerId],
        ["association.association-id"] = static acl => acl.Associations.Select(association => association.NetworkAclAssociationId),
        ["association.network-acl-id"] = static acl => [acl.NetworkAclId],
        ["association.subnet-id"] = static acl => acl.Associations.Select(association => association.SubnetId),
    });

    private void HandleNetworkAcls() => On(EC2Model.DescribeNetworkAcls, DescribeNetworkAcls);

    private DescribeNetworkAclsResponse DescribeNetworkAcls(DescribeNetworkAclsRequest request)
    {
        var page = Describe(NetworkAclListing, State.NetworkAcls, request.NetworkAclIds, request.Filters, request.NextToken, request.MaxResults);
        foreach (var acl in page.Items)
        {
            acl.Tags = TagList(acl.NetworkAclId);
        }

        return new DescribeNetworkAclsResponse { NetworkAcls = [.. page.Items], NextToken = page.NextToken };
    }

    private void AddDefaultNetworkAcl(Vpc vpc)
    {
        var acl = new NetworkAcl
        {
            NetworkAclId = Ids.Ec2("acl"),
            VpcId = vpc.VpcId,
            OwnerId = Region.AccountId,
            IsDefault = true,
            Associations = [],
            Entries = [.. from egress in new[] { true, false } from number in new[] { 100, 32767 } select Entry(egress, number)],
        };
        State.NetworkAcls.Add(acl.NetworkAclId, acl);

        static NetworkAclEntry Entry(bool egress, int number) => new()
        {
            CidrBlock = "0.0.0.0/0",
            Egress = egress,
            Protocol = "-1",
            RuleAction = number == 100 ? RuleAction.Allow : RuleAction.Deny,
            RuleNumber = number,
        };
    }

    private void JoinDefaultNetworkAcl(Subnet subnet)
    {
        var acl = State.NetworkAcls.Values.First(acl => acl.VpcId == subnet.VpcId && acl.IsDefault == true);
        acl.Associations.Add(new()
        {
            NetworkAclAssociationId = Ids.Ec2("aclassoc"),
            NetworkAclId = acl.NetworkAclId,
            SubnetId = subnet.SubnetId,
        });
    }
}
