using System.Globalization;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Rules: priorities are unique in a listener; the default rule goes with its listener.</summary>
public sealed partial class ElasticLoadBalancingService
{
    private void HandleRules()
    {
        On(ElasticLoadBalancingV2Model.CreateRule, CreateRule);
        On(ElasticLoadBalancingV2Model.DeleteRule, DeleteRule);
        On(ElasticLoadBalancingV2Model.DescribeRules, DescribeRules);
        On(ElasticLoadBalancingV2Model.ModifyRule, ModifyRule);
        On(ElasticLoadBalancingV2Model.SetRulePriorities, SetRulePriorities);
    }

    private CreateRuleResponse CreateRule(CreateRuleRequest request)
    {
        var tags = TagsOf(request.Tags);
        var listener = FindListener(request.ListenerArn);
        var balancer = State.LoadBalancers[listener.LoadBalancerArn].Shown;
        if (!IsApplication(balancer))
        {
            throw new AwsError("UnsupportedProtocol", $"Rules are not supported for listeners with protocol '{listener.Protocol.Value}'");
        }

        var conditions = Conditions.Checked(request.Conditions, Quotas.ConditionValues);
        var actions = Actions.Checked(request.Actions, application: true, Quotas.TargetGroupsPerAction);
        CheckTargetGroups(balancer, actions);
        var priority = Priority(request.Priority);
        if (RulesOf(listener.ListenerArn).Any(rule => rule.Shown.Priority == priority))
        {
            throw new AwsError("PriorityInUse", $"Priority '{priority}' is currently in use");
        }

        if (State.Rules.Values.Count(rule => rule.Shown.IsDefault == false && State.Listeners[rule.ListenerArn].LoadBalancerArn == balancer.LoadBalancerArn) >= Quotas.Rules)
        {
            throw new AwsError("TooManyRules", "The maximum number of rules has been reached");
        }

        var made = AddRule(listener, new Rule { Priority = priority, Conditions = conditions, Actions = actions, IsDefault = false, Transforms = request.Transforms ?? [] });
        Tag(made.RuleArn, tags);
        WatchTargets();
        return new CreateRuleResponse { Rules = [made] };
    }

    private ModifyRuleResponse ModifyRule(ModifyRuleRequest request)
    {
        var rule = FindRule(request.RuleArn);
        if (rule.Shown.IsDefault == true)
        {
            throw new AwsError("OperationNotPermitted", $"Default rule '{request.RuleArn}' cannot be modified");
        }

        if (request is { Conditions: not { Count: > 0 }, Actions: not { Count: > 0 }, Transforms: not { Count: > 0 }, ResetTransforms: not true })
        {
            throw Invalid("Either conditions or actions must be specified");
        }

        var conditions = request.Conditions is { Count: > 0 } ? Conditions.Checked(request.Conditions, Quotas.ConditionValues) : rule.Shown.Conditions;
        if (request.Actions is { Count: > 0 })
        {
            var actions = Actions.Checked(request.Actions, application: true, Quotas.TargetGroupsPerAction);
            CheckTargetGroups(State.LoadBalancers[State.Listeners[rule.ListenerArn].LoadBalancerArn].Shown, actions);
            rule.Shown.Actions = actions;
        }

        rule.Shown.Conditions = conditions;
        rule.Shown.Transforms = request.ResetTransforms == true ? [] : request.Transforms ?? rule.Shown.Transforms;
        WatchTargets();
        return new ModifyRuleResponse { Rules = [rule.Shown] };
    }

    private DeleteRuleResponse DeleteRule(DeleteRuleRequest request)
    {
        var rule = FindRule(request.RuleArn);
        if (rule.Shown.IsDefault == true)
        {
            throw new AwsError("OperationNotPermitted", $"Default rule '{request.RuleArn}' cannot be deleted");
        }

        State.Rules.Remove(request.RuleArn);
        State.Tags.Remove(request.RuleArn);
        WatchTargets();
        return new DeleteRuleResponse();
    }

    private DescribeRulesResponse DescribeRules(DescribeRulesRequest request)
    {
        if (request.ListenerArn is null == request.RuleArns is not { Count: > 0 })
        {
            throw Invalid("You must specify either listener rule ARNs or a listener ARN");
        }

        var found = request.ListenerArn is { } listener
            ? RulesOf(FindListener(listener).ListenerArn)
            : request.RuleArns!.Select(FindRule).ToArray();
        var ordered = found.Select(rule => rule.Shown).OrderBy(Number);
        var page = PageOf(ordered, rule => rule.RuleArn, request.Marker, request.PageSize);
        return new DescribeRulesResponse { Rules = [.. page.Items], NextMarker = page.NextToken };
    }

    // All or nothing: priorities may swap within one call.
    private SetRulePrioritiesResponse SetRulePriorities(SetRulePrioritiesRequest request)
    {
        var changes = request.RulePriorities.Select(pair => (Rule: FindRule(pair.RuleArn), Priority: Priority(pair.Priority))).ToArray();
        if (changes.FirstOrDefault(change => change.Rule.Shown.IsDefault == true).Rule is { } fixedRule)
        {
            throw new AwsError("OperationNotPermitted", $"The priority of the default rule '{fixedRule.Shown.RuleArn}' cannot be changed");
        }

        foreach (var (rule, priority) in changes)
        {
            var others = RulesOf(rule.ListenerArn).Where(other => other != rule)
                .Select(other => changes.FirstOrDefault(change => change.Rule == other).Priority ?? other.Shown.Priority);
            if (others.Contains(priority))
            {
                throw new AwsError("PriorityInUse", $"Priority '{priority}' is currently in use");
            }
        }

        foreach (var (rule, priority) in changes)
        {
            rule.Shown.Priority = priority;
        }

        TrafficMoves();

        return new SetRulePrioritiesResponse { Rules = [.. changes.Select(change => change.Rule.Shown)] };
    }

    private static int Number(Rule rule) => rule.IsDefault == true ? int.MaxValue : int.Parse(rule.Priority, CultureInfo.InvariantCulture);

    private static string Priority(int? number) => number is >= 1 and <= 50000
        ? number.Value.ToString(CultureInfo.InvariantCulture)
        : throw Invalid($"Priority '{number}' must be within '1-50000' inclusive");

    private IEnumerable<RuleRecord> RulesOf(string listenerArn) => State.Rules.Values.Where(rule => rule.ListenerArn == listenerArn);

    private void AddDefaultRule(Listener listener) =>
        AddRule(listener, new Rule { Priority = "default", Conditions = [], Actions = listener.DefaultActions, IsDefault = true, Transforms = [] });

    private Rule AddRule(Listener listener, Rule rule)
    {
        rule.RuleArn = listener.ListenerArn.Replace(":listener/", ":listener-rule/", StringComparison.Ordinal) + "/" + Ids.Hex(16);
        State.Rules.Add(rule.RuleArn, new RuleRecord { Shown = rule, ListenerArn = listener.ListenerArn });
        return rule;
    }
}
