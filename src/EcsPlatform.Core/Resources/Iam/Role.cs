using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Iam;

/// <summary>A role that an AWS service assumes, with at most one policy inside it.</summary>
public sealed class RoleResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => RoleKind.Instance;

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>What it allows, in this account and region; empty for nothing at all.</summary>
    public required Func<Resolution, IReadOnlyList<PolicyGrant>> Grants { get; init; }

    /// <summary>Who may assume it; the tasks of ECS unless said otherwise.</summary>
    public RoleTrust Trust { get; init; } = RoleTrust.EcsTasks;

    /// <summary>AWS's managed policies attached to it, as they are named below <c>policy/</c>: "service-role/AWSLambdaBasicExecutionRole".</summary>
    public IReadOnlyList<string> ManagedPolicies { get; init; } = [];

    /// <summary>What its grants name by an id that AWS gives: it must be there first.</summary>
    public IReadOnlyList<Resource> GrantedOn { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => GrantedOn.Select(resource => (Need)resource);
}

/// <summary>A role with its policies and tags.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="TrustPolicy">Who may assume it.</param>
/// <param name="InlinePolicies">Policies inside it, by name.</param>
/// <param name="AttachedPolicies">ARNs of the managed policies attached to it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record RoleState(
    string Arn,
    string? TrustPolicy,
    IReadOnlyDictionary<string, string> InlinePolicies,
    IReadOnlyList<string> AttachedPolicies,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>How roles are found, made and removed.</summary>
public sealed class RoleKind : ResourceKind<RoleResource, RoleState>
{
    /// <summary>The name of the one policy inside a role.</summary>
    public const string PolicyName = "ecsplatform";

    /// <summary>The one instance.</summary>
    public static RoleKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "role";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "task-definition", "function", "deployment-group"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode is "EntityAlreadyExists" or "EntityAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "NoSuchEntity" or "NoSuchEntityException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ConcurrentModification" or "ConcurrentModificationException" or "DeleteConflict";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<RoleState>>> ObserveAsync(Observation observation) =>
        (await RoleListing.RolesAsync(observation)).Select(role => Found(observation, role.Name, role.State.Arn, role.State, role.State.Tags));

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(RoleResource desired, RoleState live, Resolution resolution) => new Differences()
        .Check("assumeRolePolicyDocument", PolicyDocument.Normalize(live.TrustPolicy), PolicyDocument.Normalize(Trust(desired, resolution)))
        .Check("policy", PolicyDocument.Normalize(live.InlinePolicies.GetValueOrDefault(PolicyName)) ?? "", PolicyDocument.Normalize(Policy(desired, resolution)) ?? "")
        // Least privilege is a promise: what somebody has added beside our policy is more than the definition grants.
        .CheckSet("otherPolicies", [.. OtherInlinePolicies(live), .. live.AttachedPolicies.Except(Managed(desired, resolution))], [])
        .CheckSet("managedPolicies", live.AttachedPolicies.Intersect(Managed(desired, resolution)), Managed(desired, resolution))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(RoleResource desired, Resolution resolution)
    {
        yield return PlannedCall.Of(IdentityManagementModel.CreateRole, Request(desired, resolution));
        if (Policy(desired, resolution) is { } policy)
        {
            yield return PlannedCall.Of(IdentityManagementModel.PutRolePolicy, PolicyRequest(desired, policy));
        }

        foreach (var managed in Managed(desired, resolution))
        {
            yield return PlannedCall.Of(IdentityManagementModel.AttachRolePolicy, AttachRequest(desired, managed));
        }
    }

