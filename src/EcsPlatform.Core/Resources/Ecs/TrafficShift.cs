using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>What the deployments of a service that is not rolling move traffic with (ECS API: <c>AdvancedConfiguration</c>; CodeDeploy: target group pair).</summary>
/// <param name="AlternateTargetGroup">The other colour. Which of the two is live is known by the production rule's weights alone.</param>
/// <param name="ProductionRule">The rule whose weights move.</param>
/// <param name="TestRule">The rule on the test listener; null without one.</param>
/// <param name="Role">By which ECS changes rules and targets; null where CodeDeploy does it.</param>
public sealed record TrafficShift(
    TargetGroupResource AlternateTargetGroup,
    ListenerRuleResource ProductionRule,
    ListenerRuleResource? TestRule,
    RoleResource? Role)
{
    /// <summary>What has to be there.</summary>
    internal IEnumerable<Resource> Parts => new Resource?[] { AlternateTargetGroup, TestRule, Role }.OfType<Resource>();
}
