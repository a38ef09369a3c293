using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of target groups, listener rules and roles of deployments that move traffic (Developer Guide, "Troubleshooting blue/green deployments").</summary>
internal sealed class ColourRules(Neighbours neighbours)
{
    private const string Invalid = "Service deployment rolled back because of invalid networking configuration";

    /// <summary>Checks the request: refused at once.</summary>
    public void Check(List<LoadBalancer>? loadBalancers, DeploymentConfiguration configuration)
    {
        var all = loadBalancers ?? [];
        var groups = all.SelectMany(balancer => new[] { balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn }).OfType<string>().ToList();
        var twice = groups.GroupBy(arn => arn).FirstOrDefault(group => group.Count() > 1);
        EcsErrors.Require(all.Count < 2 || twice is null, $"Duplicate targetGroupArn found: {twice?.Key}");
        EcsErrors.Require(all.TrueForAll(balancer => balancer.AdvancedConfiguration is null) || all.TrueForAll(balancer => balancer.AdvancedConfiguration is not null),
            "Either all or none of the provided loadBalancers must have advancedConfiguration defined");
        EcsErrors.Require(StrategyRules.IsRolling(configuration) || all.TrueForAll(balancer => balancer.AdvancedConfiguration is not null),
            "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy");
        foreach (var balancer in all.Where(balancer => balancer.AdvancedConfiguration is not null))
        {
            CheckAdvanced(balancer.TargetGroupArn, balancer.AdvancedConfiguration);
        }
    }

    /// <summary>Why a deployment that begins cannot move the traffic: it is rolled back with that; null where it can.</summary>
    public string? Obstacle(List<LoadBalancer> loadBalancers) => loadBalancers.Select(Obstacle).FirstOrDefault(reason => reason is not null);

    /// <summary>The role that may not be assumed (yet), or null.</summary>
    public string? RefusedRole(List<LoadBalancer> loadBalancers) => loadBalancers.Select(balancer => balancer.AdvancedConfiguration?.RoleArn)
        .OfType<string>().FirstOrDefault(role => !neighbours.IsAssumable(role, Neighbours.ServicePrincipal));

    public static string MissingPermissions(string role) =>
        $"{Invalid}. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role '{role}'.";

    private void CheckAdvanced(string? targetGroup, AdvancedConfiguration advanced)
    {
        foreach (var (name, arn) in new[] { ("productionListenerRule", advanced.ProductionListenerRule), ("testListenerRule", advanced.TestListenerRule) })
        {
            EcsErrors.Require(arn is null || Neighbours.IsTrafficArn(arn), $"{name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: {arn}");
        }

        EcsErrors.Require(advanced.AlternateTargetGroupArn is not null, "alternateTargetGroupArn can not be empty.");
        EcsErrors.Require(advanced.ProductionListenerRule is not null, "productionListenerRule can not be empty.");
        EcsErrors.Require(advanced.RoleArn is not null, "roleArn can not be empty.");
        EcsErrors.Require(advanced.ProductionListenerRule != advanced.TestListenerRule,
            $"The following rules cannot be used as both production and test listener rules: {advanced.ProductionListenerRule}");
        if (advanced.TestListenerRule is null && neighbours.Forwards(advanced.ProductionListenerRule!) is { } tuples && Neighbours.IsRule(advanced.ProductionListenerRule!))
        {
            string?[] both = [targetGroup, advanced.AlternateTargetGroupArn];
            EcsErrors.Require(both.All(arn => tuples.Any(tuple => tuple.TargetGroupArn == arn)),
                "For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup");
        }

        var group = neighbours.FindTargetGroup(advanced.AlternateTargetGroupArn!)
            ?? throw EcsErrors.InvalidParameter($"Unable to describe target group: The target group with targetGroupArn {advanced.AlternateTargetGroupArn} does not exist.");
        EcsErrors.Require(group.TargetType?.Value == "ip",
            $"The provided target group {advanced.AlternateTargetGroupArn} has target type {group.TargetType?.Value}, which is incompatible with the awsvpc network mode specified in the task definition.");
    }

    private string? Obstacle(LoadBalancer balancer)
    {
        if (balancer.AdvancedConfiguration is not { } advanced)
        {
            return null;
        }

        string[] ours = [balancer.TargetGroupArn, advanced.AlternateTargetGroupArn];
        var production = neighbours.Forwards(advanced.ProductionListenerRule);
        var test = advanced.TestListenerRule is { } rule ? neighbours.Forwards(rule) : [];
        if (production is null || test is null)
        {
            return $"{Invalid}. One or more rules not found";
        }

        var known = production.Concat(test).Select(tuple => tuple.TargetGroupArn).ToHashSet();
        if (!ours.All(known.Contains))
        {
            return $"{Invalid}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.";
        }

        var serving = production.Where(tuple => tuple.Weight > 0).ToList();
        return serving.Find(tuple => !ours.Contains(tuple.TargetGroupArn)) is { } stranger
                ? $"{Invalid}. Production listener rule is forwarding traffic to unexpected target group {stranger.TargetGroupArn}. Expected traffic to be forwarded to either "
                    + $"targetGroupArn: {balancer.TargetGroupArn} or alternateTargetGroupArn: {advanced.AlternateTargetGroupArn}"
            : serving.Count != 1
                ? $"{Invalid}. productionListenerRule {advanced.ProductionListenerRule} should have exactly one target group serving traffic but found {serving.Count} target groups which are serving traffic"
            : null;
    }
}
