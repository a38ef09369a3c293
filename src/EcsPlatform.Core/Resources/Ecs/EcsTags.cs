using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>ECS's form of tags.</summary>
internal static class EcsTags
{
    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    public static IReadOnlyDictionary<string, string> ToMap(this List<Tag>? tags) =>
        (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    public static Task PutAsync(string arn, Resource resource, ApplyContext context) =>
        context.Aws.ECS.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = List(context.Resolution.Tags(resource)) }, context.Cancellation);
}
