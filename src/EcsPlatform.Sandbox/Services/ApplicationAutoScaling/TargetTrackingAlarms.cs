using Amazon.ApplicationAutoScaling.Model;
using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>The pair of alarms that a target tracking policy owns: above the target, and well below it.</summary>
internal static class TargetTrackingAlarms
{
    public static void Check(TargetTrackingScalingPolicyConfiguration tracking)
    {
        var predefined = tracking.PredefinedMetricSpecification;
        AutoScalingErrors.Require((predefined is null) != (tracking.CustomizedMetricSpecification is null),
            "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified.");
        AutoScalingErrors.Require(tracking.TargetValue > 0, "TargetValue must be greater than 0.");
        AutoScalingErrors.Require(tracking.ScaleOutCooldown is null or >= 0, "ScaleOutCooldown must not be negative.");
        AutoScalingErrors.Require(tracking.ScaleInCooldown is null or >= 0, "ScaleInCooldown must not be negative.");
        if (predefined is not null)
        {
            var type = predefined.PredefinedMetricType?.Value;
            AutoScalingErrors.Require(type is "ECSServiceAverageCPUUtilization" or "ECSServiceAverageMemoryUtilization" or "ALBRequestCountPerTarget",
                $"Invalid predefined metric type {type} for service namespace ecs.");
            AutoScalingErrors.Require((type == "ALBRequestCountPerTarget") == (predefined.ResourceLabel is not null),
                type == "ALBRequestCountPerTarget"
                    ? "ResourceLabel must be specified for the predefined metric ALBRequestCountPerTarget."
                    : $"ResourceLabel must not be specified for the predefined metric {type}.");
            AutoScalingErrors.Require(predefined.ResourceLabel is null || predefined.ResourceLabel.Split('/') is ["app", _, _, "targetgroup", _, _],
                "ResourceLabel must have the form app/<load balancer>/<id>/targetgroup/<target group>/<id>.");
        }
    }

    /// <summary>As AWS sets them: above the target in 3 periods of a minute; below nine tenths of it in 15.</summary>
    public static PutMetricAlarmRequest Request(TargetRecord target, string policyArn, TargetTrackingScalingPolicyConfiguration tracking, string name, bool isHigh)
    {
        var metric = MetricOf(target, tracking);
        return new PutMetricAlarmRequest
        {
            AlarmName = name,
            AlarmDescription = $"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policyArn}.",
            AlarmActions = [policyArn],
            ActionsEnabled = true,
            Namespace = metric.Namespace,
            MetricName = metric.Name,
            Dimensions = [.. metric.Dimensions.Select(pair => new Dimension { Name = pair.Key, Value = pair.Value })],
            Statistic = metric.Statistic,
            Unit = metric.Unit,
            Period = 60,
            EvaluationPeriods = isHigh ? 3 : 15,
            Threshold = isHigh ? tracking.TargetValue : tracking.TargetValue * 0.9,
            ComparisonOperator = isHigh ? "GreaterThanThreshold" : "LessThanThreshold",
        };
    }

    private static Metric MetricOf(TargetRecord target, TargetTrackingScalingPolicyConfiguration tracking)
    {
        if (tracking.CustomizedMetricSpecification is { } own)
        {
            return new Metric(own.Namespace, own.MetricName, own.Statistic?.Value ?? "Average", own.Unit,
                (own.Dimensions ?? []).ToDictionary(dimension => dimension.Name, dimension => dimension.Value));
        }

        var service = new Dictionary<string, string> { ["ClusterName"] = target.Cluster, ["ServiceName"] = target.Service };
        var label = tracking.PredefinedMetricSpecification.ResourceLabel?.Split('/') ?? [];
        return tracking.PredefinedMetricSpecification.PredefinedMetricType.Value switch
        {
            "ECSServiceAverageCPUUtilization" => new Metric("AWS/ECS", "CPUUtilization", "Average", "Percent", service),
            "ECSServiceAverageMemoryUtilization" => new Metric("AWS/ECS", "MemoryUtilization", "Average", "Percent", service),
            _ => new Metric("AWS/ApplicationELB", "RequestCountPerTarget", "Sum", null, new Dictionary<string, string>
            {
                ["LoadBalancer"] = string.Join('/', label.Take(3)),
                ["TargetGroup"] = string.Join('/', label.Skip(3)),
            }),
        };
    }

    private sealed record Metric(string Namespace, string Name, string Statistic, string? Unit, Dictionary<string, string> Dimensions);
}
