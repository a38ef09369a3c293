using Amazon.ResourceGroupsTaggingAPI.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Status;

/// <summary>A copy of a platform of which something is there.</summary>
/// <param name="Scope">Which copy of which platform.</param>
/// <param name="HasNetwork">Its VPC is there.</param>
/// <param name="HasCluster">Its ECS cluster is there.</param>
public sealed record FoundPlatform(PlatformScope Scope, bool HasNetwork, bool HasCluster)
{
    /// <summary>It has what every platform has. Without it, whatever else is there serves nobody: an unfinished removal, or a run that was stopped early.</summary>
    public bool IsComplete => HasNetwork && HasCluster;
}

/// <summary>Which platforms there are in a region, as their tags say.</summary>
internal sealed class PlatformDirectory(AwsClients aws, string region)
{
    private static readonly string[] Cornerstones = ["ec2:vpc", "ecs:cluster"];

    /// <summary>Platforms that have a network or a cluster: one page holds about fifty of them.</summary>
    public Task<IReadOnlyList<FoundPlatform>> ListAsync(CancellationToken cancellation) => ListAsync(Cornerstones, cancellation);

    /// <summary>Everything that carries a platform's tags, by platform: all that the tagging API knows, IAM's roles excepted.</summary>
    public Task<IReadOnlyList<FoundPlatform>> ListThoroughlyAsync(CancellationToken cancellation) => ListAsync([], cancellation);

    private async Task<IReadOnlyList<FoundPlatform>> ListAsync(string[] types, CancellationToken cancellation)
    {
        var found = new Dictionary<(string, string), FoundPlatform>();
        string? next = null;
        do
        {
            var answer = await aws.ResourceGroupsTaggingAPI.GetResourcesAsync(
                new GetResourcesRequest
                {
                    ResourceTypeFilters = types.Length == 0 ? null : [.. types],
                    TagFilters = [new TagFilter { Key = PlatformTags.Platform }, new TagFilter { Key = PlatformTags.Environment }],
                    ResourcesPerPage = 100,
                    PaginationToken = next,
                },
                cancellation);
            foreach (var mapping in answer.ResourceTagMappingList ?? [])
            {
                Add(found, mapping);
            }

            next = answer.PaginationToken;
        }
        while (!string.IsNullOrEmpty(next));
        return [.. found.Values.OrderBy(platform => platform.Scope.Platform, StringComparer.Ordinal).ThenBy(platform => platform.Scope.Suffix, StringComparer.Ordinal)];
    }

    private void Add(Dictionary<(string, string), FoundPlatform> found, ResourceTagMapping mapping)
    {
        string? Tag(string key) => mapping.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;
        if (Tag(PlatformTags.Platform) is not { Length: > 0 } platform || Tag(PlatformTags.Environment) is not { Length: > 0 } suffix)
        {
            return;
        }

        var known = found.TryGetValue((platform, suffix), out var before) ? before : new FoundPlatform(new PlatformScope(platform, suffix, region), false, false);
        found[(platform, suffix)] = known with
        {
            HasNetwork = known.HasNetwork || mapping.ResourceARN.Contains(":vpc/", StringComparison.Ordinal),
            HasCluster = known.HasCluster || mapping.ResourceARN.Contains(":cluster/", StringComparison.Ordinal),
        };
    }
}
