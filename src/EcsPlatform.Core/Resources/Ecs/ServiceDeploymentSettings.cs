using System.Globalization;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The part of an ECS service that says how its deployments go, written and compared.</summary>
internal static class ServiceDeploymentSettings
{
    /// <summary>The deployment configuration. What a strategy has no use for is left out: ECS refuses some of it and ignores the rest.</summary>
    public static DeploymentConfiguration Of(ServiceResource desired, Resolution resolution)
    {
        var wanted = desired.Definition.Deployment;
        var configuration = new DeploymentConfiguration
        {
            Strategy = wanted.Strategy.Spell(),
            Alarms = Alarms(desired),

            // ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures": every strategy of the ECS controller has it.
            // Without it a version whose tasks keep failing is given up after a day.
            DeploymentCircuitBreaker = new DeploymentCircuitBreaker
            {
                Enable = wanted.CircuitBreaker,
                Rollback = wanted.CircuitBreaker && wanted.Rollback,
            },
        };
        if (wanted.Strategy == RolloutStrategy.Rolling)
        {
            configuration.MinimumHealthyPercent = wanted.MinimumHealthyPercent;
            configuration.MaximumPercent = wanted.MaximumPercent;
            return configuration;
        }

        configuration.BakeTimeInMinutes = wanted.BakeTimeMinutes;
        configuration.LifecycleHooks = [.. wanted.Hooks.Select(hook => Hook(desired, hook, resolution))];
        if (wanted.Strategy == RolloutStrategy.Linear)
        {
            configuration.LinearConfiguration = new LinearConfiguration { StepPercent = wanted.Linear.StepPercent, StepBakeTimeInMinutes = wanted.Linear.StepMinutes };
        }

        if (wanted.Strategy == RolloutStrategy.Canary)
        {
            configuration.CanaryConfiguration = new CanaryConfiguration { CanaryPercent = wanted.Canary.Percent, CanaryBakeTimeInMinutes = wanted.Canary.BakeMinutes };
        }

        return configuration;
    }

    /// <summary>The configuration of the first deployment: nobody is asked on its way, for there is nothing yet that it could hurt or go back to.</summary>
    public static DeploymentConfiguration First(ServiceResource desired, Resolution resolution)
    {
        var configuration = Of(desired, resolution);
        configuration.LifecycleHooks = null;
        return configuration;
    }

    /// <summary>Where the load balancer finds the tasks.</summary>
    public static List<LoadBalancer> LoadBalancers(ServiceResource desired, Resolution resolution) => desired.TargetGroup is not { } group
        ? []
        :
        [
            new LoadBalancer
            {
                TargetGroupArn = resolution.Id(group),
                ContainerName = desired.Definition.Name,
                ContainerPort = desired.Definition.Port,
                AdvancedConfiguration = desired.Shift is { Role: { } role } shift
                    ? new AdvancedConfiguration
                    {
                        AlternateTargetGroupArn = resolution.Id(shift.AlternateTargetGroup),
                        ProductionListenerRule = resolution.Id(shift.ProductionRule),
                        TestListenerRule = shift.TestRule is { } test ? resolution.Id(test) : null,
                        RoleArn = resolution.RoleArn(role.Name),
                    }
                    : null,
            },
        ];

