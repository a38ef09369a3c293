using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>An ECS service that CodeDeploy deploys: the little of it that ECS still changes itself. Tasks, network and target groups belong to task sets.</summary>
/// <remarks>ECS API, UpdateService: "only the desired count, deployment configuration, health check grace period, task placement …, ECS managed tags, and propagate tags can be updated".</remarks>
internal static class CodeDeployedService
{
    /// <summary>The difference in who carries deployments out.</summary>
    public const string Controller = "deploymentController";

    /// <summary>What differs, without what task sets say.</summary>
    public static IEnumerable<PropertyDifference> Compare(ServiceResource desired, Service live, Resolution resolution) => new Differences()
        .Check(Controller, live.DeploymentController?.Type?.Value ?? RolloutController.Ecs.Spell(), RolloutController.CodeDeploy.Spell())
        .CheckIfTold("healthCheckGracePeriodSeconds", live.HealthCheckGracePeriodSeconds, desired.Definition.HealthCheckGracePeriodSeconds)
        .Check("enableExecuteCommand", live.EnableExecuteCommand ?? false, desired.Definition.ExecuteCommand)
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <summary>The changing request. What serves goes on as the primary task set when the controller changes.</summary>
    public static UpdateServiceRequest Update(ServiceResource desired, IReadOnlyList<PropertyDifference> differences, Resolution resolution)
    {
        var request = new UpdateServiceRequest
        {
            Cluster = desired.Cluster.Name,
            Service = desired.Name,
            HealthCheckGracePeriodSeconds = desired.Definition.HealthCheckGracePeriodSeconds,
            EnableExecuteCommand = differences.Touch("enableExecuteCommand") ? desired.Definition.ExecuteCommand : null,
        };
        if (differences.Touch(Controller))
        {
            // Strategies, alarms, hooks and the circuit breaker are of the ECS controller only: none is said, or those of before would stay.
            request.DeploymentController = new DeploymentController { Type = DeploymentControllerType.CODE_DEPLOY };
            request.DeploymentConfiguration = new DeploymentConfiguration
            {
                Strategy = DeploymentStrategy.ROLLING,
                DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = false, Rollback = false },
                Alarms = new DeploymentAlarms { AlarmNames = [], Enable = false, Rollback = false },
                LifecycleHooks = [],
            };
            request.LoadBalancers = [new LoadBalancer { TargetGroupArn = Serving(desired, resolution), ContainerName = desired.Definition.Name, ContainerPort = desired.Definition.Port }];
        }

        return request;
    }

    /// <summary>The target group that has the traffic now: that is where the present tasks are.</summary>
    private static string Serving(ServiceResource desired, Resolution resolution)
    {
        TargetGroupResource[] groups = [desired.TargetGroup!, desired.Shift!.AlternateTargetGroup];
        var weights = ListenerRuleKind.TargetGroupsOf(resolution.State<ListenerRuleState>(desired.Shift.ProductionRule)?.Rule).ToList();
        return groups.Select(resolution.Id).MaxBy(group => weights.Find(tuple => tuple.TargetGroupArn == group)?.Weight ?? 0)!;
    }
}
