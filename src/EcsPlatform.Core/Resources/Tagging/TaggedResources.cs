using Amazon.ResourceGroupsTaggingAPI.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Tagging;

/// <summary>Tags of all the platform's resources of a type in one listing, for APIs whose own listings leave tags out.</summary>
/// <remarks>The tagging API lags behind by seconds: what it does not tell is asked of the service itself, one by one.</remarks>
internal static class TaggedResources
{
    private static readonly string[] OneEach = ["logs:log-group", "ecr:repository"];

    /// <summary>ARNs and tags of everything of that type that carries the platform's tags.</summary>
    /// <param name="observation">The look.</param>
    /// <param name="type">"cloudwatch:alarm".</param>
    public static Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> TaggedAsync(this Observation observation, string type)
    {
        // Services have one log group and one repository each: together they are about a page less than apart.
        string[] types = OneEach.Contains(type) ? OneEach : [type];
        return observation.OnceAsync($"tagged {string.Join(", ", types)}", () => ListAsync(observation, types));
    }

    /// <summary>The tags of one resource: from the listing, or else from the service itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TagsOfAsync(
        this Observation observation,
        string type,
        string arn,
        Func<Task<IReadOnlyDictionary<string, string>>> ask) =>
        (await observation.TaggedAsync(type)).TryGetValue(arn, out var tags) ? tags : await ask();

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ListAsync(Observation observation, string[] types)
    {
        var found = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            GetResourcesResponse answer;
            try
            {
                answer = await observation.Aws.ResourceGroupsTaggingAPI.GetResourcesAsync(
                    new GetResourcesRequest
                    {
                        ResourceTypeFilters = [.. types],
                        TagFilters =
                        [
                            new TagFilter { Key = PlatformTags.Platform, Values = [observation.Scope.Platform] },
                            new TagFilter { Key = PlatformTags.Environment, Values = [observation.Scope.Suffix] },
                        ],
                        ResourcesPerPage = 100,
                        PaginationToken = next,
                    },
                    observation.Cancellation);
            }
            catch (AmazonServiceException error) when (error.ErrorCode is "AccessDeniedException" or "AccessDenied")
            {
                return found; // a short cut that this caller may not take; the services' own answers suffice
            }

            foreach (var mapping in answer.ResourceTagMappingList ?? [])
            {
                found[mapping.ResourceARN] = (mapping.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
            }

            next = answer.PaginationToken;
        }
        while (!string.IsNullOrEmpty(next));
        return found;
    }
}