    /// <summary>What differs. AWS tells what applies to the strategy and fills in the rest.</summary>
    public static Differences CheckDeployment(this Differences differences, ServiceResource desired, Service live, Resolution resolution)
    {
        var actual = live.DeploymentConfiguration;
        var wanted = desired.Definition.Deployment;
        differences
            .CheckSet("loadBalancers", (live.LoadBalancers ?? []).Select(Describe), LoadBalancers(desired, resolution).Select(Describe))
            .Check("strategy", actual?.Strategy?.Value ?? RolloutStrategy.Rolling.Spell(), wanted.Strategy.Spell())
            .CheckIfTold("circuitBreaker.enable", actual?.DeploymentCircuitBreaker?.Enable, wanted.CircuitBreaker)
            .CheckIfTold("circuitBreaker.rollback", actual?.DeploymentCircuitBreaker?.Rollback, wanted.CircuitBreaker && wanted.Rollback)
            .Check("alarms", Describe(actual?.Alarms), Describe(Alarms(desired)))
            .Check("lifecycleHooks", Join(actual?.LifecycleHooks?.Select(Describe)), Join(wanted.Hooks.Select(hook => Describe(Hook(desired, hook, resolution)))));
        return wanted.Strategy switch
        {
            RolloutStrategy.Rolling => differences
                .CheckIfTold("minimumHealthyPercent", actual?.MinimumHealthyPercent, wanted.MinimumHealthyPercent)
                .CheckIfTold("maximumPercent", actual?.MaximumPercent, wanted.MaximumPercent),
            RolloutStrategy.Linear => differences
                .Check("bakeTimeInMinutes", actual?.BakeTimeInMinutes ?? 0, wanted.BakeTimeMinutes)
                .Check("linearConfiguration.stepPercent", actual?.LinearConfiguration?.StepPercent, wanted.Linear.StepPercent)
                .Check("linearConfiguration.stepBakeTimeInMinutes", actual?.LinearConfiguration?.StepBakeTimeInMinutes, wanted.Linear.StepMinutes),
            RolloutStrategy.Canary => differences
                .Check("bakeTimeInMinutes", actual?.BakeTimeInMinutes ?? 0, wanted.BakeTimeMinutes)
                .Check("canaryConfiguration.canaryPercent", actual?.CanaryConfiguration?.CanaryPercent, wanted.Canary.Percent)
                .Check("canaryConfiguration.canaryBakeTimeInMinutes", actual?.CanaryConfiguration?.CanaryBakeTimeInMinutes, wanted.Canary.BakeMinutes),
            _ => differences.Check("bakeTimeInMinutes", actual?.BakeTimeInMinutes ?? 0, wanted.BakeTimeMinutes),
        };
    }

    /// <summary>None is said too, or those of before would stay.</summary>
    private static DeploymentAlarms Alarms(ServiceResource desired) => new()
    {
        AlarmNames = [.. desired.AlarmNames],
        Enable = desired.AlarmNames.Count > 0,
        Rollback = desired.AlarmNames.Count > 0 && desired.Definition.Deployment.Rollback,
    };

    private static DeploymentLifecycleHook Hook(ServiceResource desired, DeploymentHook hook, Resolution resolution) => hook.Function is { } function
        ? new DeploymentLifecycleHook
        {
            TargetType = DeploymentLifecycleHookTargetType.AWS_LAMBDA,
            HookTargetArn = function,
            RoleArn = resolution.RoleArn(desired.HookRole!.Name),
            LifecycleStages = [.. hook.Stages.Select(stage => stage.Spell())],
        }
        : new DeploymentLifecycleHook
        {
            TargetType = DeploymentLifecycleHookTargetType.PAUSE,
            LifecycleStages = [.. hook.Stages.Select(stage => stage.Spell())],
            TimeoutConfiguration = new DeploymentLifecycleHookTimeoutConfiguration { TimeoutInMinutes = hook.TimeoutMinutes, Action = hook.OnTimeout.Spell() },
        };

    /// <summary>The two target groups count as a set: which of them is called the alternate one is ECS's affair after the first deployment.</summary>
    private static string Describe(LoadBalancer loadBalancer) => loadBalancer.AdvancedConfiguration is { } advanced
        ? $"{Join([loadBalancer.TargetGroupArn, advanced.AlternateTargetGroupArn])} {loadBalancer.ContainerName}:{loadBalancer.ContainerPort} by {Join([advanced.ProductionListenerRule, advanced.TestListenerRule ?? "", advanced.RoleArn])}"
        : $"{loadBalancer.TargetGroupArn} {loadBalancer.ContainerName}:{loadBalancer.ContainerPort}";

    private static string Describe(DeploymentAlarms? alarms) => alarms is { AlarmNames.Count: > 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"{Join(alarms.AlarmNames)}, {(alarms.Enable == true ? "enabled" : "disabled")}{(alarms.Rollback == true ? ", rollback" : "")}")
        : "";

    private static string Describe(DeploymentLifecycleHook hook) => hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE
        ? string.Create(CultureInfo.InvariantCulture, $"pause at {Join(hook.LifecycleStages)}, after {hook.TimeoutConfiguration?.TimeoutInMinutes ?? 1440} minutes {hook.TimeoutConfiguration?.Action?.Value ?? "ROLLBACK"}")
        : $"{hook.HookTargetArn} at {Join(hook.LifecycleStages)} as {hook.RoleArn}";

    private static string Join(IEnumerable<string>? values) => string.Join(", ", (values ?? []).Where(value => value.Length > 0).Order(StringComparer.Ordinal));
}
