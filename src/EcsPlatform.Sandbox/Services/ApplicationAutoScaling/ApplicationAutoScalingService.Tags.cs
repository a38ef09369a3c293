using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Tags of scalable targets.</summary>
internal sealed partial class ApplicationAutoScalingService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Targets.Values.Select(record => new TaggedResource(record.Target.ScalableTargetARN, record.Tags));

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
        var tags = new TagSet();
        foreach (var (key, value) in request.Tags)
        {
            tags[key] = value;
        }

        Tagged(request.ResourceARN).Put(tags, "TooManyTagsException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceARN).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = new Dictionary<string, string>(Tagged(request.ResourceARN)) };

    private TagSet Tagged(string arn) => ByArn(arn)?.Tags
        ?? throw new AwsError("ResourceNotFoundException", "The specified resource doesn't exist.");

    private TargetRecord? ByArn(string arn) => State.Targets.Values.FirstOrDefault(record => record.Target.ScalableTargetARN == arn);
}
