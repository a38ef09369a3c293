using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Resources.AutoScaling;

/// <summary>The bounds within which a service's number of tasks follows the load.</summary>
public sealed class ScalableTargetResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ScalableTargetKind.Instance;

    /// <summary>The service whose desired count is scaled.</summary>
    public required ServiceResource Target { get; init; }

    /// <summary>Fewest tasks.</summary>
    public required int Minimum { get; init; }

    /// <summary>Most tasks.</summary>
    public required int Maximum { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Target];

    /// <summary>"service/{cluster}/{service}".</summary>
    internal string ResourceId => ScalableTargetKind.ResourceIdOf(Target.Cluster.Name, Target.Name);
}

/// <summary>How scalable targets are found, registered and removed. They have no names of their own: one is ours when its cluster is.</summary>
public sealed class ScalableTargetKind : ResourceKind<ScalableTargetResource, ScalableTarget>
{
    private const int IdsPerCall = 50; // Application Auto Scaling API, DescribeScalableTargets

    /// <summary>The one instance.</summary>
    public static ScalableTargetKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "scalable-target";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["alarm"];

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ObjectNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ConcurrentUpdateException";

    /// <inheritdoc/>
    public override bool IsNotSeenYet(AmazonServiceException error) =>
        base.IsNotSeenYet(error) || error.ErrorCode == "ValidationException" && error.Message.Contains("doesn't exist", StringComparison.OrdinalIgnoreCase);

    /// <summary>The targets of the platform's services, listed once per look.</summary>
    internal static Task<List<ScalableTarget>> ListAsync(Observation observation) => observation.OnceAsync("scalable targets", async () =>
    {
        var wanted = observation.DesiredOf<ScalableTargetResource>().Select(target => target.ResourceId).ToHashSet(StringComparer.Ordinal);
        var first = DescribeAsync(observation, wanted);
        var cluster = observation.Scope.Names.Shared(Definition.Naming.ResourceType.Cluster);
        var names = ServiceListing.NamesAsync(observation);
        await Task.WhenAll(first, names);
        var others = (await names).Select(name => ResourceIdOf(cluster, name)).Where(id => !wanted.Contains(id));
        return (await DescribeAsync(observation, others)).Concat(await first).ToList();
    });

    /// <summary>The service's name in "service/{cluster}/{service}".</summary>
    internal static string ServiceOf(string resourceId) => resourceId.AfterLastSlash();

    /// <summary>"service/{cluster}/{service}".</summary>
    internal static string ResourceIdOf(string cluster, string service) => $"service/{cluster}/{service}";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<ScalableTarget>>> ObserveAsync(Observation observation)
    {
        var keys = await ServiceListing.KeysAsync(observation);
        var ours = await ServiceListing.OwnsClusterAsync(observation);
        return (await ListAsync(observation)).Select(target =>
        {
            var key = keys.GetValueOrDefault(ServiceOf(target.ResourceId));
            return new Live<ScalableTarget>(Type, target.ResourceId, target.ResourceId, target) { LogicalId = key is null ? null : $"{Type}/{key}", Service = key, Ours = ours };
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ScalableTargetResource desired, ScalableTarget live, Resolution resolution) => new Differences()
        .Check("minCapacity", live.MinCapacity, desired.Minimum)
        .Check("maxCapacity", live.MaxCapacity, desired.Maximum);

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ScalableTargetResource desired, Resolution resolution) =>
        [PlannedCall.Of(ApplicationAutoScalingModel.RegisterScalableTarget, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<ScalableTarget>> CreateAsync(ScalableTargetResource desired, ApplyContext context)
    {
        await context.Aws.ApplicationAutoScaling.RegisterScalableTargetAsync(Request(desired, context.Resolution), context.Cancellation);
        return Made(desired, desired.ResourceId, new ScalableTarget { ResourceId = desired.ResourceId, MinCapacity = desired.Minimum, MaxCapacity = desired.Maximum });
    }

    /// <inheritdoc/>
    protected override async Task<Live<ScalableTarget>> UpdateAsync(ScalableTargetResource desired, Live<ScalableTarget> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        var request = Request(desired, context.Resolution);
        request.Tags = null; // refused for a target that is there already
        await context.Aws.ApplicationAutoScaling.RegisterScalableTargetAsync(request, context.Cancellation);
        return live;
    }

    /// <summary>Takes its policies along.</summary>
    protected override Task DeleteAsync(Live<ScalableTarget> live, ApplyContext context) =>
        context.Aws.ApplicationAutoScaling.DeregisterScalableTargetAsync(
            new DeregisterScalableTargetRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceId = live.Id,
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            },
            context.Cancellation);

    private static RegisterScalableTargetRequest Request(ScalableTargetResource desired, Resolution resolution) => new()
    {
        ServiceNamespace = ServiceNamespace.Ecs,
        ResourceId = desired.ResourceId,
        ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
        MinCapacity = desired.Minimum,
        MaxCapacity = desired.Maximum,
        Tags = new Dictionary<string, string>(resolution.Tags(desired)),
    };

    private static async Task<IEnumerable<ScalableTarget>> DescribeAsync(Observation observation, IEnumerable<string> ids)
    {
        var answers = await Task.WhenAll(ids.Chunk(IdsPerCall).Select(chunk => observation.Aws.ApplicationAutoScaling.DescribeScalableTargetsAsync(
            new DescribeScalableTargetsRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                ResourceIds = [.. chunk],
            },
            observation.Cancellation)).ToArray());
        return answers.SelectMany(answer => answer.ScalableTargets ?? []);
    }
}
