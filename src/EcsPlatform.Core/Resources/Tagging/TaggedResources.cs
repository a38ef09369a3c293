using Amazon.ResourceGroupsTaggingAPI.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecs;
using TagsByArn = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyDictionary<string, string>>;

namespace EcsPlatform.Core.Resources.Tagging;

/// <summary>Tags of all the platform's resources of a type in one listing, for APIs whose own listings leave tags out.</summary>
/// <remarks>The tagging API lags behind by seconds: what it does not tell is asked of the service itself, one by one.</remarks>
internal static class TaggedResources
{
    private const int PageSize = 100; // Resource Groups Tagging API, GetResources: the most

    // Services have one of each.
    private static readonly string[] PerService = ["logs:log-group", "ecr:repository", "servicediscovery:service"];

    // Of the rest there is a handful. Kinds that are not wanted are so looked for without a call of their own.
    private static readonly string[] Few =
        ["servicediscovery:namespace", "kms:key", "acm-pca:certificate-authority", "lambda:function", "codedeploy:application", "codedeploy:deploymentgroup"];

    /// <summary>ARNs and tags of everything of that type that carries the platform's tags.</summary>
    /// <param name="observation">The look.</param>
    /// <param name="type">"cloudwatch:alarm".</param>
    public static async Task<TagsByArn> TaggedAsync(this Observation observation, string type)
    {
        var types = Together(observation).FirstOrDefault(together => together.Contains(type)) ?? [type];
        return (await observation.OnceAsync($"tagged {types[0]}", () => ListAsync(observation, types)))[type];
    }

    /// <summary>The same of one logical id only.</summary>
    /// <param name="observation">The look.</param>
    /// <param name="type">"appmesh:mesh".</param>
    /// <param name="logicalId">"mesh/main".</param>
    public static async Task<TagsByArn> TaggedAsync(this Observation observation, string type, string logicalId) =>
        (await observation.OnceAsync($"tagged {logicalId}", () => ListAsync(observation, [type], new TagFilter { Key = PlatformTags.Id, Values = [logicalId] })))[type];

    /// <summary>The tags of one resource: from the listing, or else from the service itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TagsOfAsync(
        this Observation observation,
        string type,
        string arn,
        Func<Task<IReadOnlyDictionary<string, string>>> ask) =>
        (await observation.TaggedAsync(type)).TryGetValue(arn, out var tags) ? tags : await ask();

    /// <summary>The tags of one resource whose ARN is known, told with those of others by one call; null where the tagging API does not tell any (yet).</summary>
    public static Task<IReadOnlyDictionary<string, string>?> TagsByArnAsync(this Observation observation, string arn) =>
        observation.Shared("tags by ARN", () => new TagLookup(observation)).OfAsync(arn);

    /// <summary>Whether a kind is worth calls of its own: it is wanted, a removal searches for it, or the tagging API knows something of ours. Platforms without it pay none.</summary>
    /// <param name="observation">The look.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="types">The tagging API's types of it.</param>
    /// <typeparam name="TResource">The desired resource.</typeparam>
    public static async Task<bool> MattersAsync<TResource>(this Observation observation, IResourceKind kind, params string[] types)
        where TResource : Resource
    {
        if (observation.Searches(kind.Type) || observation.DesiredOf<TResource>().Any())
        {
            return true;
        }

        foreach (var type in types)
        {
            if ((await observation.TaggedAsync(type)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    internal static IReadOnlyDictionary<string, string> TagsOf(ResourceTagMapping mapping) =>
        (mapping.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    /// <summary>What is listed together: all of it as long as it fits on a page, for that is one call; beyond that, side by side what would be page after page.</summary>
    private static string[][] Together(Observation observation)
    {
        // A wanted mesh has four parts a service, which would be most of the pages: they are asked for by ARN.
        string[] few = observation.DesiredOf<MeshResource>().Any() ? Few : [.. Few, AppMeshTags.TaggedType];
        return observation.DesiredOf<ServiceResource>().Count() * PerService.Length + few.Length <= PageSize
            ? [[.. few, .. PerService]]
            : [few, .. PerService.Select(type => new[] { type })];
    }

    private static async Task<IReadOnlyDictionary<string, TagsByArn>> ListAsync(Observation observation, string[] types, params TagFilter[] filters)
    {
        List<ResourceTagMapping> mappings = [];
        try
        {
            mappings = await Pages.AllAsync(
                next => observation.Aws.ResourceGroupsTaggingAPI.GetResourcesAsync(Request(observation.Scope, types, filters, next), observation.Cancellation),
                page => page.ResourceTagMappingList,
                page => page.PaginationToken);
        }
        catch (AmazonServiceException error) when (error.IsDenied())
        {
            // A short cut that this caller may not take; the services' own answers suffice.
        }

        var byType = mappings.DistinctBy(mapping => mapping.ResourceARN).ToLookup(mapping => Array.Find(types, type => IsOfType(mapping.ResourceARN, type)));
        return types.ToDictionary(
            type => type,
            TagsByArn (type) => byType[type].ToDictionary(mapping => mapping.ResourceARN, TagsOf, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>Whether an ARN ("arn:partition:service:region:account:type/…") is of a type ("service:type").</summary>
    private static bool IsOfType(string arn, string type)
    {
        var parts = arn.Split(':', 6);
        var (service, kind) = (type[..type.IndexOf(':', StringComparison.Ordinal)], type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        return parts.Length == 6 && parts[2] == service && parts[5].StartsWith(kind, StringComparison.Ordinal) && parts[5].AsSpan(kind.Length) is ['/' or ':', ..];
    }

    private static GetResourcesRequest Request(PlatformScope scope, string[] types, TagFilter[] filters, string? next) => new()
    {
        ResourceTypeFilters = [.. types],
        TagFilters =
        [
            new TagFilter { Key = PlatformTags.Platform, Values = [scope.Platform] },
            new TagFilter { Key = PlatformTags.Environment, Values = [scope.Suffix] },
            .. filters,
        ],
        ResourcesPerPage = PageSize,
        PaginationToken = next,
    };
}
