using Amazon.ECS.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Resources.CloudWatch;
using EcsPlatform.Core.Resources.CodeDeploy;

namespace EcsPlatform.Core.Export;

/// <summary>How a service's deployments go, read back from its ECS service and its alarms.</summary>
internal static class DeploymentExport
{
    public static DeploymentDefinition Read(LivePlatform platform, string name, Service service)
    {
        var errors = Errors(platform, name).ToList();
        var definition = service.DeploymentController?.Type?.Value == RolloutController.CodeDeploy.Spell()
            ? ByCodeDeploy(platform, name, [.. errors.Select(alarm => alarm.AlarmName)])
            : ByEcs(service.DeploymentConfiguration, [.. errors.Select(alarm => alarm.AlarmName)]);
        return definition with
        {
            ErrorAlarm = errors.FirstOrDefault() is { } alarm
                ? new ErrorAlarm { Count = (int)(alarm.Threshold ?? 1), PeriodSeconds = alarm.Period ?? 60, EvaluationPeriods = alarm.EvaluationPeriods ?? 1 }
                : null,
        };
    }

    /// <summary>From the deployment group: the service itself does not say.</summary>
    private static DeploymentDefinition ByCodeDeploy(LivePlatform platform, string name, string[] ours)
    {
        var usual = new DeploymentDefinition { Strategy = RolloutStrategy.BlueGreen, Controller = RolloutController.CodeDeploy };
        if (platform.Find<DeploymentGroupState>(DeploymentGroupKind.Instance, name)?.State is not { } live)
        {
            return usual;
        }

        var steps = DeploymentConfigName.Parse(live.Group.DeploymentConfigName, platform.Scope.Names) ?? new DeploymentConfigName(RolloutStrategy.BlueGreen, 100, 0);
        return usual with
        {
            Strategy = steps.Strategy,
            Linear = steps.Strategy == RolloutStrategy.Linear ? new LinearShift { StepPercent = steps.Percent, StepMinutes = steps.Minutes } : usual.Linear,
            Canary = steps.Strategy == RolloutStrategy.Canary ? new CanaryShift { Percent = steps.Percent, BakeMinutes = steps.Minutes } : usual.Canary,
            BakeTimeMinutes = live.Group.BlueGreenDeploymentConfiguration?.TerminateBlueInstancesOnDeploymentSuccess?.TerminationWaitTimeInMinutes ?? 0,
            Rollback = live.Group.AutoRollbackConfiguration?.Enabled ?? false,
            Hooks = DeploymentEvents.Read(live.Tags),
            Alarms = live.Group.AlarmConfiguration is { Enabled: true, Alarms: { } watched } ? [.. watched.Select(alarm => alarm.Name).Except(ours, StringComparer.Ordinal)] : [],
        };
    }

    private static DeploymentDefinition ByEcs(DeploymentConfiguration? live, string[] ours)
    {
        var usual = new DeploymentDefinition();
        if (live is null)
        {
            return usual;
        }

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
