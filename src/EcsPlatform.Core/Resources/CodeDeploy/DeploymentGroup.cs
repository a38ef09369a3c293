using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>How CodeDeploy deploys one service, and what the service is to run: only CodeDeploy may replace its tasks, so a new task definition is a deployment of the group.</summary>
public sealed class DeploymentGroupResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => DeploymentGroupKind.Instance;

    /// <summary>What it hangs on.</summary>
    public required ApplicationResource Application { get; init; }

    /// <summary>The service.</summary>
    public required ServiceResource EcsService { get; init; }

    /// <summary>By which CodeDeploy moves traffic and replaces tasks.</summary>
    public required RoleResource Role { get; init; }

    /// <summary>The platform's own configuration; null where one of CodeDeploy's fits.</summary>
    public DeploymentConfigResource? Config { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
    [
        Application, EcsService, new Need(Role, Ready: true),
        .. Config is { } config ? [new Need(config)] : Array.Empty<Need>(),
        .. Shift.Parts.Select(part => new Need(part)),
        .. EcsService.TargetGroup is { } group ? [new Need(group)] : Array.Empty<Need>(),
    ];

    internal DeploymentDefinition Settings => EcsService.Definition.Deployment;

    internal TrafficShift Shift => EcsService.Shift!;
}

/// <summary>A deployment group with its tags.</summary>
/// <param name="Group">What CodeDeploy says of it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record DeploymentGroupState(DeploymentGroupInfo Group, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The deployment that was started just now; null when nothing has to be waited for.</summary>
    public string? DeploymentId { get; init; }
}

/// <summary>How deployment groups are found, made, changed and removed; and how a service under CodeDeploy gets what the definition wants it to run.</summary>
public sealed class DeploymentGroupKind : ResourceKind<DeploymentGroupResource, DeploymentGroupState>
{
    /// <summary>The one instance.</summary>
    public static DeploymentGroupKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "deployment-group";

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "DeploymentGroupAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "DeploymentGroupDoesNotExistException" or "ApplicationDoesNotExistException";

    /// <summary>A role or a service that CodeDeploy does not see yet; a deployment that has not stopped yet.</summary>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "InvalidRoleException" or "InvalidECSServiceException" or "InvalidOperationException";