    /// <inheritdoc/>
    protected override async Task<Live<RoleState>> CreateAsync(RoleResource desired, ApplyContext context)
    {
        var role = (await context.Aws.IdentityManagement.CreateRoleAsync(Request(desired, context.Resolution), context.Cancellation)).Role;
        var live = Made(desired, role.Arn, new RoleState(role.Arn, Trust(desired, context.Resolution), new Dictionary<string, string>(), [], context.Resolution.Tags(desired)));
        context.Available(live);
        var work = Managed(desired, context.Resolution).Select(policy => AttachAsync(desired, policy, context)).ToList();
        if (Policy(desired, context.Resolution) is { } policy)
        {
            work.Add(context.Aws.IdentityManagement.PutRolePolicyAsync(PolicyRequest(desired, policy), context.Cancellation));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<RoleState>> UpdateAsync(RoleResource desired, Live<RoleState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        var work = new List<Task>();
        if (differences.TouchTags())
        {
            work.Add(context.Aws.IdentityManagement.TagRoleAsync(new TagRoleRequest { RoleName = desired.Name, Tags = Tags(desired, context.Resolution) }, context.Cancellation));
        }

        if (differences.Touch("assumeRolePolicyDocument"))
        {
            work.Add(context.Aws.IdentityManagement.UpdateAssumeRolePolicyAsync(
                new UpdateAssumeRolePolicyRequest { RoleName = desired.Name, PolicyDocument = Trust(desired, context.Resolution) }, context.Cancellation));
        }

        if (differences.Touch("policy"))
        {
            work.Add(Policy(desired, context.Resolution) is { } policy
                ? context.Aws.IdentityManagement.PutRolePolicyAsync(PolicyRequest(desired, policy), context.Cancellation)
                : context.Aws.IdentityManagement.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = desired.Name, PolicyName = PolicyName }, context.Cancellation));
        }

        if (differences.Touch("otherPolicies"))
        {
            work.Add(RemovePoliciesAsync(desired.Name, OtherInlinePolicies(live.State), live.State.AttachedPolicies.Except(Managed(desired, context.Resolution)), context));
        }

        if (differences.Touch("managedPolicies"))
        {
            work.AddRange(Managed(desired, context.Resolution).Except(live.State.AttachedPolicies).Select(policy => AttachAsync(desired, policy, context)));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <summary>IAM refuses to delete a role that still has policies, whoever put them there.</summary>
    protected override async Task DeleteAsync(Live<RoleState> live, ApplyContext context)
    {
        await RemovePoliciesAsync(live.Name, live.State.InlinePolicies.Keys, live.State.AttachedPolicies, context);
        await context.Aws.IdentityManagement.DeleteRoleAsync(new DeleteRoleRequest { RoleName = live.Name }, context.Cancellation);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(RoleResource desired) => $"arn:aws:iam::000000000000:role/{desired.Name}";

    private static IEnumerable<string> OtherInlinePolicies(RoleState live) => live.InlinePolicies.Keys.Where(name => name != PolicyName);

    private Task RemovePoliciesAsync(string role, IEnumerable<string> inline, IEnumerable<string> attached, ApplyContext context) => Task.WhenAll(
    [
        .. inline.Select(policy => UnlessGoneAsync(() =>
            context.Aws.IdentityManagement.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = role, PolicyName = policy }, context.Cancellation))),
        .. attached.Select(arn => UnlessGoneAsync(() =>
            context.Aws.IdentityManagement.DetachRolePolicyAsync(new DetachRolePolicyRequest { RoleName = role, PolicyArn = arn }, context.Cancellation))),
    ]);

    private async Task UnlessGoneAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AmazonServiceException error) when (IsGone(error))
        {
        }
    }

    private static string Trust(RoleResource desired, Resolution resolution) => PolicyDocument.Trust(desired.Trust, resolution.Partition, resolution.Region, resolution.AccountId);

    private static IEnumerable<string> Managed(RoleResource desired, Resolution resolution) =>
        desired.ManagedPolicies.Select(name => $"arn:{resolution.Partition}:iam::aws:policy/{name}");

    private static Task AttachAsync(RoleResource desired, string policy, ApplyContext context) =>
        context.Aws.IdentityManagement.AttachRolePolicyAsync(AttachRequest(desired, policy), context.Cancellation);

    private static string? Policy(RoleResource desired, Resolution resolution) =>
        desired.Grants(resolution) is { Count: > 0 } grants ? PolicyDocument.Allow(grants) : null;

    private static CreateRoleRequest Request(RoleResource desired, Resolution resolution) => new()
    {
        RoleName = desired.Name,
        Path = resolution.Scope.IamPath,
        Description = desired.Description,
        AssumeRolePolicyDocument = Trust(desired, resolution),
        Tags = Tags(desired, resolution),
    };

    private static PutRolePolicyRequest PolicyRequest(RoleResource desired, string policy) => new() { RoleName = desired.Name, PolicyName = PolicyName, PolicyDocument = policy };

    private static AttachRolePolicyRequest AttachRequest(RoleResource desired, string policy) => new() { RoleName = desired.Name, PolicyArn = policy };

    private static List<Tag> Tags(RoleResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
}
