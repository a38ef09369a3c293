using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The services of the platform's cluster: those that the definition names at once, the others after a listing.</summary>
internal static class ServiceListing
{
    public static string ClusterName(Observation observation) =>
        observation.DesiredOf<ClusterResource>().FirstOrDefault()?.Name ?? observation.Scope.Names.Shared(ResourceType.Cluster);

    /// <summary>The cluster carries the platform's tags.</summary>
    public static async Task<bool> OwnsClusterAsync(Observation observation) =>
        await ClusterKind.FindAsync(observation) is { } cluster && PlatformTags.AreOurs(observation.Scope, cluster.Tags.ToMap());

    /// <summary>What a service of ours is called in the definition, by its name in ECS.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> KeysAsync(Observation observation) =>
        (await ServicesAsync(observation))
        .Select(service => (service.ServiceName, Id: service.Tags.ToMap().GetValueOrDefault(PlatformTags.Id)))
        .Where(service => service.Id is not null)
        .ToDictionary(service => service.ServiceName, service => service.Id![(service.Id!.IndexOf('/') + 1)..], StringComparer.Ordinal);

    /// <summary>Names of all services in the cluster.</summary>
    public static Task<List<string>> NamesAsync(Observation observation) => observation.OnceAsync("service names", async () =>
    {
        try
        {
            return await Pages.AllAsync(
                next => observation.Aws.ECS.ListServicesAsync(new ListServicesRequest { Cluster = ClusterName(observation), MaxResults = 100, NextToken = next }, observation.Cancellation),
                page => page.ServiceArns?.Select(arn => arn.AfterLastSlash()),
                page => page.NextToken);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClusterNotFoundException")
        {
            return [];
        }
    });

    /// <summary>All services that are not INACTIVE, with their tags.</summary>
    public static Task<List<Service>> ServicesAsync(Observation observation) => observation.OnceAsync("services", async () =>
    {
        var wanted = observation.DesiredOf<ServiceResource>().Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        var first = DescribeAsync(observation, wanted);
        var names = NamesAsync(observation);
        await Task.WhenAll(first, names);
        var others = (await names).Where(name => !wanted.Contains(name));
        return (await DescribeAsync(observation, others)).Concat(await first).Where(service => service.Status != "INACTIVE").ToList();
    });

    private static async Task<IEnumerable<Service>> DescribeAsync(Observation observation, IEnumerable<string> names)
    {
        try
        {
            return await observation.Aws.ECS.DescribeInBatchesAsync(ClusterName(observation), names, withTags: true, observation.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClusterNotFoundException")
        {
            return [];
        }
    }
}
