using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of a service besides its network.</summary>
internal static class ServiceRules
{
    public static void Check(CreateServiceRequest request)
    {
        ControllerRules.Check(request);
        EcsErrors.Require(request.SchedulingStrategy?.Value != "DAEMON", "The daemon scheduling strategy is not supported on Fargate.");
        EcsErrors.Require(request.DesiredCount is not null, "DesiredCount is required for the REPLICA scheduling strategy.");
        EcsErrors.Require(request.TaskDefinition is not null, "TaskDefinition can not be blank.");
        CheckDesiredCount(request.DesiredCount);
        CheckGracePeriod(request.HealthCheckGracePeriodSeconds, request.LoadBalancers);
    }

    /// <summary>The strategy of the service, or the cluster's; null where a launch type stands instead.</summary>
    public static List<CapacityProviderStrategyItem>? Strategy(LaunchType? launchType, List<CapacityProviderStrategyItem>? asked, Cluster cluster)
    {
        EcsErrors.Require(launchType is null || asked is not { Count: > 0 },
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        CapacityProviders.CheckStrategy(asked, cluster.CapacityProviders);
        if (launchType is not null)
        {
            return null;
        }

        var strategy = asked is { Count: > 0 } ? CapacityProviders.Normalize(asked) : cluster.DefaultCapacityProviderStrategy;

        // Without either, AWS falls back to the launch type EC2, of which there is none here.
        EcsErrors.Require(strategy is { Count: > 0 }, "No Container Instances were found in your cluster.");
        return strategy;
    }

    public static void CheckDesiredCount(int? count) =>
        EcsErrors.Require(count is null or (>= 0 and <= 5000), "desiredCount must be between 0 and 5000.");

    public static void CheckGracePeriod(int? seconds, List<LoadBalancer>? loadBalancers)
    {
        EcsErrors.Require(seconds is null or >= 0, "healthCheckGracePeriodSeconds must not be negative.");
        EcsErrors.Require(seconds is null || loadBalancers is { Count: > 0 },
            "Health check grace period is only valid for services configured to use load balancers");
    }

    public static void CheckExecuteCommand(bool? enabled, TaskDefinition definition) =>
        EcsErrors.Require(enabled != true || definition.TaskRoleArn is not null,
            "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.");

    public static string PlatformFamily(TaskDefinition definition) =>
        definition.RuntimePlatform?.OperatingSystemFamily?.Value is null or "LINUX" ? "Linux" : "Windows";
}
