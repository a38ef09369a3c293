using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The cluster that all services run in.</summary>
public sealed class ClusterResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ClusterKind.Instance;

    /// <summary>Container Insights and capacity providers.</summary>
    public required ClusterDefinition Settings { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>How clusters are found, made and removed.</summary>
public sealed class ClusterKind : ResourceKind<ClusterResource, Cluster>
{
    private const string Insights = "containerInsights";

    /// <summary>The one instance.</summary>
    public static ClusterKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "cluster";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ClusterNotFoundException" || error.ErrorCode == "ClientException" && error.Message.Contains("inactive", StringComparison.OrdinalIgnoreCase); // deleted by a call whose answer was lost

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) =>
        error.ErrorCode is "ClusterContainsTasksException" or "ClusterContainsServicesException" or "UpdateInProgressException" or "ResourceInUseException"
        || error.ErrorCode == "ClientException" && error.Message.Contains("was not ACTIVE", StringComparison.Ordinal);

    /// <summary>The cluster of that name as it is now; null when there is none.</summary>
    internal static Task<Cluster?> FindAsync(Observation observation) => observation.OnceAsync("cluster", async () =>
    {
        var answer = await observation.Aws.ECS.DescribeClustersAsync(
            new DescribeClustersRequest { Clusters = [ServiceListing.ClusterName(observation)], Include = ["TAGS", "SETTINGS"] },
            observation.Cancellation);
        return (answer.Clusters ?? []).FirstOrDefault(cluster => cluster.Status != "INACTIVE");
    });

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<Cluster>>> ObserveAsync(Observation observation) =>
        await FindAsync(observation) is { } cluster
            ? [Found(observation, cluster.ClusterName, cluster.ClusterArn, cluster, cluster.Tags.ToMap()) with { Going = cluster.Status == "DEPROVISIONING" }]
            : [];

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ClusterResource desired, Cluster live, Resolution resolution) => new Differences()
        .Check(Insights, live.Settings?.FirstOrDefault(setting => setting.Name?.Value == Insights)?.Value ?? "disabled", desired.Settings.ContainerInsights.Spell())
        .CheckSet("capacityProviders", live.CapacityProviders, Providers(desired))
        .CheckSet("defaultCapacityProviderStrategy", (live.DefaultCapacityProviderStrategy ?? []).Select(CapacityStrategy.Describe), Strategy(desired).Select(CapacityStrategy.Describe))
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ClusterResource desired, Resolution resolution) => [PlannedCall.Of(ECSModel.CreateCluster, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<Cluster>> CreateAsync(ClusterResource desired, ApplyContext context)
    {
        var cluster = (await context.Aws.ECS.CreateClusterAsync(Request(desired, context.Resolution), context.Cancellation)).Cluster;
        return Made(desired, cluster.ClusterArn, cluster);
    }

    /// <inheritdoc/>
    protected override async Task<Live<Cluster>> UpdateAsync(ClusterResource desired, Live<Cluster> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        if (differences.TouchTags())
        {
            await EcsTags.PutAsync(live.Id, desired, context);
        }

        if (differences.Touch(Insights))
        {
            await context.Aws.ECS.UpdateClusterSettingsAsync(new UpdateClusterSettingsRequest { Cluster = live.Name, Settings = Settings(desired) }, context.Cancellation);
        }

        if (differences.Touch("capacityProviders", "defaultCapacityProviderStrategy"))
        {
            await context.Aws.ECS.PutClusterCapacityProvidersAsync(
                new PutClusterCapacityProvidersRequest { Cluster = live.Name, CapacityProviders = Providers(desired), DefaultCapacityProviderStrategy = Strategy(desired) },
                context.Cancellation);
        }

        return live;
    }

    /// <summary>While its capacity providers are being attached (PROVISIONING), it takes no services and no changes.</summary>
    protected override bool IsReady(Cluster state) => state.Status is null or "ACTIVE";

    /// <inheritdoc/>
    protected override async Task<Live<Cluster>> WaitReadyAsync(Live<Cluster> live, ApplyContext context)
    {
        context.Waiting($"cluster {live.Name} is {live.State.Status}");
        var poll = context.Waits.Poll<Cluster>("cluster", async (names, cancellation) =>
            ((await context.Aws.ECS.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [.. names] }, cancellation)).Clusters ?? [])
            .ToDictionary(cluster => cluster.ClusterName, StringComparer.Ordinal));
        var ready = await poll.UntilAsync(live.Name, cluster => cluster?.Status switch
        {
            "FAILED" => throw new ResourceFailedException("ClusterFailed", $"The capacity providers of cluster {live.Name} could not be attached.", "Run it again; if it fails again, remove the platform first."),
            var status => status == "ACTIVE",
        });
        return live with { State = ready! };
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<Cluster> live, ApplyContext context) =>
        context.Aws.ECS.DeleteClusterAsync(new DeleteClusterRequest { Cluster = live.Name }, context.Cancellation);

    private static CreateClusterRequest Request(ClusterResource desired, Resolution resolution) => new()
    {
        ClusterName = desired.Name,
        Settings = Settings(desired),
        CapacityProviders = Providers(desired),
        DefaultCapacityProviderStrategy = Strategy(desired),
        Tags = EcsTags.List(resolution.Tags(desired)),
    };

    private static List<ClusterSetting> Settings(ClusterResource desired) => [new ClusterSetting { Name = Insights, Value = desired.Settings.ContainerInsights.Spell() }];

    private static List<string> Providers(ClusterResource desired) => [.. desired.Settings.CapacityProviders.Select(provider => provider.Spell())];

    private static List<Amazon.ECS.Model.CapacityProviderStrategyItem> Strategy(ClusterResource desired) => CapacityStrategy.Of(desired.Settings, []);
}
