using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Scalable targets.</summary>
internal sealed partial class ApplicationAutoScalingService
{
    private const string ServicePrincipal = "ecs.application-autoscaling.amazonaws.com";

    private RegisterScalableTargetResponse RegisterScalableTarget(RegisterScalableTargetRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var parts = request.ResourceId.Split('/');
        AutoScalingErrors.Require(parts is ["service", not "", not ""], $"Unsupported service namespace, resource type or scalable dimension: {request.ResourceId}");
        var known = State.Targets.GetValueOrDefault(request.ResourceId)?.Target;
        var minimum = request.MinCapacity ?? known?.MinCapacity;
        var maximum = request.MaxCapacity ?? known?.MaxCapacity;
        AutoScalingErrors.Require(minimum is not null && maximum is not null, "Both minimum capacity and maximum capacity must be specified when a scalable target is registered.");
        AutoScalingErrors.Require(minimum >= 0 && maximum >= 0, "Minimum capacity and maximum capacity must not be negative.");
        AutoScalingErrors.Require(maximum >= minimum, "Maximum capacity cannot be less than minimum capacity");
        AutoScalingErrors.Require(Ecs.DesiredCount(parts[1], parts[2]) is not null, $"ECS service doesn't exist: {request.ResourceId}");
        if (known is null)
        {
            Add(request);
        }

        var record = State.Targets[request.ResourceId];
        record.Target.MinCapacity = minimum;
        record.Target.MaxCapacity = maximum;
        record.Target.SuspendedState = Merge(request.SuspendedState, record.Target.SuspendedState);
        KeepWithin(record);
        return new RegisterScalableTargetResponse { ScalableTargetARN = record.Target.ScalableTargetARN };
    }

    private void Add(RegisterScalableTargetRequest request)
    {
        var tags = new TagSet();
        foreach (var (key, value) in request.Tags ?? [])
        {
            tags[key] = value;
        }

        var checkedTags = new TagSet();
        checkedTags.Put(tags, "ValidationException");
        Region.Get<IamService>().EnsureServiceLinkedRole(ServicePrincipal);
        State.Targets[request.ResourceId] = new TargetRecord
        {
            Tags = checkedTags,
            Target = new ScalableTarget
            {
                ServiceNamespace = request.ServiceNamespace,
                ResourceId = request.ResourceId,
                ScalableDimension = AutoScalingErrors.Dimension,
                CreationTime = Today,
                RoleARN = $"arn:aws:iam::{Region.AccountId}:role/aws-service-role/{ServicePrincipal}/AWSServiceRoleForApplicationAutoScaling_ECSService",
                ScalableTargetARN = Region.Arn("application-autoscaling", $"scalable-target/0ec5{Ids.Hex(32)}"),
            },
        };
    }

    private DeregisterScalableTargetResponse DeregisterScalableTarget(DeregisterScalableTargetRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var record = FindTarget(request.ResourceId);
        foreach (var policy in record.Policies.Values.ToList())
        {
            Forget(record, policy);
        }

        foreach (var action in record.Actions.Keys)
        {
            _scheduled.Cancel($"{request.ResourceId} {action}");
        }

        State.Targets.Remove(request.ResourceId);
        return new DeregisterScalableTargetResponse();
    }

    private DescribeScalableTargetsResponse DescribeScalableTargets(DescribeScalableTargetsRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var found = State.Targets.Values.Select(record => record.Target)
            .Where(target => request.ResourceIds is not { Count: > 0 } || request.ResourceIds.Contains(target.ResourceId));
        var page = Paging.Of(found, target => target.ResourceId, request.NextToken, AutoScalingErrors.PageSize(request.MaxResults, 50), AutoScalingErrors.InvalidToken);
        return new DescribeScalableTargetsResponse { ScalableTargets = [.. page.Items], NextToken = page.NextToken };
    }

    private static SuspendedState Merge(SuspendedState? asked, SuspendedState? present) => new()
    {
        DynamicScalingInSuspended = asked?.DynamicScalingInSuspended ?? present?.DynamicScalingInSuspended ?? false,
        DynamicScalingOutSuspended = asked?.DynamicScalingOutSuspended ?? present?.DynamicScalingOutSuspended ?? false,
        ScheduledScalingSuspended = asked?.ScheduledScalingSuspended ?? present?.ScheduledScalingSuspended ?? false,
    };
}
