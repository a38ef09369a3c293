using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>Which requests go to which target group.</summary>
public sealed class ListenerRuleResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ListenerRuleKind.Instance;

    /// <summary>The listener.</summary>
    public required ListenerResource Listener { get; init; }

    /// <summary>Where the requests go.</summary>
    public required TargetGroupResource TargetGroup { get; init; }

    /// <summary>The other target group of a service whose deployments move traffic: in the rule from the start, with a weight that deployments own.</summary>
    public TargetGroupResource? AlternateTargetGroup { get; init; }

    /// <summary>1 to 50,000; the smallest that matches wins.</summary>
    public required int Priority { get; init; }

    /// <summary>Path patterns: "/payments/*".</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Host names; any when empty.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Listener, .. TargetGroups.Select(group => new Need(group))];

    /// <summary>Where requests may go, first the one that gets them when the rule is made.</summary>
    internal IEnumerable<TargetGroupResource> TargetGroups => AlternateTargetGroup is { } other ? [TargetGroup, other] : [TargetGroup];
}

/// <summary>A rule with its listener and its tags.</summary>
public sealed record ListenerRuleState(string ListenerArn, Rule Rule, IReadOnlyDictionary<string, string> Tags);

/// <summary>How listener rules are found, made and removed. The weights of their target groups belong to deployments.</summary>
public sealed class ListenerRuleKind : ResourceKind<ListenerRuleResource, ListenerRuleState>
{
    /// <summary>The one instance.</summary>
    public static ListenerRuleKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "listener-rule";

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "PriorityInUse";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "RuleNotFound" or "ListenerNotFound" or "LoadBalancerNotFound";

    /// <summary>The path patterns of a rule.</summary>
    internal static IReadOnlyList<string> PathsOf(Rule rule) => [.. Values(rule, "path-pattern", condition => condition.PathPatternConfig?.Values)];

    /// <summary>The host names of a rule.</summary>
    internal static IReadOnlyList<string> HostsOf(Rule rule) => [.. Values(rule, "host-header", condition => condition.HostHeaderConfig?.Values)];

    /// <summary>Where a rule forwards to, with its weights.</summary>
    internal static IEnumerable<TargetGroupTuple> TargetGroupsOf(Rule? rule) => (rule?.Actions ?? [])
        .Where(action => action.Type == ActionTypeEnum.Forward)
        .SelectMany(action => action.ForwardConfig?.TargetGroups ?? [new TargetGroupTuple { TargetGroupArn = action.TargetGroupArn, Weight = 1 }]);

