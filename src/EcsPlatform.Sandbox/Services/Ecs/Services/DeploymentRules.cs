using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>How many tasks a deployment may have too many or too few, and what it does when it fails: checks and defaults.</summary>
internal static class DeploymentRules
{
    /// <summary>What was asked for, over what was there before, over AWS's defaults.</summary>
    public static DeploymentConfiguration Merge(DeploymentConfiguration? asked, DeploymentConfiguration? present = null)
    {
        var strategy = asked?.Strategy ?? present?.Strategy ?? DeploymentStrategy.ROLLING;
        var merged = new DeploymentConfiguration
        {
            MaximumPercent = asked?.MaximumPercent ?? present?.MaximumPercent ?? 200,
            MinimumHealthyPercent = asked?.MinimumHealthyPercent ?? present?.MinimumHealthyPercent ?? 100,
            DeploymentCircuitBreaker = asked?.DeploymentCircuitBreaker ?? present?.DeploymentCircuitBreaker
                ?? new DeploymentCircuitBreaker { Enable = false, Rollback = false },
            Alarms = asked?.Alarms ?? present?.Alarms,
            Strategy = strategy,
            BakeTimeInMinutes = asked?.BakeTimeInMinutes ?? present?.BakeTimeInMinutes ?? 0,
            LifecycleHooks = asked?.LifecycleHooks ?? present?.LifecycleHooks,
            LinearConfiguration = asked?.LinearConfiguration ?? (strategy != DeploymentStrategy.LINEAR ? null
                : present?.LinearConfiguration ?? new LinearConfiguration { StepPercent = 10, StepBakeTimeInMinutes = 6 }),
            CanaryConfiguration = asked?.CanaryConfiguration ?? (strategy != DeploymentStrategy.CANARY ? null
                : present?.CanaryConfiguration ?? new CanaryConfiguration { CanaryPercent = 5, CanaryBakeTimeInMinutes = 10 }),
        };
        Check(merged);
        return merged;
    }

    /// <summary>Healthy tasks that must stay: rounded up.</summary>
    public static int Lower(DeploymentConfiguration configuration, int desired) =>
        (int)Math.Ceiling(desired * (configuration.MinimumHealthyPercent ?? 100) / 100.0);

    /// <summary>Tasks that there may be: rounded down.</summary>
    public static int Upper(DeploymentConfiguration configuration, int desired) =>
        (int)Math.Floor(desired * (configuration.MaximumPercent ?? 200) / 100.0);

    private static void Check(DeploymentConfiguration configuration)
    {
        EcsErrors.Require(configuration.MaximumPercent is >= 100 and <= 200, "maximumPercent must be between 100 and 200.");
        EcsErrors.Require(configuration.MinimumHealthyPercent is >= 0 and <= 100, "minimumHealthyPercent must be between 0 and 100.");
        EcsErrors.Require(configuration.MaximumPercent > 100 || configuration.MinimumHealthyPercent < 100,
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        StrategyRules.Check(configuration);
    }
}
