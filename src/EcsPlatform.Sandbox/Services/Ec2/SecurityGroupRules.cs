using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Rules of security groups: what is asked for as permissions is kept as one rule per peer.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<SecurityGroupRule> RuleListing = new(Kind.SecurityGroupRule, static rule => rule.SecurityGroupRuleId, new()
    {
        ["group-id"] = static rule => [rule.GroupId],
        ["security-group-rule-id"] = static rule => [rule.SecurityGroupRuleId],
    });

    private void HandleSecurityGroupRules()
    {
        On(EC2Model.AuthorizeSecurityGroupIngress, AuthorizeSecurityGroupIngress);
        On(EC2Model.AuthorizeSecurityGroupEgress, AuthorizeSecurityGroupEgress);
        On(EC2Model.RevokeSecurityGroupIngress, RevokeSecurityGroupIngress);
        On(EC2Model.RevokeSecurityGroupEgress, RevokeSecurityGroupEgress);
        On(EC2Model.DescribeSecurityGroupRules, DescribeSecurityGroupRules);
    }

    private AuthorizeSecurityGroupIngressResponse AuthorizeSecurityGroupIngress(AuthorizeSecurityGroupIngressRequest request) => new()
    {
        Return = true,
        SecurityGroupRules = Authorize(request.GroupId, isEgress: false, request.IpPermissions, request.TagSpecifications),
    };

    private AuthorizeSecurityGroupEgressResponse AuthorizeSecurityGroupEgress(AuthorizeSecurityGroupEgressRequest request) => new()
    {
        Return = true,
        SecurityGroupRules = Authorize(request.GroupId, isEgress: true, request.IpPermissions, request.TagSpecifications),
    };

    private RevokeSecurityGroupIngressResponse RevokeSecurityGroupIngress(RevokeSecurityGroupIngressRequest request) => new()
    {
        Return = true,
        RevokedSecurityGroupRules = Revoke(request.GroupId, isEgress: false, request.IpPermissions, request.SecurityGroupRuleIds),
    };

    private RevokeSecurityGroupEgressResponse RevokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest request) => new()
    {
        Return = true,
        RevokedSecurityGroupRules = Revoke(request.GroupId, isEgress: true, request.IpPermissions, request.SecurityGroupRuleIds),
    };

    private DescribeSecurityGroupRulesResponse DescribeSecurityGroupRules(DescribeSecurityGroupRulesRequest request)
    {
        var page = Describe(
            RuleListing, State.SecurityGroupRules, request.SecurityGroupRuleIds, request.Filters, request.NextToken, request.MaxResults);
        return new DescribeSecurityGroupRulesResponse { SecurityGroupRules = [.. page.Items.Select(WithTags)], NextToken = page.NextToken };
    }

    private IEnumerable<SecurityGroupRule> RulesOf(string groupId, bool isEgress) =>
        State.SecurityGroupRules.Values.Where(rule => rule.GroupId == groupId && rule.IsEgress == isEgress);

    // All or nothing: every rule is checked before the first one is added.
    private List<SecurityGroupRule> Authorize(string? groupId, bool isEgress, List<IpPermission>? permissions, List<TagSpecification>? tagging)
    {
        var group = Kind.SecurityGroup.Find(State.SecurityGroups, Value(groupId, "groupId"));
        var tags = TagsAtCreation(tagging, Kind.SecurityGroupRule);
        var rules = RulesFrom(group, permissions);
        var existing = RulesOf(group.GroupId, isEgress).Select(Permissions.Identity).ToHashSet();
        if (rules.Find(rule => existing.Contains(Permissions.Identity(rule))) is { } duplicate)
        {
            throw Duplicate(duplicate);
        }

        CheckLimit([.. RulesOf(group.GroupId, isEgress), .. rules]);
        foreach (var rule in rules)
        {
            AddRule(group.GroupId, isEgress, rule);
            Tag(rule.SecurityGroupRuleId, TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidParameterValue"));
        }

        RulesChanged?.Invoke();
        return [.. rules.Select(WithTags)];
    }

    private List<RevokedSecurityGroupRule> Revoke(string? groupId, bool isEgress, List<IpPermission>? permissions, List<string>? ruleIds)
    {
        var group = Kind.SecurityGroup.Find(State.SecurityGroups, Value(groupId, "groupId"));
        var present = RulesOf(group.GroupId, isEgress).ToArray();
        List<SecurityGroupRule> revoked = ruleIds is { Count: > 0 }
            ? [.. ruleIds.Select(id => present.FirstOrDefault(rule => rule.SecurityGroupRuleId == id) ?? throw UnknownRule(id))]
            : [.. RulesFrom(group, permissions).Select(wanted => SameRule(group, isEgress, wanted))];
        Remove(State.SecurityGroupRules, [.. revoked.Select(rule => rule.SecurityGroupRuleId)]);
        RulesChanged?.Invoke();
        return [.. revoked.Select(Permissions.Revoked)];

        static AwsError UnknownRule(string id)
        {
            Kind.SecurityGroupRule.Check(id);
            return Kind.SecurityGroupRule.Missing(id);
        }
    }

    private List<SecurityGroupRule> RulesFrom(SecurityGroup group, List<IpPermission>? permissions)
    {
        if (permissions is not { Count: > 0 })
        {
            throw new AwsError("MissingParameter", "The request must contain the parameter ipPermissions");
        }

        List<SecurityGroupRule> rules = [.. permissions.SelectMany(Permissions.ToRules)];
        foreach (var rule in rules)
        {
            CheckRuleDescription(rule.Description);
            if (rule.ReferencedGroupInfo is { } peer)
            {
                peer.UserId ??= Region.AccountId;
                if (Kind.SecurityGroup.Find(State.SecurityGroups, Value(peer.GroupId, "groupId")).VpcId != group.VpcId)
                {
                    throw new AwsError("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
                }
            }
        }

        return rules.Select(Permissions.Identity).Distinct().Count() == rules.Count ? rules : throw new AwsError(
            "InvalidParameterValue", "The same permission must not appear multiple times");
    }

    // The quota holds for IPv4 and IPv6 apart; a rule that names a group counts for both.
    private void CheckLimit(IReadOnlyList<SecurityGroupRule> rules)
    {
        if (Math.Max(rules.Count(rule => rule.CidrIpv6 is null), rules.Count(rule => rule.CidrIpv4 is null)) > Quotas.RulesPerSecurityGroup)
        {
            throw new AwsError("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
        }
    }

    private static AwsError Duplicate(SecurityGroupRule rule) =>
        new("InvalidPermission.Duplicate", $"the specified rule \"{Permissions.Describe(rule)}\" already exists");

    private static void CheckRuleDescription(string? description)
    {
        if (description is not null && (description.Length > 255 || !GroupText().IsMatch(description)))
        {
            throw new AwsError("InvalidParameterValue",
                $"Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: {GroupCharacters}");
        }
    }

    private void AddRule(string groupId, bool isEgress, SecurityGroupRule rule)
    {
        rule.SecurityGroupRuleId = Ids.Ec2("sgr");
        rule.SecurityGroupRuleArn = ArnOf(rule.SecurityGroupRuleId);
        rule.GroupId = groupId;
        rule.GroupOwnerId = Region.AccountId;
        rule.IsEgress = isEgress;
        State.SecurityGroupRules.Add(rule.SecurityGroupRuleId, rule);
    }

    private SecurityGroupRule WithTags(SecurityGroupRule rule)
    {
        rule.Tags = TagList(rule.SecurityGroupRuleId);
        return rule;
    }
}
