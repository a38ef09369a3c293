using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Tags, by ARN.</summary>
internal sealed partial class AppMeshService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
    [
        .. State.Meshes.Values.Select(Tagged),
        .. State.VirtualNodes.Values.Select(Tagged),
        .. State.VirtualRouters.Values.Select(Tagged),
        .. State.Routes.Values.Select(Tagged),
        .. State.VirtualServices.Values.Select(Tagged),
    ];

    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (TagsOf(arn) is not { } tags)
        {
            return false;
        }

        change(tags);
        return true;
    }

    private static TaggedResource Tagged<T>(Held<T> held) => new(held.Metadata.Arn, held.Tags);

    private TagSet? TagsOf(string arn)
    {
        var path = arn.StartsWith(Arn(""), StringComparison.Ordinal) ? arn[Arn("").Length..] : "";
        return State.Meshes.GetValueOrDefault(path)?.Tags ?? State.VirtualNodes.GetValueOrDefault(path)?.Tags
            ?? State.VirtualRouters.GetValueOrDefault(path)?.Tags ?? State.Routes.GetValueOrDefault(path)?.Tags
            ?? State.VirtualServices.GetValueOrDefault(path)?.Tags;
    }

    private TagSet Known(string arn) => TagsOf(arn) ?? throw AppMeshErrors.NotFound(arn);

    private static TagSet Tags(List<TagRef>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "BadRequestException");

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        var held = Known(request.ResourceArn);
        var tags = Tags(request.Tags);
        if (held.Keys.Union(tags.Keys).Count() > AppMeshQuotas.Tags)
        {
            throw new AwsError("TooManyTagsException", $"A resource can have at most {AppMeshQuotas.Tags} tags.");
        }

        held.Put(tags, "BadRequestException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Known(request.ResourceArn).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request)
    {
        var tags = Known(request.ResourceArn).To((key, value) => new TagRef { Key = key, Value = value });
        var page = Paging.Of(tags, tag => tag.Key, request.NextToken, request.Limit ?? 50, AppMeshErrors.InvalidToken);
        return new ListTagsForResourceResponse { Tags = [.. page.Items], NextToken = page.NextToken };
    }
}
