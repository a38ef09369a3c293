using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>Elastic Load Balancing's tags: in no listing, asked for 20 resources at a time.</summary>
internal static class LoadBalancerTags
{
    private const int PerCall = 20; // ELBv2 API, DescribeTags

    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Tags by ARN.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> OfAsync(Observation observation, IEnumerable<string> arns)
    {
        var answers = await Task.WhenAll(arns.Chunk(PerCall).Select(chunk =>
            observation.Aws.ElasticLoadBalancingV2.DescribeTagsAsync(new DescribeTagsRequest { ResourceArns = [.. chunk] }, observation.Cancellation)).ToArray());
        return answers.SelectMany(answer => answer.TagDescriptions ?? []).ToDictionary(
            description => description.ResourceArn,
            IReadOnlyDictionary<string, string> (description) => (description.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    public static Task PutAsync(string arn, Resource resource, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.AddTagsAsync(new AddTagsRequest { ResourceArns = [arn], Tags = List(context.Resolution.Tags(resource)) }, context.Cancellation);
}
