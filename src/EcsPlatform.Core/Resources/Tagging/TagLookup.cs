using System.Collections.Concurrent;
using Amazon.ResourceGroupsTaggingAPI.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Tagging;

/// <summary>Tags by ARN: whoever asks at the same time shares calls, a hundred resources each and all side by side, where a listing has its pages one after the other.</summary>
internal sealed class TagLookup
{
    private const int ArnsPerCall = 100; // Resource Groups Tagging API, GetResources: ResourceARNList

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>?> _told = new(StringComparer.Ordinal);
    private readonly CallBatch _batch;
    private readonly Observation _observation;

    public TagLookup(Observation observation)
    {
        _observation = observation;
        _batch = new CallBatch(ArnsPerCall, AskAsync, observation.Clock, observation.Cancellation);
    }

    /// <summary>The tags of one resource; null where the tagging API does not tell any (yet).</summary>
    public async Task<IReadOnlyDictionary<string, string>?> OfAsync(string arn)
    {
        if (!_told.TryGetValue(arn, out var tags))
        {
            await _batch.AddAsync(arn);
            _told.TryGetValue(arn, out tags);
        }

        return tags;
    }

    private async Task AskAsync(IReadOnlyList<string> arns)
    {
        List<ResourceTagMapping> mappings = [];
        try
        {
            var answer = await _observation.Aws.ResourceGroupsTaggingAPI.GetResourcesAsync(new GetResourcesRequest { ResourceARNList = [.. arns.Distinct(StringComparer.Ordinal)] }, _observation.Cancellation);
            mappings = answer.ResourceTagMappingList ?? [];
        }
        catch (AmazonServiceException error) when (error.IsDenied() || error.ErrorCode == "InvalidParameterException")
        {
            // A short cut that this caller may not take, or that this endpoint does not know; the services' own answers suffice.
        }

        // Not every endpoint that speaks this API knows the filter: what nobody asked for may be among them.
        var told = mappings.Where(mapping => mapping.Tags is { Count: > 0 }).DistinctBy(mapping => mapping.ResourceARN).ToDictionary(mapping => mapping.ResourceARN, StringComparer.Ordinal);
        foreach (var arn in arns)
        {
            _told[arn] = told.TryGetValue(arn, out var mapping) ? TaggedResources.TagsOf(mapping) : null;
        }
    }
}
