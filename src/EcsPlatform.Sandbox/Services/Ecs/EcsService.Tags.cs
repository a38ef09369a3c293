using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Tags, by ARN.</summary>
internal sealed partial class EcsService
{
    public override IEnumerable<TaggedResource> TaggedResources() =>
    [
        .. State.Clusters.Values.Where(record => record.Cluster.Status == "ACTIVE").Select(record => new TaggedResource(record.Cluster.ClusterArn, record.Tags)),
        .. State.Families.Values.SelectMany(family => family.Revisions.Values).Where(record => record.TaskDefinition.Status?.Value == "ACTIVE")
            .Select(record => new TaggedResource(record.TaskDefinition.TaskDefinitionArn, record.Tags)),
        .. State.Services.Values.Where(record => record.Service.Status != "INACTIVE").Select(record => new TaggedResource(record.Service.ServiceArn, record.Tags)),
        .. State.Tasks.Values.Where(record => !record.IsStopped).Select(record => new TaggedResource(record.Task.TaskArn, record.Tags)),
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

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Tagged(request.ResourceArn).Put(Tags(request.Tags), "InvalidParameterException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.ResourceArn).Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    private ListTagsForResourceResponse ListTagsForResource(ListTagsForResourceRequest request) =>
        new() { Tags = Tags(Tagged(request.ResourceArn)) };

    private TagSet Tagged(string arn)
    {
        if (!arn.StartsWith($"arn:aws:ecs:{Region.Name}:{Region.AccountId}:", StringComparison.Ordinal))
        {
            throw EcsErrors.InvalidParameter("The specified resource identifier is invalid. Specify a valid ARN and try again.");
        }

        return TagsOf(arn) ?? throw EcsErrors.InvalidParameter("The specified resource is inactive or does not exist.");
    }

    private TagSet? TagsOf(string arn) => (arn.Split(':').ElementAtOrDefault(5) ?? "").Split('/') switch
    {
        ["cluster", var name] when State.Clusters.GetValueOrDefault(name) is { Cluster.Status: "ACTIVE" } cluster => cluster.Tags,
        ["service", var cluster, var name] when State.Services.GetValueOrDefault($"{cluster}/{name}") is { Service.Status: not "INACTIVE" } service => service.Tags,
        ["task", _, var id] => State.Tasks.GetValueOrDefault(id)?.Tags,
        ["task-definition", _] => FindTaskDefinition(arn)?.Tags,
        _ => null,
    };
}
