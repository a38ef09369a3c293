using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Tags of alarms, by ARN.</summary>
internal sealed partial class CloudWatchService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Alarms.Values.Select(record => new TaggedResource(record.Alarm.AlarmArn, record.Tags));

    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (ByArn(arn) is not { } record)
        {
            return false;
        }

        change(record.Tags);
        return true;
    }

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Tagged(request.ResourceARN).Put(TagSet.From(request.Tags, tag => tag.Key, tag => tag.Value, "InvalidParameterValue"), "InvalidParameterValue");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceARN).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = Tagged(request.ResourceARN).To((key, value) => new Tag { Key = key, Value = value }) };

    private TagSet Tagged(string arn) => ByArn(arn)?.Tags
        ?? throw new AwsError("ResourceNotFoundException", $"Resource {arn} does not exist.", 404);

    private AlarmRecord? ByArn(string arn)
    {
        var prefix = Region.Arn("cloudwatch", "alarm:");
        return arn.StartsWith(prefix, StringComparison.Ordinal) ? State.Alarms.GetValueOrDefault(arn[prefix.Length..]) : null;
    }
}
