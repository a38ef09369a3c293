using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>Elastic Load Balancing's tags: in no listing, asked for 20 resources at a time.</summary>
internal static class LoadBalancerTags
{
    private const int PerCall = 20; // ELBv2 API, DescribeTags

    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Tags by ARN; what has gone since it was listed is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> OfAsync(AwsClients aws, IEnumerable<string> arns, CancellationToken cancellation)
    {
        var descriptions = await Task.WhenAll(arns.Chunk(PerCall).Select(chunk => DescribeAsync(aws, chunk, cancellation)).ToArray());
        return descriptions.SelectMany(found => found).ToDictionary(
            description => description.ResourceArn,
            IReadOnlyDictionary<string, string> (description) => (description.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static async Task<IEnumerable<TagDescription>> DescribeAsync(AwsClients aws, string[] arns, CancellationToken cancellation)
    {
        try
        {
            return (await aws.ElasticLoadBalancingV2.DescribeTagsAsync(new DescribeTagsRequest { ResourceArns = [.. arns] }, cancellation)).TagDescriptions ?? [];
        }
        catch (AmazonServiceException error) when (error.ErrorCode?.EndsWith("NotFound", StringComparison.Ordinal) == true)
        {
            // One that is gone fails the call for all: one by one, then.
            return arns.Length == 1 ? [] : (await Task.WhenAll(arns.Select(arn => DescribeAsync(aws, [arn], cancellation)).ToArray())).SelectMany(found => found);
        }
    }

    public static Task PutAsync(string arn, Resource resource, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.AddTagsAsync(new AddTagsRequest { ResourceArns = [arn], Tags = List(context.Resolution.Tags(resource)) }, context.Cancellation);
}
