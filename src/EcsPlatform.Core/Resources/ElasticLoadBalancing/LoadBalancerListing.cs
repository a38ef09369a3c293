using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>What the kinds of Elastic Load Balancing share of a look: load balancers, then their listeners, then the listeners' rules.</summary>
internal static class LoadBalancerListing
{
    private const int PageSize = 400; // ELBv2 API, the most

    /// <summary>Load balancers that are in the platform's network or have a name that it would use.</summary>
    public static Task<List<LoadBalancer>> LoadBalancersAsync(this Observation observation) => observation.OnceAsync("load balancers", async () =>
    {
        var networks = NetworksAsync(observation);
        var all = Pages.AllAsync(
            marker => observation.Aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { PageSize = PageSize, Marker = marker }, observation.Cancellation),
            page => page.LoadBalancers,
            page => page.NextMarker);
        await Task.WhenAll(networks, all);
        var names = observation.DesiredOf<LoadBalancerResource>().Select(wanted => wanted.Name).ToHashSet(StringComparer.Ordinal);
        var ours = await networks;
        return (await all).FindAll(found => ours.Contains(found.VpcId) || names.Contains(found.LoadBalancerName));
    });

    /// <summary>Target groups that are in the platform's network or have a name that it would use.</summary>
    public static Task<List<TargetGroup>> TargetGroupsAsync(this Observation observation) => observation.OnceAsync("target groups", async () =>
    {
        var networks = NetworksAsync(observation);
        var all = Pages.AllAsync(
            marker => observation.Aws.ElasticLoadBalancingV2.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { PageSize = PageSize, Marker = marker }, observation.Cancellation),
            page => page.TargetGroups,
            page => page.NextMarker);
        await Task.WhenAll(networks, all);
        var names = observation.DesiredOf<TargetGroupResource>().Select(wanted => wanted.Name).ToHashSet(StringComparer.Ordinal);
        var ours = await networks;
        return (await all).FindAll(found => ours.Contains(found.VpcId) || names.Contains(found.TargetGroupName));
    });

    /// <summary>Listeners of those load balancers.</summary>
    public static Task<List<Listener>> ListenersAsync(this Observation observation) => observation.OnceAsync("listeners", async () =>
    {
        var found = await Task.WhenAll((await observation.LoadBalancersAsync()).Select(async loadBalancer =>
        {
            try
            {
                return await Pages.AllAsync(
                    marker => observation.Aws.ElasticLoadBalancingV2.DescribeListenersAsync(
                        new DescribeListenersRequest { LoadBalancerArn = loadBalancer.LoadBalancerArn, PageSize = PageSize, Marker = marker },
                        observation.Cancellation),
                    page => page.Listeners,
                    page => page.NextMarker);
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "LoadBalancerNotFound")
            {
                return []; // gone between the two calls
            }
        }).ToArray());
        return found.SelectMany(listeners => listeners).ToList();
    });

    /// <summary>Rules of those listeners, the default ones left out.</summary>
    public static Task<List<(string ListenerArn, Rule Rule)>> RulesAsync(this Observation observation) => observation.OnceAsync("listener rules", async () =>
    {
        var found = await Task.WhenAll((await observation.ListenersAsync()).Select(async listener =>
        {
            try
            {
                return await Pages.AllAsync(
                    marker => observation.Aws.ElasticLoadBalancingV2.DescribeRulesAsync(
                        new DescribeRulesRequest { ListenerArn = listener.ListenerArn, PageSize = PageSize, Marker = marker },
                        observation.Cancellation),
                    page => page.Rules?.Where(rule => rule.IsDefault != true).Select(rule => (listener.ListenerArn, rule)),
                    page => page.NextMarker);
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "ListenerNotFound")
            {
                return []; // gone between the two calls
            }
        }).ToArray());
        return found.SelectMany(rules => rules).ToList();
    });

    /// <summary>Tags of load balancers and target groups, asked for together.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> BalancerTagsAsync(this Observation observation) => observation.OnceAsync("load balancer tags", async () =>
    {
        var targetGroups = observation.TargetGroupsAsync();
        var loadBalancers = observation.LoadBalancersAsync();
        await Task.WhenAll(targetGroups, loadBalancers);
        return await LoadBalancerTags.OfAsync(observation.Aws, [.. (await loadBalancers).Select(found => found.LoadBalancerArn), .. (await targetGroups).Select(found => found.TargetGroupArn)], observation.Cancellation);
    });

    /// <summary>Tags of listeners and rules, asked for together.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> RuleTagsAsync(this Observation observation) => observation.OnceAsync("listener tags", async () =>
    {
        var rules = await observation.RulesAsync();
        return await LoadBalancerTags.OfAsync(observation.Aws, [.. (await observation.ListenersAsync()).Select(found => found.ListenerArn), .. rules.Select(found => found.Rule.RuleArn)], observation.Cancellation);
    });

    private static async Task<HashSet<string>> NetworksAsync(Observation observation) =>
        (await VpcKind.ListAsync(observation)).Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
}
