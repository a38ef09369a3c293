using System.Text.RegularExpressions;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Security groups: unique names per VPC; deleted only when no interface uses them and no other group's rule names them.</summary>
public sealed partial class Ec2Service
{
    // What EC2 accepts in names, descriptions and descriptions of rules.
    private const string GroupCharacters = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

    private Listing<SecurityGroup> SecurityGroupListing => new(Kind.SecurityGroup, static group => group.GroupId, new()
    {
        ["group-id"] = static group => [group.GroupId],
        ["group-name"] = static group => [group.GroupName],
        ["description"] = static group => [group.Description],
        ["vpc-id"] = static group => [group.VpcId],
        ["owner-id"] = static group => [group.OwnerId],
        ["ip-permission.cidr"] = group => RulesOf(group.GroupId, false).Select(rule => rule.CidrIpv4),
        ["ip-permission.ipv6-cidr"] = group => RulesOf(group.GroupId, false).Select(rule => rule.CidrIpv6),
        ["ip-permission.group-id"] = group => RulesOf(group.GroupId, false).Select(rule => rule.ReferencedGroupInfo?.GroupId),
        ["ip-permission.protocol"] = group => RulesOf(group.GroupId, false).Select(rule => rule.IpProtocol),
        ["ip-permission.from-port"] = group => RulesOf(group.GroupId, false).Select(rule => $"{rule.FromPort}"),
        ["ip-permission.to-port"] = group => RulesOf(group.GroupId, false).Select(rule => $"{rule.ToPort}"),
        ["egress.ip-permission.cidr"] = group => RulesOf(group.GroupId, true).Select(rule => rule.CidrIpv4),
        ["egress.ip-permission.ipv6-cidr"] = group => RulesOf(group.GroupId, true).Select(rule => rule.CidrIpv6),
        ["egress.ip-permission.group-id"] = group => RulesOf(group.GroupId, true).Select(rule => rule.ReferencedGroupInfo?.GroupId),
        ["egress.ip-permission.protocol"] = group => RulesOf(group.GroupId, true).Select(rule => rule.IpProtocol),
        ["egress.ip-permission.from-port"] = group => RulesOf(group.GroupId, true).Select(rule => $"{rule.FromPort}"),
        ["egress.ip-permission.to-port"] = group => RulesOf(group.GroupId, true).Select(rule => $"{rule.ToPort}"),
    });

    /// <summary>The security group with an identifier, or null.</summary>
    internal SecurityGroup? FindSecurityGroup(string id) => State.SecurityGroups.GetValueOrDefault(id);

    /// <summary>The VPC's own group, which interfaces get where none is asked for.</summary>
    internal string DefaultSecurityGroup(string vpcId) =>
        State.SecurityGroups.Values.First(group => group.VpcId == vpcId && group.GroupName == "default").GroupId;

    private void HandleSecurityGroups()
    {
        On(EC2Model.CreateSecurityGroup, CreateSecurityGroup);
        On(EC2Model.DeleteSecurityGroup, DeleteSecurityGroup);
        On(EC2Model.DescribeSecurityGroups, DescribeSecurityGroups);
    }

    private CreateSecurityGroupResponse CreateSecurityGroup(CreateSecurityGroupRequest request)
    {
        CheckGroupText(request.GroupName, "GroupName");
        CheckGroupText(request.Description, "GroupDescription");
        if (request.GroupName.StartsWith("sg-", StringComparison.Ordinal))
        {
            throw new AwsError("InvalidParameterValue",
                $"Value ({request.GroupName}) for parameter GroupName is invalid. Group names may not be in the format sg-*.");
        }

        if (request.GroupName.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsError("InvalidParameterValue", "Cannot use reserved security group name: default");
        }

        var vpc = Kind.Vpc.Find(State.Vpcs, request.VpcId ?? throw new AwsError("VPCIdNotSpecified", "No default VPC for this user"));
        var tags = TagsAtCreation(request.TagSpecifications, Kind.SecurityGroup);
        if (State.SecurityGroups.Values.Any(group => group.VpcId == vpc.VpcId && group.GroupName == request.GroupName))
        {
            throw new AwsError("InvalidGroup.Duplicate", $"The security group '{request.GroupName}' already exists for VPC '{vpc.VpcId}'");
        }

        if (State.SecurityGroups.Count >= Quotas.SecurityGroups)
        {
            throw new AwsError("SecurityGroupLimitExceeded", "The maximum number of security groups has been reached.");
        }

        var made = AddSecurityGroup(vpc.VpcId, request.GroupName, request.Description, isDefault: false);
        Tag(made.GroupId, tags);
        return new CreateSecurityGroupResponse { GroupId = made.GroupId, SecurityGroupArn = made.SecurityGroupArn, Tags = TagList(made.GroupId) };
    }

