using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>The platform's secrets and those that have names that it would use, listed once per look.</summary>
internal static class SecretListing
{
    private const int NamesPerFilter = 10; // Secrets Manager API, Filter.Values
    private const int PageSize = 100; // Secrets Manager API, the most

    public static Task<IReadOnlyList<SecretListEntry>> ListAsync(Observation observation) => observation.OnceAsync<IReadOnlyList<SecretListEntry>>("secrets", async () =>
    {
        var byTag = ListAsync(observation, [new Filter { Key = FilterNameStringType.TagKey, Values = [PlatformTags.Platform] }, new Filter { Key = FilterNameStringType.TagValue, Values = [observation.Scope.Platform] }]);
        var names = observation.Depth == ObservationDepth.Existence ? [] : observation.DesiredOf<SecretResource>().Select(secret => secret.Name).Distinct(StringComparer.Ordinal);
        var byName = names.Chunk(NamesPerFilter).Select(chunk => ListAsync(observation, [new Filter { Key = FilterNameStringType.Name, Values = [.. chunk] }]));
        return [.. (await Task.WhenAll([byTag, .. byName])).SelectMany(entries => entries).DistinctBy(entry => entry.ARN)];
    });

    public static IReadOnlyDictionary<string, string> TagsOf(SecretListEntry entry) =>
        (entry.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static Task<List<SecretListEntry>> ListAsync(Observation observation, List<Filter> filters) => Pages.AllAsync(
        next => observation.Aws.SecretsManager.ListSecretsAsync(
            new ListSecretsRequest { Filters = filters, MaxResults = PageSize, IncludePlannedDeletion = true, NextToken = next },
            observation.Cancellation),
        page => page.SecretList,
        page => page.NextToken);
}
