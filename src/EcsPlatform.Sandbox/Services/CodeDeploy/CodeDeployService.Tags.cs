using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Tags of applications and deployment groups.</summary>
internal sealed partial class CodeDeployService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
    [
        .. State.Applications.Values.Select(record => new TaggedResource(ApplicationArn(record), record.Tags)),
        .. State.Groups.Values.Select(record => new TaggedResource(GroupArn(record), record.Tags)),
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

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = Tagged(request.ResourceArn).To((key, value) => new Tag { Key = key, Value = value }) };

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Tagged(request.ResourceArn).Put(Tags(request.Tags), "InvalidTagsToAddException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceArn).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidTagsToAddException");

    private TagSet Tagged(string arn) => TagsOf(arn) ?? throw new AwsError("InvalidArnException", $"The specified ARN is not valid: {arn}");

    private TagSet? TagsOf(string arn) => State.Applications.Values.FirstOrDefault(record => ApplicationArn(record) == arn)?.Tags
        ?? State.Groups.Values.FirstOrDefault(record => GroupArn(record) == arn)?.Tags;

    private string ApplicationArn(ApplicationRecord record) => Region.Arn("codedeploy", $"application:{record.Application.ApplicationName}");

    private string GroupArn(GroupRecord record) => Region.Arn("codedeploy", $"deploymentgroup:{record.Key}");
}
