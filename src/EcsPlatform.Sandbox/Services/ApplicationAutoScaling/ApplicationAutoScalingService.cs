using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.CloudWatch;
using EcsPlatform.Sandbox.Services.Ecs;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Application Auto Scaling of ECS services: targets, step and target tracking policies, scheduled actions.</summary>
internal sealed partial class ApplicationAutoScalingService : SandboxService<AutoScalingState>
{
    private readonly Step _scale;
    private readonly Step _scheduled;

    internal ApplicationAutoScalingService(SandboxRegion region)
        : base(region)
    {
        _scale = Step("scaling", ScaleByPolicy);
        _scheduled = Step("scheduled-action", RunScheduledAction);
        On(ApplicationAutoScalingModel.RegisterScalableTarget, RegisterScalableTarget);
        On(ApplicationAutoScalingModel.DeregisterScalableTarget, DeregisterScalableTarget);
        On(ApplicationAutoScalingModel.DescribeScalableTargets, DescribeScalableTargets);
        On(ApplicationAutoScalingModel.PutScalingPolicy, PutScalingPolicy);
        On(ApplicationAutoScalingModel.DeleteScalingPolicy, DeleteScalingPolicy);
        On(ApplicationAutoScalingModel.DescribeScalingPolicies, DescribeScalingPolicies);
        On(ApplicationAutoScalingModel.DescribeScalingActivities, DescribeScalingActivities);
        On(ApplicationAutoScalingModel.PutScheduledAction, PutScheduledAction);
        On(ApplicationAutoScalingModel.DeleteScheduledAction, DeleteScheduledAction);
        On(ApplicationAutoScalingModel.DescribeScheduledActions, DescribeScheduledActions);
        On(ApplicationAutoScalingModel.TagResource, TagResource);
        On(ApplicationAutoScalingModel.UntagResource, UntagResource);
        On(ApplicationAutoScalingModel.ListTagsForResource, ListTagsForResource);
    }

    private DateTime Today => Now.UtcDateTime;

    private EcsService Ecs => Region.Get<EcsService>();

    private CloudWatchService CloudWatch => Region.Get<CloudWatchService>();

    private TargetRecord FindTarget(string resourceId) =>
        State.Targets.GetValueOrDefault(resourceId) ?? throw AutoScalingErrors.NoTarget(resourceId);
}
