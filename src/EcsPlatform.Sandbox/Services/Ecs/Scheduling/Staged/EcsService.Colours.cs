using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Colours: which target group a revision's tasks stand in, and how the rules' weights move between the two.</summary>
internal sealed partial class EcsService
{
    /// <summary>The target groups of a new deployment: the other colour than what serves when it moves traffic, the same when it rolls.</summary>
    private static List<LoadBalancer> TargetsFor(Service spec, DeploymentRecord? serving)
    {
        var isRolling = StrategyRules.IsRolling(spec.DeploymentConfiguration);
        return
        [
            .. spec.LoadBalancers.Select(balancer =>
            {
                if (balancer.AdvancedConfiguration?.AlternateTargetGroupArn is not { } alternate)
                {
                    return balancer;
                }

                var present = serving?.Targets.Find(target => target.TargetGroupArn == balancer.TargetGroupArn || target.TargetGroupArn == alternate)?.TargetGroupArn;
                var own = present is null ? balancer.TargetGroupArn
                    : isRolling ? present
                    : present == alternate ? balancer.TargetGroupArn : alternate;
                return new LoadBalancer
                {
                    TargetGroupArn = own,
                    ContainerName = balancer.ContainerName,
                    ContainerPort = balancer.ContainerPort,
                    AdvancedConfiguration = balancer.AdvancedConfiguration,
                };
            }),
        ];
    }

    /// <summary>Gives a deployment a share of the production traffic, and the other colour the rest.</summary>
    private void ShiftProduction(DeploymentRecord deployment, double percent) =>
        ShiftTraffic(deployment, percent, static advanced => advanced.ProductionListenerRule);

    /// <summary>Gives a deployment a share of the test traffic, where there is a test listener.</summary>
    private void ShiftTest(DeploymentRecord deployment, double percent) =>
        ShiftTraffic(deployment, percent, static advanced => advanced.TestListenerRule);

    private void ShiftTraffic(DeploymentRecord deployment, double percent, Func<AdvancedConfiguration, string?> ruleOf)
    {
        var (own, rest) = TrafficSteps.Weights(percent);
        foreach (var target in deployment.Targets)
        {
            if (target.AdvancedConfiguration is { } advanced && ruleOf(advanced) is { } rule)
            {
                Neighbours.Shift(rule, new Dictionary<string, int> { [target.TargetGroupArn] = own, [OtherColour(deployment, target)] = rest });
            }
        }
    }

    private static string OtherColour(DeploymentRecord deployment, LoadBalancer target)
    {
        var asked = deployment.LoadBalancers.Find(balancer => balancer.TargetGroupArn == target.TargetGroupArn
            || balancer.AdvancedConfiguration?.AlternateTargetGroupArn == target.TargetGroupArn)!;
        return asked.TargetGroupArn == target.TargetGroupArn ? asked.AdvancedConfiguration.AlternateTargetGroupArn : asked.TargetGroupArn;
    }
}
