using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Scaling policies and the alarms that set them off.</summary>
internal sealed partial class ApplicationAutoScalingService
{
    private PutScalingPolicyResponse PutScalingPolicy(PutScalingPolicyRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        AutoScalingErrors.Require(!request.PolicyName.Any(char.IsControl) && request.PolicyName.Trim() == request.PolicyName, "Invalid policy name.");
        var record = FindTarget(request.ResourceId);
        var known = record.Policies.GetValueOrDefault(request.PolicyName);
        var type = request.PolicyType ?? known?.PolicyType ?? PolicyType.StepScaling;
        AutoScalingErrors.Require(known is null || known.PolicyType == type, "The type of a scaling policy cannot be changed. Delete the policy and put it again.");
        CheckConfiguration(request, type);
        var arn = known?.PolicyARN ?? Region.Arn("autoscaling", $"scalingPolicy:{Ids.Uuid()}:resource/ecs/{request.ResourceId}:policyName/{request.PolicyName}");
        var policy = new ScalingPolicy
        {
            PolicyName = request.PolicyName,
            PolicyARN = arn,
            PolicyType = type,
            ServiceNamespace = request.ServiceNamespace,
            ResourceId = request.ResourceId,
            ScalableDimension = request.ScalableDimension,
            StepScalingPolicyConfiguration = request.StepScalingPolicyConfiguration,
            TargetTrackingScalingPolicyConfiguration = request.TargetTrackingScalingPolicyConfiguration,
            CreationTime = known?.CreationTime ?? Today,
        };
        record.Policies[policy.PolicyName] = policy;
        PutAlarms(record, policy);
        return new PutScalingPolicyResponse { PolicyARN = arn, Alarms = AlarmsOf(policy) };
    }

    private static void CheckConfiguration(PutScalingPolicyRequest request, PolicyType type)
    {
        switch (type.Value)
        {
            case "StepScaling":
                AutoScalingErrors.Require(request.TargetTrackingScalingPolicyConfiguration is null, "A step scaling policy cannot have a TargetTrackingScalingPolicyConfiguration.");
                AutoScalingErrors.Require(request.StepScalingPolicyConfiguration is not null, "StepScalingPolicyConfiguration must be specified for a step scaling policy.");
                StepRules.Check(request.StepScalingPolicyConfiguration!);
                break;
            case "TargetTrackingScaling":
                AutoScalingErrors.Require(request.StepScalingPolicyConfiguration is null, "A target tracking scaling policy cannot have a StepScalingPolicyConfiguration.");
                AutoScalingErrors.Require(request.TargetTrackingScalingPolicyConfiguration is not null, "TargetTrackingScalingPolicyConfiguration must be specified for a target tracking scaling policy.");
                TargetTrackingAlarms.Check(request.TargetTrackingScalingPolicyConfiguration!);
                break;
            default:
                throw AutoScalingErrors.Invalid($"The EcsPlatform sandbox does not have policies of type {type.Value}.");
        }
    }

    private DeleteScalingPolicyResponse DeleteScalingPolicy(DeleteScalingPolicyRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var record = State.Targets.GetValueOrDefault(request.ResourceId);
        var policy = record?.Policies.GetValueOrDefault(request.PolicyName)
            ?? throw AutoScalingErrors.NotFound($"No scaling policy found for service namespace: ecs, resource ID: {request.ResourceId}, scalable dimension: {AutoScalingErrors.Dimension}");
        Forget(record!, policy);
        return new DeleteScalingPolicyResponse();
    }

    private DescribeScalingPoliciesResponse DescribeScalingPolicies(DescribeScalingPoliciesRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        AutoScalingErrors.Require(request.ScalableDimension is null || request.ResourceId is not null, "ResourceId must be specified when ScalableDimension is specified.");
        var found = State.Targets.Values
            .Where(record => request.ResourceId is null || record.Target.ResourceId == request.ResourceId)
            .SelectMany(record => record.Policies.Values)
            .Where(policy => request.PolicyNames is not { Count: > 0 } || request.PolicyNames.Contains(policy.PolicyName));
        var page = Paging.Of(found, policy => policy.PolicyARN, request.NextToken, AutoScalingErrors.PageSize(request.MaxResults, 10), AutoScalingErrors.InvalidToken);
        foreach (var policy in page.Items)
        {
            policy.Alarms = AlarmsOf(policy);
        }

        return new DescribeScalingPoliciesResponse { ScalingPolicies = [.. page.Items], NextToken = page.NextToken };
    }

    /// <summary>A target tracking policy brings its alarms along; without scale-in it has only the high one.</summary>
    private void PutAlarms(TargetRecord record, ScalingPolicy policy)
    {
        if (policy.TargetTrackingScalingPolicyConfiguration is not { } tracking)
        {
            return;
        }

        var present = CloudWatch.AlarmsFor(policy.PolicyARN).Select(alarm => alarm.AlarmName).Where(name => IsOwned(record, name)).ToList();
        foreach (var (kind, isHigh) in new[] { ("AlarmHigh", true), ("AlarmLow", false) })
        {
            var name = present.Find(name => name.Contains($"-{kind}-", StringComparison.Ordinal));
            if (!isHigh && tracking.DisableScaleIn == true)
            {
                CloudWatch.Remove(name is null ? [] : [name]);
                continue;
            }

            name ??= $"TargetTracking-{record.Target.ResourceId}-{kind}-{Ids.Uuid()}";
            CloudWatch.Put(TargetTrackingAlarms.Request(record, policy.PolicyARN, tracking, name, isHigh));
        }
    }

    /// <summary>The alarms of a target tracking policy go with it; those that a user put for a step policy stay.</summary>
    private void Forget(TargetRecord record, ScalingPolicy policy)
    {
        CloudWatch.Remove(CloudWatch.AlarmsFor(policy.PolicyARN).Select(alarm => alarm.AlarmName).Where(name => IsOwned(record, name)));
        record.Policies.Remove(policy.PolicyName);
        _scale.Cancel(policy.PolicyARN);
    }

    private static bool IsOwned(TargetRecord record, string alarm) =>
        alarm.StartsWith($"TargetTracking-{record.Target.ResourceId}-Alarm", StringComparison.Ordinal);

    private List<Alarm> AlarmsOf(ScalingPolicy policy) =>
        [.. CloudWatch.AlarmsFor(policy.PolicyARN).Select(alarm => new Alarm { AlarmName = alarm.AlarmName, AlarmARN = alarm.AlarmArn })];
}
