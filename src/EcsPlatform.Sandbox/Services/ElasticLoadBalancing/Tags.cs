using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Tags of load balancers, listeners, rules and target groups.</summary>
public sealed partial class ElasticLoadBalancingService
{
    private const int ResourcesPerDescribeTags = 20;

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Tags.Where(pair => pair.Value.Count > 0).Select(pair => new TaggedResource(pair.Key, pair.Value));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!Exists(arn))
        {
            return false;
        }

        change(EnsureTags(arn));
        return true;
    }

    private void HandleTags()
    {
        On(ElasticLoadBalancingV2Model.AddTags, AddTags);
        On(ElasticLoadBalancingV2Model.RemoveTags, RemoveTags);
        On(ElasticLoadBalancingV2Model.DescribeTags, DescribeTags);
    }

    private static TagSet TagsOf(List<Tag>? tags) => tags?.Count > 50
        ? throw new AwsError("TooManyTags", "The maximum number of tags on this resource has been reached.")
        : TagSet.From(tags, tag => tag.Key, tag => tag.Value, "DuplicateTagKeys");

    private void Tag(string arn, TagSet tags)
    {
        if (tags.Count > 0)
        {
            State.Tags[arn] = tags;
        }
    }

    private AddTagsResponse AddTags(AddTagsRequest request)
    {
        var tags = TagsOf(request.Tags);
        request.ResourceArns.ForEach(CheckExists);
        foreach (var arn in request.ResourceArns)
        {
            EnsureTags(arn).Put(tags, "TooManyTags");
        }

        return new AddTagsResponse();
    }

    private RemoveTagsResponse RemoveTags(RemoveTagsRequest request)
    {
        request.ResourceArns.ForEach(CheckExists);
        foreach (var arn in request.ResourceArns)
        {
            EnsureTags(arn).Remove(request.TagKeys);
        }

        return new RemoveTagsResponse();
    }

    private DescribeTagsResponse DescribeTags(DescribeTagsRequest request)
    {
        if (request.ResourceArns.Count > ResourcesPerDescribeTags)
        {
            throw Invalid($"Up to {ResourcesPerDescribeTags} resource ARNs can be described in one call, not {request.ResourceArns.Count}");
        }

        request.ResourceArns.ForEach(CheckExists);
        return new DescribeTagsResponse
        {
            TagDescriptions =
            [
                .. request.ResourceArns.Select(arn => new TagDescription
                {
                    ResourceArn = arn,
                    Tags = State.Tags.GetValueOrDefault(arn)?.To((key, value) => new Tag { Key = key, Value = value }) ?? [],
                }),
            ],
        };
    }

    private void CheckExists(string arn)
    {
        if (Exists(arn))
        {
            return;
        }

        throw arn.Split(':')[^1].Split('/')[0] switch
        {
            "loadbalancer" => NotFound("LoadBalancerNotFound", "load balancers"),
            "listener" => NotFound("ListenerNotFound", "listeners"),
            "listener-rule" => NotFound("RuleNotFound", "rules"),
            "targetgroup" => NotFound("TargetGroupNotFound", "target groups"),
            _ => Invalid($"'{arn}' is not a valid resource ARN"),
        };
    }

    private bool Exists(string arn) => State.LoadBalancers.ContainsKey(arn) || State.Listeners.ContainsKey(arn)
        || State.Rules.ContainsKey(arn) || State.TargetGroups.ContainsKey(arn);

    private TagSet EnsureTags(string arn) => State.Tags.TryGetValue(arn, out var tags) ? tags : State.Tags[arn] = [];
}
