using Amazon.Runtime;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>A microservice's name in a DNS namespace: ECS registers its tasks' addresses under it.</summary>
public sealed class DiscoveryServiceResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => DiscoveryServiceKind.Instance;

    /// <summary>Where it lies.</summary>
    public required NamespaceResource Namespace { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [new Need(Namespace, Ready: true)];
}

/// <summary>A Cloud Map service with its tags.</summary>
/// <param name="Service">What the listing says of it.</param>
/// <param name="NamespaceId">Where it lies.</param>
/// <param name="Tags">Its tags.</param>
public sealed record DiscoveryServiceState(ServiceSummary Service, string NamespaceId, IReadOnlyDictionary<string, string> Tags);

/// <summary>How Cloud Map services are found, made and removed.</summary>
public sealed class DiscoveryServiceKind : ResourceKind<DiscoveryServiceResource, DiscoveryServiceState>
{
    private const int SecondsToLive = 10; // addresses of Fargate tasks change with every deployment

    /// <summary>The one instance.</summary>
    public static DiscoveryServiceKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "discovery-service";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "ServiceAlreadyExists";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "ServiceNotFound" or "ResourceNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode == "ResourceInUse"; // tasks that are stopping are still registered

    /// <inheritdoc/>
    public override bool IsNotSeenYet(AmazonServiceException error) => base.IsNotSeenYet(error) || error.ErrorCode == "NamespaceNotFound";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<DiscoveryServiceState>>> ObserveAsync(Observation observation)
    {
        var namespaces = (await CloudMapListing.NamespacesAsync(observation))
            .Where(state => state.Namespace.Type == NamespaceType.DNS_PRIVATE && PlatformTags.AreOurs(observation.Scope, state.Tags));
        return (await Task.WhenAll(namespaces.Select(state => InAsync(observation, state.Namespace.Id)).ToArray())).SelectMany(found => found);
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(DiscoveryServiceResource desired, DiscoveryServiceState live, Resolution resolution) => new Differences()
        .Check("namespaceId", live.NamespaceId, resolution.TryId(desired.Namespace), replace: true)
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(DiscoveryServiceResource desired, Resolution resolution) =>
        [PlannedCall.Of(ServiceDiscoveryModel.CreateService, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<DiscoveryServiceState>> CreateAsync(DiscoveryServiceResource desired, ApplyContext context)
    {
        var service = (await context.Aws.ServiceDiscovery.CreateServiceAsync(Request(desired, context.Resolution), context.Cancellation)).Service;
        var summary = new ServiceSummary { Id = service.Id, Arn = service.Arn, Name = service.Name };
        return Made(desired, service.Arn, new DiscoveryServiceState(summary, context.Resolution.Id(desired.Namespace), context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<DiscoveryServiceState>> UpdateAsync(
        DiscoveryServiceResource desired, Live<DiscoveryServiceState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await context.Aws.ServiceDiscovery.TagResourceAsync(
            new TagResourceRequest { ResourceARN = live.Id, Tags = CloudMapListing.List(context.Resolution.Tags(desired)) },
            context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<DiscoveryServiceState> live, ApplyContext context) =>
        context.Aws.ServiceDiscovery.DeleteServiceAsync(new DeleteServiceRequest { Id = live.State.Service.Id }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(DiscoveryServiceResource desired) => "arn:aws:servicediscovery:us-east-1:000000000000:service/srv-0000000000000000";

    private static CreateServiceRequest Request(DiscoveryServiceResource desired, Resolution resolution) => new()
    {
        Name = desired.Service,
        NamespaceId = resolution.Id(desired.Namespace),
        Description = CloudMapListing.Description(resolution.Scope),
        DnsConfig = new DnsConfig { RoutingPolicy = RoutingPolicy.MULTIVALUE, DnsRecords = [new DnsRecord { Type = RecordType.A, TTL = SecondsToLive }] },

        // ECS tells Cloud Map which tasks are fit; it takes no other kind of health check in a private zone.
        HealthCheckCustomConfig = new HealthCheckCustomConfig { FailureThreshold = 1 },
        Tags = CloudMapListing.List(resolution.Tags(desired)),
    };

    private async Task<IEnumerable<Live<DiscoveryServiceState>>> InAsync(Observation observation, string namespaceId)
    {
        var services = await CloudMapListing.ServicesAsync(observation.Aws.ServiceDiscovery, namespaceId, observation.Cancellation);
        return await Task.WhenAll(services.Select(async service =>
        {
            var tags = await observation.TagsOfAsync(CloudMapListing.ServiceType, service.Arn, () => CloudMapListing.TagsAsync(observation, service.Arn));
            return Found(observation, service.Name, service.Arn, new DiscoveryServiceState(service, namespaceId, tags), tags);
        }).ToArray());
    }
}
