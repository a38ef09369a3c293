using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>The name under which a microservice is called: "payment-api.payments-dev.local".</summary>
public sealed class VirtualServiceResource : MeshPartResource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => VirtualServiceKind.Instance;

    /// <summary>What leads its calls.</summary>
    public required VirtualRouterResource Router { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Router];
}

/// <summary>How virtual services are found, made and removed. A node's backends may name one that is not there, so they go first.</summary>
public sealed class VirtualServiceKind : MeshPartKind<VirtualServiceResource, VirtualServiceSpec>
{
    /// <summary>The one instance.</summary>
    public static VirtualServiceKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "virtual-service";

    /// <inheritdoc/>
    protected override OperationModel CreateOperation => AppMeshModel.CreateVirtualService;

    /// <inheritdoc/>
    protected override MeshPlace PlaceOf(VirtualServiceResource desired) => new(desired.Mesh.Name, null, desired.Name);

    /// <inheritdoc/>
    protected override VirtualServiceSpec SpecOf(VirtualServiceResource desired) =>
        new() { Provider = new VirtualServiceProvider { VirtualRouter = new VirtualRouterServiceProvider { VirtualRouterName = desired.Router.Name } } };

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(VirtualServiceResource desired, Resolution resolution) =>
        [PlannedCall.Of(AppMeshModel.CreateVirtualService, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<VirtualServiceSpec>>> CreateAsync(VirtualServiceResource desired, ApplyContext context) =>
        Made(desired, (await context.Aws.AppMesh.CreateVirtualServiceAsync(Request(desired, context.Resolution), context.Cancellation)).VirtualService.Metadata.Arn, context);

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<MeshPartState<VirtualServiceSpec>> live, ApplyContext context) => context.Aws.AppMesh.DeleteVirtualServiceAsync(
        new DeleteVirtualServiceRequest { MeshName = live.State.Place.Mesh, VirtualServiceName = live.Name }, context.Cancellation);

    private protected override async Task<IEnumerable<MeshPartEntry>> ListAsync(Observation observation, string mesh) =>
        (await Pages.AllAsync(
            next => observation.Aws.AppMesh.ListVirtualServicesAsync(new ListVirtualServicesRequest { MeshName = mesh, NextToken = next }, observation.Cancellation),
            page => page.VirtualServices,
            page => page.NextToken))
        .Select(service => new MeshPartEntry(new MeshPlace(mesh, null, service.VirtualServiceName), service.Arn, service.Version));

    private protected override async Task<(long? Version, VirtualServiceSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var service = (await observation.Aws.AppMesh.DescribeVirtualServiceAsync(
            new DescribeVirtualServiceRequest { MeshName = place.Mesh, VirtualServiceName = place.Name }, observation.Cancellation)).VirtualService;
        return (service.Metadata.Version, service.Status?.Status?.Value == "DELETED" ? null : service.Spec);
    }

    private protected override async Task<long?> ReplaceAsync(VirtualServiceResource desired, ApplyContext context) => (await context.Aws.AppMesh.UpdateVirtualServiceAsync(
        new UpdateVirtualServiceRequest { MeshName = desired.Mesh.Name, VirtualServiceName = desired.Name, Spec = SpecOf(desired) }, context.Cancellation)).VirtualService.Metadata.Version;

    private CreateVirtualServiceRequest Request(VirtualServiceResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualServiceName = desired.Name,
        Spec = SpecOf(desired),
        Tags = AppMeshTags.List(Stamped(desired, resolution)),
    };
}
