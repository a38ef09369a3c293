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

    public static Task PutAsync(string arn, IReadOnlyDictionary<string, string> tags, ApplyContext context) =>
        context.Aws.AppMesh.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = List(tags) }, context.Cancellation);

    /// <summary>The tags of something in a mesh: from the tagging API, or else from App Mesh itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Observation observation, string arn) =>
        (IsWanted(observation) ? await observation.TagsByArnAsync(arn) : (await observation.TaggedAsync(TaggedType)).GetValueOrDefault(arn)) ?? await AskAsync(observation, arn);

    /// <summary>The tags of a mesh: from the tagging API, or else from App Mesh itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfMeshAsync(Observation observation, string arn) =>
        (await TaggedAsync(observation)).GetValueOrDefault(arn) ?? await AskAsync(observation, arn);

    /// <summary>Names of the meshes in which the tagging API knows something of ours; where one is wanted, of the meshes that it knows as that one.</summary>
    public static async Task<IReadOnlyCollection<string>> MeshesAsync(Observation observation) =>
        [.. (await TaggedAsync(observation)).Keys.Select(MeshOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static bool IsWanted(Observation observation) => observation.DesiredOf<MeshResource>().Any();

    /// <summary>With a mesh that is wanted, what is in it is listed by App Mesh, and would be most of the tagging API's pages.</summary>
    private static Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> TaggedAsync(Observation observation) =>
        observation.DesiredOf<MeshResource>().FirstOrDefault() is { } mesh ? observation.TaggedAsync(TaggedType, mesh.LogicalId) : observation.TaggedAsync(TaggedType);

    private static async Task<IReadOnlyDictionary<string, string>> AskAsync(Observation observation, string arn)
    {
        var tags = await Pages.AllAsync(
            next => observation.Aws.AppMesh.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn, NextToken = next }, observation.Cancellation),
            page => page.Tags,
            page => page.NextToken);
        return tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
    }

    /// <summary>"mesh-payments-dev" of "arn:aws:appmesh:eu-west-1:123456789012:mesh/mesh-payments-dev/virtualNode/node-api-dev"; null for ARNs of other services.</summary>
    private static string? MeshOf(string arn)
    {
        var parts = arn.Split(':', 6);
        return parts is [_, _, "appmesh", _, _, var resource] && resource.Split('/') is ["mesh", var name, ..] ? name : null;
    }
}
