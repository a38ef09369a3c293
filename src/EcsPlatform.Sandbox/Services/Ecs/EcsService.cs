using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Amazon ECS on Fargate: clusters, task definitions, services with deployments of every strategy, tasks.</summary>
internal sealed partial class EcsService : SandboxService<EcsState>
{
    private readonly Step _reconcile;
    private readonly Step _advance;
    private readonly Step _healthCheck;
    private readonly Step _grace;
    private readonly Step _endpointLeaves;
    private readonly Step _containers;
    private readonly Step _meter;
    private readonly Step _stage;
    private readonly Step _stageLimit;
    private readonly Step _hookCall;
    private readonly Step _hookExpiry;

    internal EcsService(SandboxRegion region)
        : base(region)
    {
        _reconcile = Step("service-reconcile", Reconcile);
        _advance = Step("task-advance", Advance);
        _healthCheck = Step("task-health-check", CheckContainerHealth);
        _grace = Step("task-grace-period", EndGracePeriod);
        _containers = Step("task-containers", StartWhatMay);
        _endpointLeaves = Step("endpoint-leaves", RemoveEndpoint);
        _meter = Step("traffic-minute", Meter);
        _stage = Step("deployment-stage", ContinueStage);
        _stageLimit = Step("deployment-stage-limit", GiveUpStage);
        _hookCall = Step("deployment-hook-call", CallHook);
        _hookExpiry = Step("deployment-hook-expiry", ExpireHook);
        Neighbours = new Neighbours(region);
        Neighbours.OnTargetHealth(TargetHealthChanged);
        Faults.Changed += () =>
        {
            lock (Region.Sandbox.World)
            {
                CheckAgain();
                MeterAll();
            }
        };
        Faults.SpotInterrupted += pattern =>
        {
            lock (Region.Sandbox.World)
            {
                InterruptSpot(pattern);
            }
        };

        On(ECSModel.CreateCluster, CreateCluster);
        On(ECSModel.DeleteCluster, DeleteCluster);
        On(ECSModel.DescribeClusters, DescribeClusters);
        On(ECSModel.ListClusters, ListClusters);
        On(ECSModel.UpdateCluster, UpdateCluster);
        On(ECSModel.UpdateClusterSettings, UpdateClusterSettings);
        On(ECSModel.PutClusterCapacityProviders, PutClusterCapacityProviders);
        On(ECSModel.RegisterTaskDefinition, RegisterTaskDefinition);
        On(ECSModel.DeregisterTaskDefinition, DeregisterTaskDefinition);
        On(ECSModel.DeleteTaskDefinitions, DeleteTaskDefinitions);
        On(ECSModel.DescribeTaskDefinition, DescribeTaskDefinition);
        On(ECSModel.ListTaskDefinitions, ListTaskDefinitions);
        On(ECSModel.ListTaskDefinitionFamilies, ListTaskDefinitionFamilies);
        On(ECSModel.CreateService, CreateService);
        On(ECSModel.UpdateService, UpdateService);
        On(ECSModel.DeleteService, DeleteService);
        On(ECSModel.DescribeServices, DescribeServices);
        On(ECSModel.ListServices, ListServices);
        On(ECSModel.ListServicesByNamespace, ListServicesByNamespace);
        On(ECSModel.ListServiceDeployments, ListServiceDeployments);
        On(ECSModel.DescribeServiceDeployments, DescribeServiceDeployments);
        On(ECSModel.StopServiceDeployment, StopServiceDeployment);
        On(ECSModel.ContinueServiceDeployment, ContinueServiceDeployment);
        On(ECSModel.DescribeServiceRevisions, DescribeServiceRevisions);
        On(ECSModel.DescribeTaskSets, DescribeTaskSets);
        On(ECSModel.ListTasks, ListTasks);
        On(ECSModel.DescribeTasks, DescribeTasks);
        On(ECSModel.StopTask, StopTask);
        On(ECSModel.TagResource, TagResource);
        On(ECSModel.UntagResource, UntagResource);
        On(ECSModel.ListTagsForResource, ListTagsForResource);
    }

    private Neighbours Neighbours { get; }

    private DateTime Today => Now.UtcDateTime;

    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) =>
        EcsErrors.InvalidParameter(message);

    protected internal override AwsError InternalError(ServiceModel model) =>
        new("ServerException", "Service Unavailable. Please try again later.", 500);

    // Deregistered revisions stay INACTIVE until AWS drops them; records of deployments go with their service.
    protected override bool IsMemory(string collection, JsonNode? entry) => collection switch
    {
        nameof(EcsState.Families) => entry?[nameof(FamilyRecord.Revisions)] is not JsonObject revisions || revisions.All(revision => Standing.IsGone(revision.Value)),
        nameof(EcsState.ServiceDeployments) or nameof(EcsState.ServiceRevisions) or nameof(EcsState.LeavingEndpoints) => true,
        _ => base.IsMemory(collection, entry),
    };

    private static TagSet Tags(IEnumerable<Tag>? tags) =>
        TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidParameterException");

    private static List<Tag> Tags(TagSet tags) => tags.To((key, value) => new Tag { Key = key, Value = value });

    private static int PageSize(int? asked, int limit)
    {
        if (asked is < 1 || asked > limit)
        {
            throw EcsErrors.InvalidParameter($"maxResults must be between 1 and {limit}.");
        }

        return asked ?? limit;
    }
}
