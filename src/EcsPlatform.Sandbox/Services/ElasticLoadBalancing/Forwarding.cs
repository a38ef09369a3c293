using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using ListenerAction = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Weights of forward actions as deployments read and move them.</summary>
public sealed partial class ElasticLoadBalancingService
{
    /// <summary>Raised when the traffic of a listener may go elsewhere: weights, rules, targets, their health; under the sandbox's lock.</summary>
    internal event System.Action? TrafficChanged;

    /// <summary>Whether the text is the ARN of a rule of an application load balancer, or of a listener of a network load balancer.</summary>
    internal static bool IsTrafficArn(string arn) =>
        arn.Contains(":listener-rule/app/", StringComparison.Ordinal) || arn.Contains(":listener/net/", StringComparison.Ordinal);

    /// <summary>The target groups and weights that a rule, or a listener by default, forwards to; null where there is none such.</summary>
    /// <param name="arn">A rule's or a listener's ARN.</param>
    internal IReadOnlyList<TargetGroupTuple>? Forwards(string arn) =>
        TrafficRule(arn) is { } rule ? rule.Shown.Actions?.LastOrDefault()?.ForwardConfig?.TargetGroups ?? [] : null;

    /// <summary>Sets weights in a rule's, or a listener's default, forward action at once; target groups that it does not name keep theirs.</summary>
    /// <param name="arn">A rule's or a listener's ARN.</param>
    /// <param name="weights">Weights from 0 to 999 by target group.</param>
    /// <exception cref="AwsError">The rule is gone.</exception>
    internal void Shift(string arn, IReadOnlyDictionary<string, int> weights)
    {
        var rule = TrafficRule(arn) ?? throw NotFound("RuleNotFound", "rules");
        var present = Forwards(arn)!;
        List<TargetGroupTuple> tuples =
        [
            .. present.Select(tuple => new TargetGroupTuple { TargetGroupArn = tuple.TargetGroupArn, Weight = weights.TryGetValue(tuple.TargetGroupArn, out var weight) ? weight : tuple.Weight }),
            .. weights.Where(pair => present.All(tuple => tuple.TargetGroupArn != pair.Key)).Select(pair => new TargetGroupTuple { TargetGroupArn = pair.Key, Weight = pair.Value }),
        ];
        var last = rule.Shown.Actions.LastOrDefault();
        var action = new ListenerAction
        {
            Type = ActionTypeEnum.Forward,
            Order = last?.Order,
            TargetGroupArn = tuples is [var only] ? only.TargetGroupArn : null,
            ForwardConfig = new ForwardActionConfig
            {
                TargetGroups = tuples,
                TargetGroupStickinessConfig = last?.ForwardConfig?.TargetGroupStickinessConfig ?? new() { Enabled = false },
            },
        };
        rule.Shown.Actions = [.. rule.Shown.Actions.SkipLast(1), action];
        if (rule.Shown.IsDefault == true)
        {
            State.Listeners[rule.ListenerArn].DefaultActions = rule.Shown.Actions;
        }

        WatchTargets();
    }

    /// <summary>The ARN of the target group with a name, or null.</summary>
    internal string? TargetGroupNamed(string name) => State.TargetGroups.Values.FirstOrDefault(record => record.Shown.TargetGroupName == name)?.Shown.TargetGroupArn;

    /// <summary>The rules of a listener, its default one too, that forward to any of the target groups.</summary>
    internal IReadOnlyList<string> RulesTo(string listenerArn, params string[] targetGroups) =>
        [.. RulesOf(listenerArn).Where(rule => Actions.TargetGroups(rule.Shown.Actions).Any(targetGroups.Contains)).Select(rule => rule.Shown.RuleArn)];

    private RuleRecord? TrafficRule(string arn) => State.Rules.GetValueOrDefault(arn)
        ?? State.Rules.Values.FirstOrDefault(rule => rule.ListenerArn == arn && rule.Shown.IsDefault == true);

    private void TrafficMoves() => TrafficChanged?.Invoke();
}
