using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.Kms;

/// <summary>Finds the platform's keys: by their aliases, and by their tags where the alias is not there yet.</summary>
internal static class KeyListing
{
    private const int PageSize = 100; // KMS API, ListAliases

    // Somebody else's key may let us read nothing of it: then it is not ours.
    private static readonly string[] NotOurs = ["AccessDeniedException", "NotFoundException", "KMSInvalidStateException"];

    /// <summary>A key that is ours or stands behind an alias that we would use.</summary>
    public sealed record Candidate(string KeyId, string Arn, string? Alias, IReadOnlyDictionary<string, string> Tags);

    public static async Task<IReadOnlyList<Candidate>> CandidatesAsync(Observation observation)
    {
        var tagging = observation.TaggedAsync("kms:key"); // side by side with the listings
        if (!await observation.MattersAsync<KeyResource>(KeyKind.Instance, "kms:key"))
        {
            return [];
        }

        var listing = Pages.AllAsync(
            marker => observation.Aws.KeyManagementService.ListKeysAsync(new ListKeysRequest { Limit = PageSize * 10, Marker = marker }, observation.Cancellation),
            page => page.Keys,
            page => page.Truncated == true ? page.NextMarker : null);
        var aliasing = Pages.AllAsync(
            marker => observation.Aws.KeyManagementService.ListAliasesAsync(new ListAliasesRequest { Limit = PageSize, Marker = marker }, observation.Cancellation),
            page => page.Aliases,
            page => page.Truncated == true ? page.NextMarker : null);
        await Task.WhenAll(tagging, listing, aliasing);
        var tagged = await tagging;
        var aliases = (await aliasing).Where(alias => alias.TargetKeyId is not null).ToLookup(alias => alias.TargetKeyId, alias => alias.AliasName, StringComparer.Ordinal);
        var names = KeyUses.All.Select(use => KeyKind.AliasOf(observation.Scope.Names.Shared(ResourceType.Key, KeyUses.NameOf(use)))).ToHashSet(StringComparer.Ordinal);

        // The tagging API lags behind by seconds: a key that was made a moment ago shows by having no alias yet, or ours.
        var candidates = (await listing)
            .Select(key => (Key: key, Alias: aliases[key.KeyId].FirstOrDefault(names.Contains), Bare: !aliases.Contains(key.KeyId)))
            .Where(key => key.Bare || key.Alias is not null || tagged.ContainsKey(key.Key.KeyArn));
        return await Task.WhenAll(candidates.Select(async key =>
            new Candidate(key.Key.KeyId, key.Key.KeyArn, key.Alias, tagged.GetValueOrDefault(key.Key.KeyArn) ?? await TagsAsync(observation, key.Key.KeyId))).ToArray());
    }

    private static async Task<IReadOnlyDictionary<string, string>> TagsAsync(Observation observation, string keyId)
    {
        try
        {
            var tags = await Pages.AllAsync(
                marker => observation.Aws.KeyManagementService.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = keyId, Marker = marker }, observation.Cancellation),
                page => page.Tags,
                page => page.Truncated == true ? page.NextMarker : null);
            return tags.ToDictionary(tag => tag.TagKey, tag => tag.TagValue, StringComparer.Ordinal);
        }
        catch (AmazonServiceException error) when (NotOurs.Contains(error.ErrorCode))
        {
            return new Dictionary<string, string>();
        }
    }
}
