using Amazon.ECS.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Resources.CloudWatch;

namespace EcsPlatform.Core.Export;

/// <summary>How a service's deployments go, read back from its ECS service and its alarms.</summary>
internal static class DeploymentExport
{
    public static DeploymentDefinition Read(LivePlatform platform, string service, DeploymentConfiguration? live)
    {
        var usual = new DeploymentDefinition();
        if (live is null)
        {
            return usual;
        }

        var errors = Errors(platform, service).ToList();
        var ours = errors.ConvertAll(alarm => alarm.AlarmName);
        var strategy = EnumSpelling.Parse<RolloutStrategy>(live.Strategy?.Value ?? RolloutStrategy.Rolling.Spell());
        var breaker = live.DeploymentCircuitBreaker;
        var watched = live.Alarms is { Enable: true, AlarmNames.Count: > 0 };
        return new DeploymentDefinition
        {
            Strategy = strategy,
            MinimumHealthyPercent = live.MinimumHealthyPercent ?? usual.MinimumHealthyPercent,
            MaximumPercent = live.MaximumPercent ?? usual.MaximumPercent,
            CircuitBreaker = breaker?.Enable ?? true,
            Rollback = watched ? live.Alarms!.Rollback ?? true : breaker?.Rollback ?? true,
            BakeTimeMinutes = live.BakeTimeInMinutes ?? usual.BakeTimeMinutes,
            Linear = live.LinearConfiguration is { } linear
                ? new LinearShift { StepPercent = linear.StepPercent ?? usual.Linear.StepPercent, StepMinutes = linear.StepBakeTimeInMinutes ?? usual.Linear.StepMinutes }
                : usual.Linear,
            Canary = live.CanaryConfiguration is { } canary
                ? new CanaryShift { Percent = canary.CanaryPercent ?? usual.Canary.Percent, BakeMinutes = canary.CanaryBakeTimeInMinutes ?? usual.Canary.BakeMinutes }
                : usual.Canary,
            Hooks = [.. (live.LifecycleHooks ?? []).Select(Read)],
            Alarms = watched ? [.. live.Alarms!.AlarmNames.Except(ours, StringComparer.Ordinal)] : [],
            ErrorAlarm = errors.FirstOrDefault() is { } alarm
                ? new ErrorAlarm { Count = (int)(alarm.Threshold ?? 1), PeriodSeconds = alarm.Period ?? 60, EvaluationPeriods = alarm.EvaluationPeriods ?? 1 }
                : null,
        };
    }

    private static DeploymentHook Read(DeploymentLifecycleHook live)
    {
        var usual = new DeploymentHook { Stages = [] };
        return new DeploymentHook
        {
            Stages = [.. (live.LifecycleStages ?? []).Select(EnumSpelling.Parse<DeploymentStage>)],
            Function = live.TargetType == Amazon.ECS.DeploymentLifecycleHookTargetType.PAUSE ? null : live.HookTargetArn,
            TimeoutMinutes = live.TimeoutConfiguration?.TimeoutInMinutes ?? usual.TimeoutMinutes,
            OnTimeout = live.TimeoutConfiguration?.Action is { } action ? EnumSpelling.Parse<HookTimeoutAction>(action.Value) : usual.OnTimeout,
        };
    }

    private static IEnumerable<Amazon.CloudWatch.Model.MetricAlarm> Errors(LivePlatform platform, string service)
    {
        string[] keys = [$"{service}-{ResourceType.ErrorsAlarm.ShortName}", $"{service}{DeploymentBlueprint.Alternate}-{ResourceType.ErrorsAlarm.ShortName}"];
        return keys.Select(key => platform.Find<AlarmState>(AlarmKind.Instance, key)?.State.Alarm).OfType<Amazon.CloudWatch.Model.MetricAlarm>();
    }
}
