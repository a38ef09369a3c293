using Amazon.ResourceGroupsTaggingAPI.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Tagging;

/// <summary>Tags of all the platform's resources of a type in one listing, for APIs whose own listings leave tags out.</summary>
/// <remarks>The tagging API lags behind by seconds: what it does not tell is asked of the service itself, one by one.</remarks>
internal static class TaggedResources
{
    // Services have one or two of each, and of the rest there is a handful: together they are about a page less than apart,
    // and kinds that are not wanted are looked for without a call of their own.
    private static readonly string[] Together =
    [
        "logs:log-group", "ecr:repository", "servicediscovery:namespace", "servicediscovery:service", "appmesh:mesh",
        "kms:key", "acm-pca:certificate-authority", "lambda:function", "codedeploy:application", "codedeploy:deploymentgroup",
    ];

    /// <summary>ARNs and tags of everything of that type that carries the platform's tags.</summary>
    /// <param name="observation">The look.</param>
    /// <param name="type">"cloudwatch:alarm".</param>
    public static Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> TaggedAsync(this Observation observation, string type)
    {
        string[] types = Together.Contains(type) ? Together : [type];
        return types.Length == 1
            ? observation.OnceAsync($"tagged {type}", () => ListAsync(observation, types))
            : OfTypeAsync(observation, type);
    }

    /// <summary>The tags of one resource: from the listing, or else from the service itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TagsOfAsync(
        this Observation observation,
        string type,
        string arn,
        Func<Task<IReadOnlyDictionary<string, string>>> ask) =>
        (await observation.TaggedAsync(type)).TryGetValue(arn, out var tags) ? tags : await ask();

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> OfTypeAsync(Observation observation, string type)
    {
        var all = await observation.OnceAsync("tagged together", () => ListAsync(observation, Together));
        return all.Where(tagged => IsOfType(tagged.Key, type)).ToDictionary(tagged => tagged.Key, tagged => tagged.Value, StringComparer.Ordinal);
    }

    /// <summary>Whether an ARN ("arn:partition:service:region:account:type/…") is of a type ("service:type").</summary>
    private static bool IsOfType(string arn, string type)
    {
        var parts = arn.Split(':', 6);
        var (service, kind) = (type[..type.IndexOf(':', StringComparison.Ordinal)], type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        return parts.Length == 6 && parts[2] == service && parts[5].StartsWith(kind, StringComparison.Ordinal) && parts[5].AsSpan(kind.Length) is ['/' or ':', ..];
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ListAsync(Observation observation, string[] types)
    {
        try
        {
            var mappings = await Pages.AllAsync(
                next => observation.Aws.ResourceGroupsTaggingAPI.GetResourcesAsync(Request(observation.Scope, types, next), observation.Cancellation),
                page => page.ResourceTagMappingList,
                page => page.PaginationToken);
            return mappings.DistinctBy(mapping => mapping.ResourceARN).ToDictionary(
                mapping => mapping.ResourceARN,
                IReadOnlyDictionary<string, string> (mapping) => (mapping.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
                StringComparer.Ordinal);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "AccessDeniedException" or "AccessDenied")
        {
            return new Dictionary<string, IReadOnlyDictionary<string, string>>(); // a short cut that this caller may not take; the services' own answers suffice
        }
    }

    private static GetResourcesRequest Request(PlatformScope scope, string[] types, string? next) => new()
    {
        ResourceTypeFilters = [.. types],
        TagFilters =
        [
            new TagFilter { Key = PlatformTags.Platform, Values = [scope.Platform] },
            new TagFilter { Key = PlatformTags.Environment, Values = [scope.Suffix] },
        ],
        ResourcesPerPage = 100,
        PaginationToken = next,
    };
}
