using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>EC2's forms of tags: put on at creation, filtered by when listing.</summary>
internal static class Ec2Tags
{
    /// <summary>The tags of a resource in the form that creating calls take.</summary>
    public static List<TagSpecification> At(ResourceType type, Resource resource, Resolution resolution) =>
        [new TagSpecification { ResourceType = type, Tags = List(resolution.Tags(resource)) }];

    /// <summary>A list of tags.</summary>
    public static List<Tag> List(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Tags as a dictionary.</summary>
    public static IReadOnlyDictionary<string, string> ToMap(this List<Tag>? tags) =>
        (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    /// <summary>Filters for everything that is this platform's.</summary>
    public static List<Filter> Ours(PlatformScope scope) =>
    [
        new Filter { Name = $"tag:{PlatformTags.Platform}", Values = [scope.Platform] },
        new Filter { Name = $"tag:{PlatformTags.Environment}", Values = [scope.Suffix] },
    ];

    /// <summary>Puts the wanted tags on a resource that lacks some of them.</summary>
    public static Task PutAsync(string id, Resource resource, ApplyContext context) =>
        context.Aws.EC2.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = List(context.Resolution.Tags(resource)) }, context.Cancellation);
}
