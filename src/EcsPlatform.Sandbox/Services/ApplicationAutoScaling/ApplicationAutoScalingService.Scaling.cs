using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Scaling: an alarm sets a policy off, and goes on doing so after each cooldown for as long as it lasts and helps.</summary>
internal sealed partial class ApplicationAutoScalingService
{
    private static readonly TimeSpan Reaction = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AlarmPeriod = TimeSpan.FromSeconds(60);
    private const int DefaultCooldown = 300;

    /// <summary>For CloudWatch: an alarm went to ALARM and has this policy as its action.</summary>
    internal void AlarmActs(string policyArn, MetricAlarm alarm)
    {
        if (FindPolicy(policyArn) is not null && alarm.StateValue?.Value == "ALARM")
        {
            _scale.After(Reaction, policyArn);
        }
    }

    private void ScaleByPolicy(string policyArn)
    {
        if (FindPolicy(policyArn) is not { } found
            || CloudWatch.AlarmsFor(policyArn).FirstOrDefault(alarm => alarm.StateValue?.Value == "ALARM") is not { } alarm
            || Ecs.DesiredCount(found.Record.Cluster, found.Record.Service) is not { } current)
        {
            return;
        }

        var (record, policy) = found;
        var wanted = Math.Clamp(Wanted(policy, alarm, current), record.Target.MinCapacity ?? 0, record.Target.MaxCapacity ?? current);
        if (wanted == current || IsSuspended(record, wanted > current))
        {
            return;
        }

        var last = wanted > current ? record.LastScaleOut : record.LastScaleIn;
        var end = last + (TimeSpan.FromSeconds(Cooldown(policy, wanted > current)) / Region.Sandbox.Options.LifecycleSpeed);
        if (end > Today)
        {
            _scale.After((end.Value - Today) * Region.Sandbox.Options.LifecycleSpeed, policyArn);
            return;
        }

        SetCapacity(record, wanted, $"monitor alarm {alarm.AlarmName} in state ALARM triggered policy {policy.PolicyName}");
        _ = wanted > current ? record.LastScaleOut = Today : record.LastScaleIn = Today;
        _scale.After(TimeSpan.FromSeconds(Math.Max(Cooldown(policy, wanted > current), AlarmPeriod.TotalSeconds)), policyArn);
    }

    private int Wanted(ScalingPolicy policy, MetricAlarm alarm, int current)
    {
        var isAbove = alarm.ComparisonOperator.Value.StartsWith("Greater", StringComparison.Ordinal);
        var value = CloudWatch.LatestValue(alarm);
        if (policy.StepScalingPolicyConfiguration is { } steps)
        {
            var breach = (value ?? alarm.Threshold ?? 0) - (alarm.Threshold ?? 0);
            return StepRules.For(steps, breach, isAbove) is { } step ? StepRules.Capacity(steps, step, current) : current;
        }

        // Proportional to how far the metric is from the target; at least one task either way.
        var target = policy.TargetTrackingScalingPolicyConfiguration.TargetValue ?? 1;
        var proportional = value is { } known ? current * known / target : current;
        return isAbove ? Math.Max(current + 1, (int)Math.Ceiling(proportional)) : Math.Min(current - 1, (int)Math.Ceiling(proportional));
    }

    /// <summary>Moves a count that lies outside the target's bounds inside.</summary>
    private void KeepWithin(TargetRecord record)
    {
        var (minimum, maximum) = (record.Target.MinCapacity ?? 0, record.Target.MaxCapacity ?? 0);
        if (Ecs.DesiredCount(record.Cluster, record.Service) is not { } current || (current >= minimum && current <= maximum))
        {
            return;
        }

        SetCapacity(record, Math.Clamp(current, minimum, maximum),
            current < minimum ? $"minimum capacity was set to {minimum}" : $"maximum capacity was set to {maximum}");
    }

    private void SetCapacity(TargetRecord record, int count, string cause)
    {
        Ecs.Scale(record.Cluster, record.Service, count);
        record.Activities.Insert(0, new ScalingActivity
        {
            ActivityId = Ids.Uuid(),
            ServiceNamespace = record.Target.ServiceNamespace,
            ResourceId = record.Target.ResourceId,
            ScalableDimension = record.Target.ScalableDimension,
            Description = $"Setting desired count to {count}.",
            Cause = cause,
            StartTime = Today,
            EndTime = Today,
            StatusCode = ScalingActivityStatusCode.Successful,
            StatusMessage = $"Successfully set desired count to {count}. Change successfully fulfilled by ecs.",
        });
    }

    private DescribeScalingActivitiesResponse DescribeScalingActivities(DescribeScalingActivitiesRequest request)
    {
        AutoScalingErrors.CheckKind(request.ServiceNamespace?.Value, request.ScalableDimension?.Value);
        var found = State.Targets.Values
            .Where(record => request.ResourceId is null || record.Target.ResourceId == request.ResourceId)
            .SelectMany(record => record.Activities);
        var page = Paging.Of(found, activity => activity.ActivityId, request.NextToken, AutoScalingErrors.PageSize(request.MaxResults, 50), AutoScalingErrors.InvalidToken);
        return new DescribeScalingActivitiesResponse { ScalingActivities = [.. page.Items], NextToken = page.NextToken };
    }

    private (TargetRecord Record, ScalingPolicy Policy)? FindPolicy(string arn)
    {
        foreach (var record in State.Targets.Values)
        {
            if (record.Policies.Values.FirstOrDefault(policy => policy.PolicyARN == arn) is { } policy)
            {
                return (record, policy);
            }
        }

        return null;
    }

    private static int Cooldown(ScalingPolicy policy, bool isOut) => policy.StepScalingPolicyConfiguration is { } steps
        ? steps.Cooldown ?? DefaultCooldown
        : (isOut ? policy.TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown : policy.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown) ?? DefaultCooldown;

    private static bool IsSuspended(TargetRecord record, bool isOut) =>
        (isOut ? record.Target.SuspendedState?.DynamicScalingOutSuspended : record.Target.SuspendedState?.DynamicScalingInSuspended) == true;
}
