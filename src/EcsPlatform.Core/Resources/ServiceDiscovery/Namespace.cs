using Amazon.Runtime;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>The Cloud Map namespace that services' names lie in: for API calls alone (Service Connect), or a DNS zone of the VPC. Whoever refers to it needs it ready: its id comes with the end of its making.</summary>
public sealed class NamespaceResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => NamespaceKind.Instance;

    /// <summary>The VPC in which the names resolve; null for a namespace without DNS.</summary>
    public VpcResource? Vpc { get; init; }

    /// <summary>HTTP without a VPC, private DNS with one.</summary>
    public NamespaceType Type => Vpc is null ? NamespaceType.HTTP : NamespaceType.DNS_PRIVATE;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => Vpc is { } vpc ? [vpc] : [];
}

/// <summary>A namespace with its tags.</summary>
/// <param name="Namespace">What the listing says of it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record NamespaceState(NamespaceSummary Namespace, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The operation that makes it; null when it is there.</summary>
    public string? OperationId { get; init; }

    /// <summary>When Service Connect's endpoints in it were made, by their names; empty unless somebody asks for them.</summary>
    public IReadOnlyDictionary<string, DateTime> Endpoints { get; init; } = new Dictionary<string, DateTime>();
}

/// <summary>How namespaces are found, made and removed; making and removing are operations that take a while.</summary>
public sealed class NamespaceKind : ResourceKind<NamespaceResource, NamespaceState>
{
    /// <summary>The one instance.</summary>
    public static NamespaceKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "namespace";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "discovery-service"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode is "NamespaceAlreadyExists" or "DuplicateRequest"; // the latter while one is being made

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "NamespaceNotFound" or "ResourceNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ResourceInUse" or "DuplicateRequest"; // services of ECS that are still going; a removal under way

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<NamespaceState>>> ObserveAsync(Observation observation) =>
        await Task.WhenAll((await CloudMapListing.NamespacesAsync(observation)).Select(async state =>
        {
            var live = Found(observation, state.Namespace.Name, state.Namespace.Id, state, state.Tags);
            return live with { State = state with { Endpoints = await EndpointsAsync(observation, live) } };
        }).ToArray());

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(NamespaceResource desired, NamespaceState live, Resolution resolution) => new Differences()
        .Check("name", live.Namespace.Name, desired.Name, replace: true)
        .Check("type", live.Namespace.Type?.Value, desired.Type.Value, replace: true)
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(NamespaceResource desired, Resolution resolution) =>
        [desired.Vpc is null
            ? PlannedCall.Of(ServiceDiscoveryModel.CreateHttpNamespace, HttpRequest(desired, resolution))
            : PlannedCall.Of(ServiceDiscoveryModel.CreatePrivateDnsNamespace, DnsRequest(desired, desired.Vpc, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<NamespaceState>> CreateAsync(NamespaceResource desired, ApplyContext context)
    {
        var operation = desired.Vpc is null
            ? (await context.Aws.ServiceDiscovery.CreateHttpNamespaceAsync(HttpRequest(desired, context.Resolution), context.Cancellation)).OperationId
            : (await context.Aws.ServiceDiscovery.CreatePrivateDnsNamespaceAsync(DnsRequest(desired, desired.Vpc, context.Resolution), context.Cancellation)).OperationId;
        return Made(desired, PlaceholderId(desired), new NamespaceState(new NamespaceSummary { Name = desired.Name, Type = desired.Type }, context.Resolution.Tags(desired)) { OperationId = operation });
    }

    /// <inheritdoc/>
    protected override async Task<Live<NamespaceState>> UpdateAsync(NamespaceResource desired, Live<NamespaceState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await context.Aws.ServiceDiscovery.TagResourceAsync(
            new TagResourceRequest { ResourceARN = live.State.Namespace.Arn, Tags = CloudMapListing.List(context.Resolution.Tags(desired)) },
            context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override bool IsReady(NamespaceState state) => state.OperationId is null;

    /// <inheritdoc/>
    protected override async Task<Live<NamespaceState>> WaitReadyAsync(Live<NamespaceState> live, ApplyContext context)
    {
        context.Waiting($"namespace {live.Name} is being made");
        var ended = await context.EndAsync(live.State.OperationId!, $"Namespace {live.Name} could not be made");
        var id = ended.Targets["NAMESPACE"];
        var arn = context.Resolution.Arn("servicediscovery", $"namespace/{id}");
        return live with { Id = id, State = live.State with { OperationId = null, Namespace = new NamespaceSummary { Id = id, Arn = arn, Name = live.Name, Type = live.State.Namespace.Type } } };
    }

    /// <summary>ECS leaves the services that Service Connect had in it: they go with it.</summary>
    protected override async Task DeleteAsync(Live<NamespaceState> live, ApplyContext context)
    {
        await LeftServices.RemoveAsync(live, context);
        var operation = (await context.Aws.ServiceDiscovery.DeleteNamespaceAsync(new DeleteNamespaceRequest { Id = live.Id }, context.Cancellation)).OperationId;
        context.Waiting($"namespace {live.Name} is going");
        await context.EndAsync(operation, $"Namespace {live.Name} could not be removed");
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(NamespaceResource desired) => "ns-0000000000000000";

    private static CreateHttpNamespaceRequest HttpRequest(NamespaceResource desired, Resolution resolution) => new()
    {
        Name = desired.Name,
        Description = CloudMapListing.Description(resolution.Scope),
        Tags = CloudMapListing.List(resolution.Tags(desired)),
    };

    private static CreatePrivateDnsNamespaceRequest DnsRequest(NamespaceResource desired, VpcResource vpc, Resolution resolution) => new()
    {
        Name = desired.Name,
        Vpc = resolution.Id(vpc),
        Description = CloudMapListing.Description(resolution.Scope),
        Tags = CloudMapListing.List(resolution.Tags(desired)),
    };

    /// <summary>Tasks that started before an endpoint do not see it: the dates tell which.</summary>
    private static async Task<IReadOnlyDictionary<string, DateTime>> EndpointsAsync(Observation observation, Live<NamespaceState> live)
    {
        if (observation.Depth == ObservationDepth.Existence || !live.Ours || live.State.Namespace.Type != NamespaceType.HTTP)
        {
            return new Dictionary<string, DateTime>();
        }

        var services = await CloudMapListing.ServicesAsync(observation.Aws.ServiceDiscovery, live.Id, observation.Cancellation);
        return services.Where(service => service.CreateDate is not null).ToDictionary(service => service.Name, service => service.CreateDate!.Value, StringComparer.Ordinal);
    }
}