    private SecurityGroup AddSecurityGroup(string vpcId, string name, string description, bool isDefault)
    {
        var id = Ids.Ec2("sg");
        var group = new SecurityGroup
        {
            GroupId = id,
            GroupName = name,
            Description = description,
            VpcId = vpcId,
            OwnerId = Region.AccountId,
            SecurityGroupArn = ArnOf(id),
        };
        State.SecurityGroups.Add(id, group);
        AddRule(id, isEgress: true, new SecurityGroupRule { IpProtocol = "-1", FromPort = -1, ToPort = -1, CidrIpv4 = "0.0.0.0/0" });
        if (isDefault)
        {
            var own = new ReferencedSecurityGroup { GroupId = id, UserId = Region.AccountId };
            AddRule(id, isEgress: false, new SecurityGroupRule { IpProtocol = "-1", FromPort = -1, ToPort = -1, ReferencedGroupInfo = own });
        }

        return group;
    }

    private DeleteSecurityGroupResponse DeleteSecurityGroup(DeleteSecurityGroupRequest request)
    {
        var group = Kind.SecurityGroup.Find(State.SecurityGroups, Value(request.GroupId, "groupId"));
        if (group.GroupName == "default")
        {
            throw new AwsError("CannotDelete", $"the specified group: \"{group.GroupId}\" name: \"default\" cannot be deleted by a user");
        }

        if (State.NetworkInterfaces.Values.Any(network => network.Groups.Any(used => used.GroupId == group.GroupId))
            || State.SecurityGroupRules.Values.Any(rule => rule.GroupId != group.GroupId && rule.ReferencedGroupInfo?.GroupId == group.GroupId))
        {
            throw new AwsError("DependencyViolation", $"resource {group.GroupId} has a dependent object");
        }

        RemoveSecurityGroup(group.GroupId);
        return new DeleteSecurityGroupResponse { Return = true, GroupId = group.GroupId };
    }

    private void RemoveSecurityGroup(string id)
    {
        Remove(State.SecurityGroupRules,
            [.. State.SecurityGroupRules.Values.Where(rule => rule.GroupId == id).Select(rule => rule.SecurityGroupRuleId)]);
        Remove(State.SecurityGroups, [id]);
    }

    private DescribeSecurityGroupsResponse DescribeSecurityGroups(DescribeSecurityGroupsRequest request)
    {
        var listing = SecurityGroupListing;
        var selected = listing.Select(State.SecurityGroups, request.GroupIds, request.Filters, TagsOf)
            .Where(group => request.GroupNames is not { Count: > 0 } || request.GroupNames.Contains(group.GroupName));
        var page = listing.Page(selected, request.NextToken, request.MaxResults);
        foreach (var group in page.Items)
        {
            group.Tags = TagList(group.GroupId);
            group.IpPermissions = Permissions.Of(RulesOf(group.GroupId, isEgress: false));
            group.IpPermissionsEgress = Permissions.Of(RulesOf(group.GroupId, isEgress: true));
        }

        return new DescribeSecurityGroupsResponse { SecurityGroups = [.. page.Items], NextToken = page.NextToken };
    }

    private static void CheckGroupText(string text, string parameter)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 255 || !GroupText().IsMatch(text))
        {
            throw new AwsError("InvalidParameterValue",
                $"Value ({text}) for parameter {parameter} is invalid. Valid are up to 255 characters from the following set: {GroupCharacters}");
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*$")]
    private static partial Regex GroupText();
}
