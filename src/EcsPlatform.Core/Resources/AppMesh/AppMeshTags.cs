using Amazon.AppMesh.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>App Mesh's form of tags. Its listings and descriptions leave them out.</summary>
internal static class AppMeshTags
{
    /// <summary>The tagging API's type of all that App Mesh has: every ARN begins with the mesh's.</summary>
    public const string TaggedType = "appmesh:mesh";

    public static List<TagRef> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new TagRef { Key = tag.Key, Value = tag.Value })];

    public static Task PutAsync(string arn, Resource resource, ApplyContext context) =>
        context.Aws.AppMesh.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = List(context.Resolution.Tags(resource)) }, context.Cancellation);

    /// <summary>The tags of one resource: from the tagging API's listing, or else from App Mesh itself.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(Observation observation, string arn) => observation.TagsOfAsync(TaggedType, arn, async () =>
    {
        var tags = await Pages.AllAsync(
            next => observation.Aws.AppMesh.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn, NextToken = next }, observation.Cancellation),
            page => page.Tags,
            page => page.NextToken);
        return tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
    });

    /// <summary>Names of the meshes in which the tagging API knows something of ours.</summary>
    public static async Task<IReadOnlyCollection<string>> MeshesAsync(Observation observation) =>
        [.. (await observation.TaggedAsync(TaggedType)).Keys.Select(MeshOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>"mesh-payments-dev" of "arn:aws:appmesh:eu-west-1:123456789012:mesh/mesh-payments-dev/virtualNode/node-api-dev"; null for ARNs of other services.</summary>
    private static string? MeshOf(string arn)
    {
        var parts = arn.Split(':', 6);
        return parts is [_, _, "appmesh", _, _, var resource] && resource.Split('/') is ["mesh", var name, ..] ? name : null;
    }
}
