using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>A security group, without its rules: groups name each other, so rules come when all groups are there (<see cref="SecurityGroupRulesResource"/>).</summary>
public sealed class SecurityGroupResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => SecurityGroupKind.Instance;

    /// <summary>The network it belongs to.</summary>
    public required VpcResource Vpc { get; init; }

    /// <summary>What it is for; EC2 lets nobody change it.</summary>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Vpc];
}

/// <summary>How security groups are found, made and removed.</summary>
public sealed class SecurityGroupKind : Ec2Kind<SecurityGroupResource, SecurityGroup>
{
    /// <summary>The one instance.</summary>
    public static SecurityGroupKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "security-group";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["security-group-rules", "service", "load-balancer", "function"];

    /// <summary>All groups of the platform, listed once per look.</summary>
    internal static Task<List<SecurityGroup>> ListAsync(Observation observation) => observation.OnceAsync("security groups", () => Pages.AllAsync(
        next => observation.Aws.EC2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
        page => page.SecurityGroups,
        page => page.NextToken));

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "InvalidGroup.Duplicate";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<SecurityGroup>>> ObserveAsync(Observation observation) =>
        (await ListAsync(observation)).Select(group => Found(observation, group.GroupName, group.GroupId, group, group.Tags.ToMap()));

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SecurityGroupResource desired, SecurityGroup live, Resolution resolution) => new Differences()
        .Check("vpcId", live.VpcId, resolution.Id(desired.Vpc), replace: true)
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(SecurityGroupResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateSecurityGroup, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<SecurityGroup>> CreateAsync(SecurityGroupResource desired, ApplyContext context)
    {
        var answer = await context.Aws.EC2.CreateSecurityGroupAsync(Request(desired, context.Resolution), context.Cancellation);
        return Made(desired, answer.GroupId, new SecurityGroup { GroupId = answer.GroupId, GroupName = desired.Name });
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<SecurityGroup> live, ApplyContext context) => context.DeleteWhenFreeAsync("group-id", live.Id, () =>
        context.Aws.EC2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = live.Id }, context.Cancellation));

    /// <inheritdoc/>
    protected override string PlaceholderId(SecurityGroupResource desired) => "sg-00000000000000000";

    private static CreateSecurityGroupRequest Request(SecurityGroupResource desired, Resolution resolution) => new()
    {
        GroupName = desired.Name,
        Description = desired.Description,
        VpcId = resolution.Id(desired.Vpc),
        TagSpecifications = Ec2Tags.At(ResourceType.SecurityGroup, desired, resolution),
    };
}
