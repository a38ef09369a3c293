using Amazon.CodeDeploy.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>CodeDeploy's form of tags. Its descriptions leave both tags and ARNs out; the ARNs follow from the names (Service Authorization Reference, CodeDeploy).</summary>
internal static class CodeDeployTags
{
    /// <summary>An ARN's part before the application's name, and the tagging API's type.</summary>
    public const string Application = "application";

    /// <summary>An ARN's part before "application/group", and the tagging API's type.</summary>
    public const string Group = "deploymentgroup";

    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    public static Task PutAsync(string type, string name, IReadOnlyDictionary<string, string> tags, ApplyContext context) => context.Aws.CodeDeploy.TagResourceAsync(
        new TagResourceRequest { ResourceArn = context.Resolution.Arn("codedeploy", $"{type}:{name}"), Tags = List(tags) },
        context.Cancellation);

    /// <summary>The tags of one: from the tagging API's listing, or else from CodeDeploy itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Observation observation, string type, string name)
    {
        var (account, partition) = await Observer.IdentifyAsync(observation);
        var arn = $"arn:{partition}:codedeploy:{observation.Scope.Region}:{account}:{type}:{name}";
        return await observation.TagsOfAsync($"codedeploy:{type}", arn, () => AskAsync(observation.Aws, arn, observation.Cancellation));
    }

    /// <summary>The tags as CodeDeploy knows them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AskAsync(Aws.AwsClients aws, string arn, CancellationToken cancellation)
    {
        var tags = await Pages.AllAsync(
            next => aws.CodeDeploy.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn, NextToken = next }, cancellation),
            page => page.Tags,
            page => page.NextToken);
        return tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
    }
}
