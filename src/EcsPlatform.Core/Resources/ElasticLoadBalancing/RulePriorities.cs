using System.Globalization;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>Gives rules their priorities, of which a listener has each only once.</summary>
internal static class RulePriorities
{
    private const int PageSize = 400; // ELBv2 API, the most
    private const int PerCall = 100; // ELB quota, rules per load balancer
    private const int Last = 50000;

    /// <summary>Sets one; all of a listener's that change in a run change in one call, which looks at the new order as a whole: two rules may trade places.</summary>
    public static Task SetAsync(ListenerRuleResource rule, string arn, ApplyContext context)
    {
        var listener = context.Resolution.Id(rule.Listener);
        return context.Waits
            .Batch($"SetRulePriorities {listener}", PerCall, entries =>
            {
                var pairs = entries.Select(Parse).ToList();
                return WithRoomAsync(listener, [.. pairs.Select(pair => pair.Priority!.Value)], null, context, async () => await SetAsync(pairs, context));
            })
            .AddAsync(string.Create(CultureInfo.InvariantCulture, $"{arn} {rule.Priority}"));
    }

    /// <summary>Makes a call that takes priorities; where rules of ours that nobody wants any more still hold them, they step aside: they go only when all else is done.</summary>
    /// <param name="listener">The listener's ARN.</param>
    /// <param name="priorities">The priorities.</param>
    /// <param name="maker">The logical id of the rule that is made; one that has it already is that very rule.</param>
    /// <param name="context">The step's context.</param>
    /// <param name="call">The call.</param>
    public static async Task WithRoomAsync(string listener, IReadOnlyCollection<int> priorities, string? maker, ApplyContext context, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "PriorityInUse")
        {
            if (!await StepAsideAsync(listener, priorities, maker, context))
            {
                throw;
            }

            await call();
        }
    }

    private static async Task<bool> StepAsideAsync(string listener, IReadOnlyCollection<int> priorities, string? maker, ApplyContext context)
    {
        var rules = (await Pages.AllAsync(
            marker => context.Aws.ElasticLoadBalancingV2.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, PageSize = PageSize, Marker = marker }, context.Cancellation),
            page => page.Rules?.Where(rule => rule.IsDefault != true).Select(rule => (rule.RuleArn, Priority: int.Parse(rule.Priority, CultureInfo.InvariantCulture))),
            page => page.NextMarker)).OrderBy(rule => rule.Priority).ToList();
        var holders = rules.FindAll(rule => priorities.Contains(rule.Priority) && !context.Resolution.Knows(rule.RuleArn));
        var tags = await LoadBalancerTags.OfAsync(context.Aws, holders.Select(rule => rule.RuleArn), context.Cancellation);
        if (holders.Find(rule => !PlatformTags.AreOurs(context.Resolution.Scope, tags.GetValueOrDefault(rule.RuleArn))) is { RuleArn: { } foreign } taken)
        {
            throw new ResourceFailedException(
                "PriorityTaken",
                string.Create(CultureInfo.InvariantCulture, $"Priority {taken.Priority} belongs to rule {foreign}, which does not carry this platform's tags."),
                "It is left alone. Give the service's route another priority, or remove that rule yourself.");
        }

        if (holders.Count == 0 || holders.Exists(rule => tags[rule.RuleArn].GetValueOrDefault(PlatformTags.Id) == maker))
        {
            return false;
        }

        var held = rules.Select(rule => rule.Priority).ToHashSet();
        var free = Enumerable.Range(0, Last).Select(below => Last - below).Where(priority => !held.Contains(priority) && !priorities.Contains(priority));
        await SetAsync([.. holders.Zip(free, (rule, priority) => new RulePriorityPair { RuleArn = rule.RuleArn, Priority = priority })], context);
        return true;
    }

    private static Task SetAsync(List<RulePriorityPair> pairs, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.SetRulePrioritiesAsync(new SetRulePrioritiesRequest { RulePriorities = pairs }, context.Cancellation);

    private static RulePriorityPair Parse(string entry)
    {
        var space = entry.LastIndexOf(' ');
        return new RulePriorityPair { RuleArn = entry[..space], Priority = int.Parse(entry[(space + 1)..], CultureInfo.InvariantCulture) };
    }
}