    /// <inheritdoc/>
    public override bool IsNotSeenYet(AmazonServiceException error) => base.IsNotSeenYet(error) || error.ErrorCode == "TargetGroupNotFound";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<ListenerRuleState>>> ObserveAsync(Observation observation)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return []; // they go with their load balancer
        }

        var found = await observation.RulesAsync();
        var tags = await observation.RuleTagsAsync();
        return found.Select(rule =>
        {
            var own = tags.GetValueOrDefault(rule.Rule.RuleArn) ?? new Dictionary<string, string>();
            return Found(observation, own.GetValueOrDefault("Name", rule.Rule.RuleArn), rule.Rule.RuleArn, new ListenerRuleState(rule.ListenerArn, rule.Rule, own), own);
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ListenerRuleResource desired, ListenerRuleState live, Resolution resolution) => new Differences()
        .Check("listenerArn", live.ListenerArn, resolution.Id(desired.Listener), replace: true)
        .Check("priority", live.Rule.Priority, desired.Priority)
        .CheckSet("pathPattern", PathsOf(live.Rule), desired.Paths)
        .CheckSet("hostHeader", HostsOf(live.Rule), desired.Hosts)
        .CheckSet("forward", ForwardsTo(live.Rule), desired.TargetGroups.Select(resolution.Id))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <summary>A target group that would leave the rule while all traffic goes there: first a deployment brings the traffic back.</summary>
    protected override IEnumerable<PlanProblem> Problems(ListenerRuleResource desired, Live<ListenerRuleState>? live, Resolution resolution)
    {
        var wanted = desired.TargetGroups.Select(resolution.Id).ToHashSet(StringComparer.Ordinal);
        var weights = TargetGroupsOf(live?.State.Rule).ToList();
        if (weights.Exists(tuple => wanted.Contains(tuple.TargetGroupArn)) && weights.TrueForAll(tuple => !wanted.Contains(tuple.TargetGroupArn) || tuple.Weight == 0))
        {
            yield return new PlanProblem(
                "TrafficElsewhere",
                desired.LogicalId,
                $"All traffic of {desired.Service} goes to the target group that would leave its rule.",
                "Deploy once more with the present strategy, which moves the traffic to the other target group; then change the strategy.");
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ListenerRuleResource desired, Resolution resolution) =>
        [PlannedCall.Of(ElasticLoadBalancingV2Model.CreateRule, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<ListenerRuleState>> CreateAsync(ListenerRuleResource desired, ApplyContext context)
    {
        Rule rule = null!;
        await RulePriorities.WithRoomAsync(context.Resolution.Id(desired.Listener), [desired.Priority], desired.LogicalId, context, async () =>
            rule = (await context.Aws.ElasticLoadBalancingV2.CreateRuleAsync(Request(desired, context.Resolution), context.Cancellation)).Rules[0]);
        return Made(desired, rule.RuleArn, new ListenerRuleState(context.Resolution.Id(desired.Listener), rule, context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<ListenerRuleState>> UpdateAsync(ListenerRuleResource desired, Live<ListenerRuleState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        var work = new List<Task>();
        if (differences.TouchTags())
        {
            work.Add(LoadBalancerTags.PutAsync(live.Id, desired, context));
        }

        if (differences.Touch("priority"))
        {
            work.Add(RulePriorities.SetAsync(desired, live.Id, context));
        }

        var moved = differences.Touch("forward");
        if (moved || differences.Touch("pathPattern", "hostHeader"))
        {
            // Actions are left out unless they must change: their weights are not ours, and stay where a target group stays.
            work.Add(context.Aws.ElasticLoadBalancingV2.ModifyRuleAsync(
                new ModifyRuleRequest { RuleArn = live.Id, Conditions = Conditions(desired), Actions = moved ? Actions(desired, live.State.Rule, context.Resolution) : null },
                context.Cancellation));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<ListenerRuleState> live, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = live.Id }, context.Cancellation);

    private static CreateRuleRequest Request(ListenerRuleResource desired, Resolution resolution) => new()
    {
        ListenerArn = resolution.Id(desired.Listener),
        Priority = desired.Priority,
        Conditions = Conditions(desired),
        Actions = Actions(desired, null, resolution),
        Tags = LoadBalancerTags.List(resolution.Tags(desired)),
    };

    private static List<RuleCondition> Conditions(ListenerRuleResource desired)
    {
        var conditions = new List<RuleCondition> { new() { Field = "path-pattern", PathPatternConfig = new PathPatternConditionConfig { Values = [.. desired.Paths] } } };
        if (desired.Hosts.Count > 0)
        {
            conditions.Add(new RuleCondition { Field = "host-header", HostHeaderConfig = new HostHeaderConditionConfig { Values = [.. desired.Hosts] } });
        }

        return conditions;
    }

    private static List<Amazon.ElasticLoadBalancingV2.Model.Action> Actions(ListenerRuleResource desired, Rule? live, Resolution resolution)
    {
        var weights = TargetGroupsOf(live).ToDictionary(tuple => tuple.TargetGroupArn, tuple => tuple.Weight ?? 1, StringComparer.Ordinal);
        var tuples = desired.TargetGroups.Select(resolution.Id)
            .Select(arn => new TargetGroupTuple { TargetGroupArn = arn, Weight = weights.GetValueOrDefault(arn) })
            .ToList();
        if (tuples.TrueForAll(tuple => tuple.Weight == 0))
        {
            tuples[0].Weight = 1;
        }

        return [new() { Type = ActionTypeEnum.Forward, ForwardConfig = new ForwardActionConfig { TargetGroups = tuples } }];
    }

    private static IEnumerable<string> Values(Rule rule, string field, Func<RuleCondition, List<string>?> config) =>
        (rule.Conditions ?? []).Where(condition => condition.Field == field).SelectMany(condition => config(condition) ?? condition.Values ?? []);

    /// <summary>The target groups that the rule forwards to, with whatever weights; otherwise what it does instead.</summary>
    private static IEnumerable<string> ForwardsTo(Rule rule) =>
        TargetGroupsOf(rule).Select(tuple => tuple.TargetGroupArn).DefaultIfEmpty(rule.Actions?.FirstOrDefault()?.Type?.Value ?? "nothing");
}
