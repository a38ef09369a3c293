using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Rules of security groups that change in place: a rule keeps its id, whatever of it changes.</summary>
public sealed partial class Ec2Service
{
    private void HandleSecurityGroupRuleChanges()
    {
        On(EC2Model.ModifySecurityGroupRules, ModifySecurityGroupRules);
        On(EC2Model.UpdateSecurityGroupRuleDescriptionsIngress, request => new UpdateSecurityGroupRuleDescriptionsIngressResponse
        {
            Return = Describe(request.GroupId, isEgress: false, request.IpPermissions, request.SecurityGroupRuleDescriptions),
        });
        On(EC2Model.UpdateSecurityGroupRuleDescriptionsEgress, request => new UpdateSecurityGroupRuleDescriptionsEgressResponse
        {
            Return = Describe(request.GroupId, isEgress: true, request.IpPermissions, request.SecurityGroupRuleDescriptions),
        });
    }

    // All or nothing, as with new rules.
    private ModifySecurityGroupRulesResponse ModifySecurityGroupRules(ModifySecurityGroupRulesRequest request)
    {
        var group = Kind.SecurityGroup.Find(State.SecurityGroups, request.GroupId);
        if (request.SecurityGroupRules.DistinctBy(update => update.SecurityGroupRuleId).Count() < request.SecurityGroupRules.Count)
        {
            throw new AwsError("InvalidParameterValue", "The same security group rule must not appear multiple times");
        }

        var changes = request.SecurityGroupRules.ToDictionary(
            update => RuleOf(group, update.SecurityGroupRuleId),
            update => RulesFrom(group, [Permissions.Of(update.SecurityGroupRule)]).Single());
        foreach (var (rule, wanted) in changes)
        {
            if (Permissions.Source(rule) != Permissions.Source(wanted))
            {
                throw new AwsError("InvalidParameterValue", "You cannot change the source type of a security group rule.");
            }

            if (RulesOf(group.GroupId, rule.IsEgress == true)
                .Any(other => other != rule && Permissions.Identity(changes.GetValueOrDefault(other, other)) == Permissions.Identity(wanted)))
            {
                throw Duplicate(wanted);
            }
        }

        foreach (var (rule, wanted) in changes)
        {
            (rule.IpProtocol, rule.FromPort, rule.ToPort, rule.Description) = (wanted.IpProtocol, wanted.FromPort, wanted.ToPort, wanted.Description);
            (rule.CidrIpv4, rule.CidrIpv6, rule.PrefixListId, rule.ReferencedGroupInfo) =
                (wanted.CidrIpv4, wanted.CidrIpv6, wanted.PrefixListId, wanted.ReferencedGroupInfo);
        }

        RulesChanged?.Invoke();
        return new ModifySecurityGroupRulesResponse { Return = true };
    }

    // Rules are named by what they permit or by their ids; one that is named without a description loses its own.
    private bool Describe(string? groupId, bool isEgress, List<IpPermission>? permissions, List<SecurityGroupRuleDescription>? descriptions)
    {
        var group = Kind.SecurityGroup.Find(State.SecurityGroups, Value(groupId, "groupId"));
        (SecurityGroupRule Rule, string? Description)[] changes = descriptions is { Count: > 0 }
            ? [.. descriptions.Select(change => (RuleOf(group, change.SecurityGroupRuleId), (string?)change.Description))]
            : [.. RulesFrom(group, permissions).Select(wanted => (SameRule(group, isEgress, wanted), (string?)wanted.Description))];
        foreach (var (_, description) in changes)
        {
            CheckRuleDescription(description);
        }

        foreach (var (rule, description) in changes)
        {
            rule.Description = description;
        }

        return true;
    }

    private SecurityGroupRule RuleOf(SecurityGroup group, string? id) =>
        Kind.SecurityGroupRule.Find(State.SecurityGroupRules, Value(id, "securityGroupRuleId")) is var rule && rule.GroupId == group.GroupId
            ? rule
            : throw Kind.SecurityGroupRule.Missing(id!);

    private SecurityGroupRule SameRule(SecurityGroup group, bool isEgress, SecurityGroupRule wanted) =>
        RulesOf(group.GroupId, isEgress).FirstOrDefault(rule => Permissions.Identity(rule) == Permissions.Identity(wanted))
        ?? throw new AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
}
