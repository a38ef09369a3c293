using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of strategies and hooks before it takes a request (API reference, DeploymentConfiguration; "Pause hooks", "Lambda hooks").</summary>
internal static class StrategyRules
{
    private const int MostHooks = 10;

    public static bool IsRolling(DeploymentConfiguration configuration) => configuration.Strategy?.Value is null or "ROLLING";

    public static void Check(DeploymentConfiguration configuration)
    {
        var strategy = configuration.Strategy.Value;
        EcsErrors.Require(configuration.BakeTimeInMinutes is null or (>= 0 and <= 1440), "bakeTimeInMinutes must be between 0 and 1440.");
        EcsErrors.Require(configuration.LinearConfiguration is null || strategy == "LINEAR", "linearConfiguration is only supported with the LINEAR deployment strategy.");
        EcsErrors.Require(configuration.CanaryConfiguration is null || strategy == "CANARY", "canaryConfiguration is only supported with the CANARY deployment strategy.");
        if (configuration.LinearConfiguration is { } linear)
        {
            CheckPercent("stepPercent", linear.StepPercent, 3);
            EcsErrors.Require(linear.StepBakeTimeInMinutes is null or (>= 0 and <= 1440), "stepBakeTimeInMinutes must be between 0 and 1440.");
        }

        if (configuration.CanaryConfiguration is { } canary)
        {
            CheckPercent("canaryPercent", canary.CanaryPercent, 0.1);
            EcsErrors.Require(canary.CanaryBakeTimeInMinutes is null or (>= 0 and <= 1440), "canaryBakeTimeInMinutes must be between 0 and 1440.");
        }

        CheckHooks(configuration.LifecycleHooks ?? []);
    }

    private static void CheckPercent(string name, double? percent, double least) => EcsErrors.Require(
        percent is null || (percent >= least && percent <= 100 && Math.Abs((percent.Value * 10) - Math.Round(percent.Value * 10)) < 1e-6),
        $"{name} must be a multiple of 0.1 between {least:0.0} and 100.0.");

    private static void CheckHooks(List<DeploymentLifecycleHook> hooks)
    {
        EcsErrors.Require(hooks.Count(IsPause) <= MostHooks && hooks.Count(hook => !IsPause(hook)) <= MostHooks,
            $"lifecycleHooks can have at most {MostHooks} pause hooks and {MostHooks} Lambda hooks.");
        foreach (var hook in hooks)
        {
            var stages = hook.LifecycleStages ?? [];
            EcsErrors.Require(stages.Count > 0, "lifecycleStages can not be empty.");
            EcsErrors.Require(stages.TrueForAll(Stages.CanHaveHook), "Invalid lifecycle stage for a lifecycle hook.");
            var minutes = hook.TimeoutConfiguration?.TimeoutInMinutes;
            if (IsPause(hook))
            {
                EcsErrors.Require(hook.HookTargetArn is null && hook.RoleArn is null, "hookTargetArn and roleArn are not supported for PAUSE lifecycle hooks.");
                EcsErrors.Require(!stages.Exists(Stages.IsShift), "PAUSE lifecycle hooks are not supported at the stages TEST_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT.");
                EcsErrors.Require(minutes is null or (>= 1 and <= 20160), "timeoutInMinutes must be between 1 and 20160.");
            }
            else
            {
                EcsErrors.Require(hook.HookTargetArn is not null, "hookTargetArn is required for AWS_LAMBDA lifecycle hooks.");
                EcsErrors.Require(hook.RoleArn is not null, "roleArn is required for AWS_LAMBDA lifecycle hooks.");
                EcsErrors.Require(hook.HookTargetArn!.Contains(":lambda:", StringComparison.Ordinal), $"Invalid hookTargetArn: {hook.HookTargetArn}");
                EcsErrors.Require(minutes is null or (>= 1 and <= 1440), "timeoutInMinutes must be between 1 and 1440.");
            }
        }
    }

    public static bool IsPause(DeploymentLifecycleHook hook) => hook.TargetType?.Value == "PAUSE";
}
