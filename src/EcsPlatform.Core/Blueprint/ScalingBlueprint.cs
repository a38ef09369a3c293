using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AutoScaling;
using EcsPlatform.Core.Resources.CloudWatch;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Blueprint;

/// <summary>How a service's number of tasks follows the load: by steps with alarms, or by keeping metrics at a target.</summary>
internal static class ScalingBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [ScalableTargetKind.Instance, ScalingPolicyKind.Instance, AlarmKind.Instance];

    public static void Add(BlueprintContext context, ServiceResource service)
    {
        if (service.Definition.Scaling is not { } scaling)
        {
            return;
        }

        var target = context.Add(new ScalableTargetResource
        {
            Key = service.Key,
            Name = service.Name,
            Service = service.Key,
            Tags = context.Definition.Tags,
            Target = service,
            Minimum = scaling.Minimum,
            Maximum = scaling.Maximum,
        });
        if (scaling.Step is { } step)
        {
            AddStep(context, target, step, ResourceType.ScaleOutPolicy, ResourceType.CpuHighAlarm, step.ScaleOutBy, step.ScaleOutCooldownSeconds, step.ScaleOutCpu, above: true);
            AddStep(context, target, step, ResourceType.ScaleInPolicy, ResourceType.CpuLowAlarm, -step.ScaleInBy, step.ScaleInCooldownSeconds, step.ScaleInCpu, above: false);
        }

        if (scaling.TargetTracking is { } tracking)
        {
            AddTracking(context, target, tracking, ResourceType.CpuTargetPolicy, "ECSServiceAverageCPUUtilization", tracking.Cpu);
            AddTracking(context, target, tracking, ResourceType.MemoryTargetPolicy, "ECSServiceAverageMemoryUtilization", tracking.Memory);
        }
    }

    private static void AddStep(
        BlueprintContext context,
        ScalableTargetResource target,
        StepScaling step,
        ResourceType policyType,
        ResourceType alarmType,
        int adjustment,
        int cooldown,
        double threshold,
        bool above)
    {
        var policy = context.Add(new ScalingPolicyResource
        {
            Key = $"{target.Key}-{policyType.ShortName}",
            Name = context.Names.ForService(policyType, target.Key),
            Service = target.Key,
            Target = target,
            Adjustment = adjustment,
            CooldownSeconds = cooldown,
        });
        context.Add(new AlarmResource
        {
            Key = $"{target.Key}-{alarmType.ShortName}",
            Name = context.Names.ForService(alarmType, target.Key),
            Service = target.Key,
            Tags = context.Definition.Tags,
            Description = above ? $"Adds tasks to {target.Key}" : $"Takes tasks from {target.Key}",
            Namespace = "AWS/ECS",
            Metric = "CPUUtilization",
            Measured = _ => new Dictionary<string, string> { ["ClusterName"] = target.Target.Cluster.Name, ["ServiceName"] = target.Target.Name },
            Above = above,
            Threshold = threshold,
            PeriodSeconds = step.PeriodSeconds,
            EvaluationPeriods = step.EvaluationPeriods,
            Action = policy,
        });
    }

    private static void AddTracking(BlueprintContext context, ScalableTargetResource target, TargetTracking tracking, ResourceType type, string metric, double? value)
    {
        if (value is { } kept)
        {
            context.Add(new ScalingPolicyResource
            {
                Key = $"{target.Key}-{type.ShortName}",
                Name = context.Names.ForService(type, target.Key),
                Service = target.Key,
                Target = target,
                TrackedMetric = metric,
                TargetValue = kept,
                ScaleOutCooldownSeconds = tracking.ScaleOutCooldownSeconds,
                ScaleInCooldownSeconds = tracking.ScaleInCooldownSeconds,
            });
        }
    }
}
