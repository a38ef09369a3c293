using Amazon.ApplicationAutoScaling.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Resources.AutoScaling;
using EcsPlatform.Core.Resources.CloudWatch;

namespace EcsPlatform.Core.Export;

/// <summary>How a microservice scales, read back from its target, its policies and their alarms.</summary>
internal static class ScalingExport
{
    public static ScalingDefinition? Read(LivePlatform platform, string service)
    {
        if (platform.Find<ScalableTarget>(ScalableTargetKind.Instance, service)?.State is not { } target)
        {
            return null;
        }

        var scaling = new ScalingDefinition { Minimum = target.MinCapacity ?? 0, Maximum = target.MaxCapacity ?? 0 };
        return Step(platform, service) is { } step ? scaling with { Step = step } : scaling with { TargetTracking = Tracking(platform, service) };
    }

    private static StepScaling? Step(LivePlatform platform, string service)
    {
        var (scaleOut, high) = Pair(platform, service, ResourceType.ScaleOutPolicy, ResourceType.CpuHighAlarm);
        var (scaleIn, low) = Pair(platform, service, ResourceType.ScaleInPolicy, ResourceType.CpuLowAlarm);
        return scaleOut is null || scaleIn is null || high is null || low is null ? null : new StepScaling
        {
            ScaleOutCpu = high.Alarm.Threshold ?? 0,
            ScaleInCpu = low.Alarm.Threshold ?? 0,
            ScaleOutBy = scaleOut.StepAdjustments?.FirstOrDefault()?.ScalingAdjustment ?? 1,
            ScaleInBy = -(scaleIn.StepAdjustments?.FirstOrDefault()?.ScalingAdjustment ?? -1),
            ScaleOutCooldownSeconds = scaleOut.Cooldown ?? 0,
            ScaleInCooldownSeconds = scaleIn.Cooldown ?? 0,
            PeriodSeconds = high.Alarm.Period ?? 60,
            EvaluationPeriods = high.Alarm.EvaluationPeriods ?? 1,
        };
    }

    private static TargetTracking? Tracking(LivePlatform platform, string service)
    {
        var cpu = Policy(platform, service, ResourceType.CpuTargetPolicy)?.TargetTrackingScalingPolicyConfiguration;
        var memory = Policy(platform, service, ResourceType.MemoryTargetPolicy)?.TargetTrackingScalingPolicyConfiguration;
        return (cpu ?? memory) is not { } either ? null : new TargetTracking
        {
            Cpu = cpu?.TargetValue,
            Memory = memory?.TargetValue,
            ScaleOutCooldownSeconds = either.ScaleOutCooldown ?? 0,
            ScaleInCooldownSeconds = either.ScaleInCooldown ?? 0,
        };
    }

    private static (StepScalingPolicyConfiguration? Policy, AlarmState? Alarm) Pair(LivePlatform platform, string service, ResourceType policy, ResourceType alarm) =>
        (Policy(platform, service, policy)?.StepScalingPolicyConfiguration, platform.Find<AlarmState>(AlarmKind.Instance, $"{service}-{alarm.ShortName}")?.State);

    private static ScalingPolicy? Policy(LivePlatform platform, string service, ResourceType type) =>
        platform.Find<ScalingPolicy>(ScalingPolicyKind.Instance, $"{service}-{type.ShortName}")?.State;
}
