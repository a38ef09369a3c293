using Amazon.ECS;
using Amazon.ECS.Model;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Describes services of a cluster, as many to a call as ECS takes.</summary>
internal static class ServiceBatches
{
    private const int PerCall = 10; // ECS API, DescribeServices

    /// <summary>Those of the services that are there; the calls run side by side.</summary>
    /// <param name="ecs">The client.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="services">Names or ARNs.</param>
    /// <param name="withTags">Whether their tags come along.</param>
    /// <param name="cancellation">Ends the calls.</param>
    public static async Task<IEnumerable<Service>> DescribeInBatchesAsync(this IAmazonECS ecs, string cluster, IEnumerable<string> services, bool withTags, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(services.Chunk(PerCall).Select(chunk => ecs.DescribeServicesAsync(
            new DescribeServicesRequest { Cluster = cluster, Services = [.. chunk], Include = withTags ? ["TAGS"] : null }, cancellation)).ToArray());
        return answers.SelectMany(answer => answer.Services ?? []);
    }
}
