using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>What Cloud Map holds of a platform. Its listings leave tags out and know no filter by tag: the descriptions that we give say what is worth a look.</summary>
internal static class CloudMapListing
{
    public const string NamespaceType = "servicediscovery:namespace";
    public const string ServiceType = "servicediscovery:service";

    private const int PageSize = 100; // Cloud Map API, the most

    /// <summary>What our namespaces and services say of themselves.</summary>
    public static string Description(PlatformScope scope) => $"Services of {scope.Platform}-{scope.Suffix}";

    /// <summary>Whether Cloud Map is worth a call: it is wanted, something of ours is told to be there, our services use it, or everything is to be found.</summary>
    public static async Task<bool> MattersAsync(Observation observation) =>
        await observation.MattersAsync<NamespaceResource>(NamespaceKind.Instance, NamespaceType)
        || (await ServiceListing.ServicesAsync(observation)).Any(service => service.ServiceRegistries is { Count: > 0 } || ServiceConnectShape.ConfigurationOf(service) is not null);

    /// <summary>The namespaces that are ours or have a name that we would use, with their tags; asked once per look.</summary>
    public static Task<IReadOnlyList<NamespaceState>> NamespacesAsync(Observation observation) => observation.OnceAsync<IReadOnlyList<NamespaceState>>("namespaces", async () =>
    {
        if (!await MattersAsync(observation))
        {
            return [];
        }

        var tagged = observation.TaggedAsync(NamespaceType); // side by side with the listing
        var listed = ListAsync(observation);
        await Task.WhenAll(tagged, listed);
        var (ours, all) = (await tagged, await listed);
        if (MayChange(observation, all) && await CloudMapOperations.SettleAsync(observation))
        {
            all = await ListAsync(observation);
        }

        // Names of DNS namespaces are taken in their VPC only, and ours is our own; those without DNS are taken in the whole account.
        var names = observation.DesiredOf<NamespaceResource>().Where(wanted => wanted.Vpc is null).Select(wanted => wanted.Name).ToHashSet(StringComparer.Ordinal);
        var description = Description(observation.Scope);
        return await Task.WhenAll(all
            .Where(found => found.Description == description || (found.Type == Amazon.ServiceDiscovery.NamespaceType.HTTP && names.Contains(found.Name)) || ours.ContainsKey(found.Arn))
            .Select(async found => new NamespaceState(found, await observation.TagsOfAsync(NamespaceType, found.Arn, () => TagsAsync(observation, found.Arn))))
            .ToArray());
    });

    /// <summary>The services in a namespace.</summary>
    public static Task<List<ServiceSummary>> ServicesAsync(IAmazonServiceDiscovery cloudMap, string namespaceId, CancellationToken cancellation) => Pages.AllAsync(
        next => cloudMap.ListServicesAsync(
            new ListServicesRequest { Filters = [new ServiceFilter { Name = ServiceFilterName.NAMESPACE_ID, Values = [namespaceId] }], MaxResults = PageSize, NextToken = next },
            cancellation),
        page => page.Services,
        page => page.NextToken);

    /// <summary>A namespace on its way in or out may be among them, or not yet: when one is missing, one is empty, or nothing may be overlooked.</summary>
    private static bool MayChange(Observation observation, List<NamespaceSummary> all) =>
        observation.Searches(NamespaceKind.Instance.Type)
        || observation.DesiredOf<NamespaceResource>().Any(wanted => !all.Exists(found => found.Name == wanted.Name && found.Type == wanted.Type && found.ServiceCount > 0));

    private static Task<List<NamespaceSummary>> ListAsync(Observation observation) => Pages.AllAsync(
        next => observation.Aws.ServiceDiscovery.ListNamespacesAsync(new ListNamespacesRequest { MaxResults = PageSize, NextToken = next }, observation.Cancellation),
        page => page.Namespaces,
        page => page.NextToken);

    public static async Task<IReadOnlyDictionary<string, string>> TagsAsync(Observation observation, string arn) =>
        ((await observation.Aws.ServiceDiscovery.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceARN = arn }, observation.Cancellation)).Tags ?? [])
        .ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
}
