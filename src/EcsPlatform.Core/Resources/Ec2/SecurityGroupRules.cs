using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>All rules of one security group: what is not listed is closed, EC2's default "everything out" included.</summary>
public sealed class SecurityGroupRulesResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => SecurityGroupRulesKind.Instance;

    /// <summary>The group.</summary>
    public required SecurityGroupResource Group { get; init; }

    /// <summary>Who may come in.</summary>
    public required IReadOnlyList<SecurityGroupRule> Ingress { get; init; }

    /// <summary>Where its members may go.</summary>
    public required IReadOnlyList<SecurityGroupRule> Egress { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
        Ingress.Concat(Egress).Select(rule => rule.Group).OfType<SecurityGroupResource>().Append(Group).Distinct().Select(group => new Need(group));
}

/// <summary>How a group's rules are found, kept in shape and taken away.</summary>
public sealed class SecurityGroupRulesKind : Ec2Kind<SecurityGroupRulesResource, SecurityGroup>
{
    /// <summary>The one instance.</summary>
    public static SecurityGroupRulesKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "security-group-rules";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "load-balancer"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "InvalidPermission.Duplicate";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<SecurityGroup>>> ObserveAsync(Observation observation) =>
        (await SecurityGroupKind.ListAsync(observation)).Select(group =>
        {
            var live = Found(observation, group.GroupName, group.GroupId, group, group.Tags.ToMap());
            return live with { LogicalId = live.LogicalId?.Replace(SecurityGroupKind.Instance.Type + "/", Type + "/", StringComparison.Ordinal) };
        });

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SecurityGroupRulesResource desired, SecurityGroup live, Resolution resolution) => new Differences()
        .CheckSet("ipPermissions", SecurityGroupRule.Split(live.IpPermissions).Keys, desired.Ingress.Select(rule => rule.Signature(resolution)))
        .CheckSet("ipPermissionsEgress", SecurityGroupRule.Split(live.IpPermissionsEgress).Keys, desired.Egress.Select(rule => rule.Signature(resolution)));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(SecurityGroupRulesResource desired, Resolution resolution)
    {
        if (desired.Ingress.Count > 0)
        {
            yield return PlannedCall.Of(EC2Model.AuthorizeSecurityGroupIngress, Ingress(resolution.Id(desired.Group), Permissions(desired.Ingress, resolution)));
        }

        if (desired.Egress.Count > 0)
        {
            yield return PlannedCall.Of(EC2Model.AuthorizeSecurityGroupEgress, Egress(resolution.Id(desired.Group), Permissions(desired.Egress, resolution)));
        }
    }

    /// <inheritdoc/>
    protected override Task<Live<SecurityGroup>> CreateAsync(SecurityGroupRulesResource desired, ApplyContext context)
    {
        // A new group lets nothing in and everything out.
        var fresh = new SecurityGroup
        {
            GroupId = context.Resolution.Id(desired.Group),
            IpPermissionsEgress = [new IpPermission { IpProtocol = "-1", Ipv4Ranges = [new IpRange { CidrIp = "0.0.0.0/0" }] }],
        };
        return UpdateAsync(desired, Made(desired, fresh.GroupId, fresh), [], context);
    }

    /// <inheritdoc/>
    protected override async Task<Live<SecurityGroup>> UpdateAsync(SecurityGroupRulesResource desired, Live<SecurityGroup> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        var ingress = SecurityGroupRule.Split(live.State.IpPermissions);
        var egress = SecurityGroupRule.Split(live.State.IpPermissionsEgress);
        await Task.WhenAll(
            AddAsync(desired.Ingress.Where(rule => !ingress.ContainsKey(rule.Signature(context.Resolution))), rules => context.Aws.EC2.AuthorizeSecurityGroupIngressAsync(Ingress(live.Id, rules), context.Cancellation)),
            AddAsync(desired.Egress.Where(rule => !egress.ContainsKey(rule.Signature(context.Resolution))), rules => context.Aws.EC2.AuthorizeSecurityGroupEgressAsync(Egress(live.Id, rules), context.Cancellation)),
            RevokeIngressAsync(live.Id, Surplus(ingress, desired.Ingress), context),
            RevokeEgressAsync(live.Id, Surplus(egress, desired.Egress), context));
        return live;

        async Task AddAsync(IEnumerable<SecurityGroupRule> rules, Func<List<IpPermission>, Task> authorize)
        {
            var permissions = Permissions(rules, context.Resolution);
            if (permissions.Count == 0)
            {
                return;
            }

            try
            {
                await authorize(permissions);
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "InvalidPermission.Duplicate")
            {
                // The answer to the same call was lost, or one of several rules is there: one by one, those that are there are fine.
                foreach (var permission in permissions)
                {
                    try
                    {
                        await authorize([permission]);
                    }
                    catch (AmazonServiceException again) when (again.ErrorCode == "InvalidPermission.Duplicate")
                    {
                    }
                }
            }
        }

        List<IpPermission> Surplus(Dictionary<string, IpPermission> actual, IEnumerable<SecurityGroupRule> wanted)
        {
            var keep = wanted.Select(rule => rule.Signature(context.Resolution)).ToHashSet(StringComparer.Ordinal);
            return [.. actual.Where(rule => !keep.Contains(rule.Key)).Select(rule => rule.Value)];
        }
    }

    /// <summary>Rules that name other groups hold those groups; they go first, the rest goes with its group.</summary>
    protected override Task DeleteAsync(Live<SecurityGroup> live, ApplyContext context) => Task.WhenAll(
        RevokeIngressAsync(live.Id, NamingGroups(live.State.IpPermissions), context),
        RevokeEgressAsync(live.Id, NamingGroups(live.State.IpPermissionsEgress), context));

    /// <inheritdoc/>
    protected override string PlaceholderId(SecurityGroupRulesResource desired) => "sg-00000000000000000";

    private static List<IpPermission> NamingGroups(IEnumerable<IpPermission>? permissions) =>
        [.. SecurityGroupRule.Split(permissions).Values.Where(rule => rule.UserIdGroupPairs is { Count: > 0 })];

    private static List<IpPermission> Permissions(IEnumerable<SecurityGroupRule> rules, Resolution resolution) => [.. rules.Select(rule => rule.ToPermission(resolution))];

    private static AuthorizeSecurityGroupIngressRequest Ingress(string group, List<IpPermission> rules) => new() { GroupId = group, IpPermissions = rules };

    private static AuthorizeSecurityGroupEgressRequest Egress(string group, List<IpPermission> rules) => new() { GroupId = group, IpPermissions = rules };

    private static Task RevokeIngressAsync(string group, List<IpPermission> rules, ApplyContext context) => RevokeAsync(rules, some =>
        context.Aws.EC2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = group, IpPermissions = some }, context.Cancellation));

    private static Task RevokeEgressAsync(string group, List<IpPermission> rules, ApplyContext context) => RevokeAsync(rules, some =>
        context.Aws.EC2.RevokeSecurityGroupEgressAsync(new RevokeSecurityGroupEgressRequest { GroupId = group, IpPermissions = some }, context.Cancellation));

    private static async Task RevokeAsync(List<IpPermission> rules, Func<List<IpPermission>, Task> revoke)
    {
        if (rules.Count == 0)
        {
            return;
        }

        try
        {
            await revoke(rules);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "InvalidPermission.NotFound")
        {
            foreach (var rule in rules)
            {
                try
                {
                    await revoke([rule]);
                }
                catch (AmazonServiceException again) when (again.ErrorCode == "InvalidPermission.NotFound")
                {
                }
            }
        }
    }
}
