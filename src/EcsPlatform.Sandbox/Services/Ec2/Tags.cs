using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Tags: put on at creation, later, and taken off.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<TagDescription> TagListing = new(Kind.Vpc, static tag => $"{tag.ResourceId} {tag.Key}", new()
    {
        ["key"] = static tag => [tag.Key],
        ["value"] = static tag => [tag.Value],
        ["resource-id"] = static tag => [tag.ResourceId],
        ["resource-type"] = static tag => [tag.ResourceType.Value],
    });

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        from pair in State.Tags
        where pair.Value.Count > 0
        select new TaggedResource(ArnOf(pair.Key), pair.Value);

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var id = arn[(arn.LastIndexOf('/') + 1)..];
        if (Kind.Of(id) is null || ArnOf(id) != arn || !Exists(id))
        {
            return false;
        }

        change(EnsureTags(id));
        return true;
    }

    private void HandleTags()
    {
        On(EC2Model.CreateTags, CreateTags);
        On(EC2Model.DeleteTags, DeleteTags);
        On(EC2Model.DescribeTags, DescribeTags);
    }

    /// <summary>Tags from a creation's tag specifications; checked before anything is made.</summary>
    private static TagSet TagsAtCreation(List<TagSpecification>? specifications, Kind kind)
    {
        foreach (var specification in specifications ?? [])
        {
            if (specification.ResourceType?.Value != kind.ResourceType)
            {
                throw new AwsError("InvalidParameterValue",
                    $"'{specification.ResourceType?.Value}' is not a valid taggable resource type for this operation.");
            }
        }

        return TagSet.From(
            (specifications ?? []).SelectMany(specification => specification.Tags ?? []), tag => tag.Key, tag => tag.Value, "InvalidParameterValue");
    }

    private void Tag(string id, TagSet tags)
    {
        if (tags.Count > 0)
        {
            State.Tags[id] = tags;
        }
    }

    private TagSet? TagsOf(string id) => State.Tags.GetValueOrDefault(id);

    private List<Tag> TagList(string id) => TagsOf(id)?.To((key, value) => new Tag { Key = key, Value = value }) ?? [];

    private CreateTagsResponse CreateTags(CreateTagsRequest request)
    {
        var tags = TagSet.From(request.Tags, tag => tag.Key, tag => tag.Value, "InvalidParameterValue");
        foreach (var id in request.Resources)
        {
            CheckTaggable(id);
        }

        foreach (var id in request.Resources)
        {
            EnsureTags(id).Put(tags, "TagLimitExceeded");
        }

        return new CreateTagsResponse();
    }

    private DeleteTagsResponse DeleteTags(DeleteTagsRequest request)
    {
        foreach (var id in request.Resources)
        {
            CheckTaggable(id);
        }

        foreach (var id in request.Resources)
        {
            if (TagsOf(id) is not { } tags)
            {
                continue;
            }

            // No tags: all of them. No value: whatever it is. A value, also an empty one: only where it is equal.
            tags.Remove(request.Tags is { Count: > 0 } wanted
                ? wanted.Where(tag => tag.Value is null || tags.GetValueOrDefault(tag.Key) == tag.Value).Select(tag => tag.Key)
                : [.. tags.Keys]);
        }

        return new DeleteTagsResponse();
    }

    private DescribeTagsResponse DescribeTags(DescribeTagsRequest request)
    {
        var all = (from pair in State.Tags
                   from tag in pair.Value
                   select new TagDescription
                   {
                       ResourceId = pair.Key,
                       ResourceType = Kind.Of(pair.Key)!.ResourceType,
                       Key = tag.Key,
                       Value = tag.Value,
                   }).ToDictionary(tag => $"{tag.ResourceId} {tag.Key}");
        var page = TagListing.Page(
            TagListing.Select(all, null, request.Filters, key => new TagSet { [all[key].Key] = all[key].Value }), request.NextToken, request.MaxResults);
        return new DescribeTagsResponse { Tags = [.. page.Items], NextToken = page.NextToken };
    }

    private void CheckTaggable(string id)
    {
        var kind = Kind.Of(id) ?? throw new AwsError("InvalidID", $"The ID '{id}' is not valid");
        kind.Check(id);
        if (!Exists(id))
        {
            throw kind.Missing(id);
        }
    }

    private bool Exists(string id) => Kind.Of(id)?.Prefix switch
    {
        "vpc" => State.Vpcs.ContainsKey(id),
        "subnet" => State.Subnets.ContainsKey(id),
        "igw" => State.InternetGateways.ContainsKey(id),
        "eipalloc" => State.Addresses.ContainsKey(id),
        "nat" => State.NatGateways.ContainsKey(id),
        "rtb" => State.RouteTables.ContainsKey(id),
        "acl" => State.NetworkAcls.ContainsKey(id),
        "sg" => State.SecurityGroups.ContainsKey(id),
        "sgr" => State.SecurityGroupRules.ContainsKey(id),
        "eni" => State.NetworkInterfaces.ContainsKey(id),
        _ => false,
    };

    private TagSet EnsureTags(string id) => State.Tags.TryGetValue(id, out var tags) ? tags : State.Tags[id] = [];

    private string ArnOf(string id) => Region.Arn("ec2", $"{Kind.Of(id)!.ResourceType}/{id}");
}
