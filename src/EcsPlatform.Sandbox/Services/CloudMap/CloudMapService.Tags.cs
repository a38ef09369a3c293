using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Tags of namespaces and services.</summary>
internal sealed partial class CloudMapService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
    [
        .. State.Namespaces.Values.Select(record => new TaggedResource(record.Namespace.Arn, record.Tags)),
        .. State.Services.Values.Select(record => new TaggedResource(record.Service.Arn, record.Tags)),
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

    private static TagSet Tags(List<Tag>? tags)
    {
        if (tags?.Count > CloudMapQuotas.Tags)
        {
            throw TooMany();
        }

        return TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidInput");
    }

    private static AwsError TooMany() => new("TooManyTagsException", $"The maximum number of tags that can be applied to a resource is {CloudMapQuotas.Tags}.");

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        var held = Tagged(request.ResourceARN);
        var tags = Tags(request.Tags);
        if (held.Keys.Union(tags.Keys).Count() > CloudMapQuotas.Tags)
        {
            throw TooMany();
        }

        held.Put(tags, "InvalidInput");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceARN).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = Tagged(request.ResourceARN).To((key, value) => new Tag { Key = key, Value = value }) };

    private TagSet Tagged(string arn) => TagsOf(arn) ?? throw CloudMapErrors.ResourceNotFound(arn);

    private TagSet? TagsOf(string arn) =>
        State.Namespaces.GetValueOrDefault(IdOf(arn)) is { } home && home.Namespace.Arn == arn ? home.Tags
        : State.Services.GetValueOrDefault(IdOf(arn)) is { } service && service.Service.Arn == arn ? service.Tags
        : null;
}