    /// <inheritdoc/>
    public override bool IsNotSeenYet(AmazonServiceException error) => base.IsNotSeenYet(error) || error.ErrorCode is "DeploymentConfigDoesNotExistException" or "InvalidTargetGroupPairException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<DeploymentGroupState>>> ObserveAsync(Observation observation)
    {
        if (await CodeDeployListing.GroupNamesAsync(observation) is not { Count: > 0 } names)
        {
            return [];
        }

        var application = CodeDeployListing.ApplicationName(observation);
        var groups = observation.Depth == ObservationDepth.Existence
            ? [.. names.Select(name => new DeploymentGroupInfo { ApplicationName = application, DeploymentGroupName = name })]
            : await CodeDeployListing.GroupsAsync(observation.Aws, application, names, observation.Cancellation);
        return await Task.WhenAll(groups.Select(async group =>
        {
            var tags = await CodeDeployTags.OfAsync(observation, CodeDeployTags.Group, $"{application}/{group.DeploymentGroupName}");
            return Found(observation, group.DeploymentGroupName, group.DeploymentGroupName, new DeploymentGroupState(group, tags), tags);
        }).ToArray());
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(DeploymentGroupResource desired, DeploymentGroupState live, Resolution resolution) => DeploymentGroupShape
        .Compare(live.Group, DeploymentGroupShape.Of(desired, resolution))
        .CheckSet(DeploymentGroupShape.Hooks, Describe(DeploymentEvents.Of(live.Tags)), Describe(DeploymentEvents.Of(desired.Settings.Hooks)))
        .Add(WantedRevision.Compare(desired, resolution))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(DeploymentGroupResource desired, Resolution resolution) =>
        [PlannedCall.Of(CodeDeployModel.CreateDeploymentGroup, DeploymentGroupShape.Request(desired, Tags(desired, resolution), resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<DeploymentGroupState>> CreateAsync(DeploymentGroupResource desired, ApplyContext context)
    {
        var tags = Tags(desired, context.Resolution);
        await context.Aws.CodeDeploy.CreateDeploymentGroupAsync(DeploymentGroupShape.Request(desired, tags, context.Resolution), context.Cancellation);
        var live = Made(desired, desired.Name, new DeploymentGroupState(DeploymentGroupShape.Of(desired, context.Resolution), tags));

        // A service that has just come from ECS's own deployments may run another version than the one that is wanted.
        return WantedRevision.Compare(desired, context.Resolution).Any()
            ? live with { State = live.State with { DeploymentId = await WantedRevision.DeployAsync(desired, context) } }
            : live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<DeploymentGroupState>> UpdateAsync(DeploymentGroupResource desired, Live<DeploymentGroupState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags() || differences.Touch(DeploymentGroupShape.Hooks))
        {
            await PutTagsAsync(desired, live.State, context);
        }

        if (differences.Touch(DeploymentGroupShape.Properties))
        {
            await context.Aws.CodeDeploy.UpdateDeploymentGroupAsync(DeploymentGroupShape.Update(desired, context.Resolution), context.Cancellation);
        }

        return differences.Touch(WantedRevision.Properties)
            ? live with { State = live.State with { DeploymentId = await WantedRevision.DeployAsync(desired, context) } }
            : live;
    }

    /// <inheritdoc/>
    protected override bool IsReady(DeploymentGroupState state) => state.DeploymentId is null;

    /// <inheritdoc/>
    protected override async Task<Live<DeploymentGroupState>> WaitReadyAsync(Live<DeploymentGroupState> live, ApplyContext context)
    {
        await WantedRevision.EndAsync(live.Service!, live.State.DeploymentId!, context);
        return live with { State = live.State with { DeploymentId = null } };
    }

    /// <summary>CodeDeploy keeps a group that deploys: what it deploys is stopped where it is, as its service goes too, or belongs to another controller.</summary>
    protected override async Task DeleteAsync(Live<DeploymentGroupState> live, ApplyContext context)
    {
        var codeDeploy = context.Aws.CodeDeploy;
        try
        {
            await codeDeploy.DeleteDeploymentGroupAsync(
                new DeleteDeploymentGroupRequest { ApplicationName = live.State.Group.ApplicationName, DeploymentGroupName = live.Name }, context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "InvalidOperationException")
        {
            foreach (var id in await WantedRevision.RunningAsync(context.Aws, live.State.Group.ApplicationName, live.Name, context.Cancellation))
            {
                try
                {
                    await codeDeploy.StopDeploymentAsync(new StopDeploymentRequest { DeploymentId = id, AutoRollbackEnabled = false }, context.Cancellation);
                }
                catch (AmazonServiceException other) when (other.ErrorCode is "DeploymentAlreadyCompletedException" or "DeploymentDoesNotExistException" or "UnsupportedActionForDeploymentTypeException")
                {
                    // It ended meanwhile, or it is a rollback, which ends by itself.
                }
            }

            throw;
        }
    }

    private static Dictionary<string, string> Tags(DeploymentGroupResource desired, Resolution resolution)
    {
        var tags = resolution.Tags(desired).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        foreach (var (happening, function) in DeploymentEvents.Of(desired.Settings.Hooks))
        {
            tags[DeploymentEvents.HookTag + happening] = function;
        }

        return tags;
    }

    private static async Task PutTagsAsync(DeploymentGroupResource desired, DeploymentGroupState live, ApplyContext context)
    {
        var name = $"{desired.Application.Name}/{desired.Name}";
        var tags = Tags(desired, context.Resolution);
        await CodeDeployTags.PutAsync(CodeDeployTags.Group, name, tags, context);
        var old = live.Tags.Keys.Where(key => key.StartsWith(DeploymentEvents.HookTag, StringComparison.Ordinal) && !tags.ContainsKey(key)).ToList();
        if (old.Count > 0)
        {
            await context.Aws.CodeDeploy.UntagResourceAsync(
                new UntagResourceRequest { ResourceArn = context.Resolution.Arn("codedeploy", $"{CodeDeployTags.Group}:{name}"), TagKeys = old }, context.Cancellation);
        }
    }

    private static IEnumerable<string> Describe(IReadOnlyDictionary<string, string> hooks) => hooks.Select(hook => $"{hook.Key}={hook.Value}");
}
