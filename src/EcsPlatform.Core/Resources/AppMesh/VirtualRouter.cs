using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Where the calls of a microservice are led to its tasks.</summary>
public sealed class VirtualRouterResource : MeshPartResource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => VirtualRouterKind.Instance;

    /// <summary>The port and what is spoken on it.</summary>
    public required VirtualRouterSpec Spec { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Mesh];
}

/// <summary>How virtual routers are found, made and removed.</summary>
public sealed class VirtualRouterKind : MeshPartKind<VirtualRouterResource, VirtualRouterSpec>
{
    /// <summary>The one instance.</summary>
    public static VirtualRouterKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "virtual-router";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["virtual-service", "route"];

    /// <inheritdoc/>
    protected override OperationModel CreateOperation => AppMeshModel.CreateVirtualRouter;

    /// <summary>All of a mesh's routers; none where the mesh is not there.</summary>
    internal static Task<List<VirtualRouterRef>> AllAsync(Observation observation, string mesh) => observation.OnceAsync($"virtual routers of {mesh}", async () =>
        await AppMeshErrors.UnlessGoneAsync(() => Pages.AllAsync(
            next => observation.Aws.AppMesh.ListVirtualRoutersAsync(new ListVirtualRoutersRequest { MeshName = mesh, NextToken = next }, observation.Cancellation),
            page => page.VirtualRouters,
            page => page.NextToken)) ?? []);

    /// <inheritdoc/>
    protected override MeshPlace PlaceOf(VirtualRouterResource desired) => new(desired.Mesh.Name, null, desired.Name);

    /// <inheritdoc/>
    protected override VirtualRouterSpec SpecOf(VirtualRouterResource desired) => desired.Spec;

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(VirtualRouterResource desired, Resolution resolution) =>
        [PlannedCall.Of(AppMeshModel.CreateVirtualRouter, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<VirtualRouterSpec>>> CreateAsync(VirtualRouterResource desired, ApplyContext context) =>
        Made(desired, (await context.Aws.AppMesh.CreateVirtualRouterAsync(Request(desired, context.Resolution), context.Cancellation)).VirtualRouter.Metadata.Arn, context);

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<MeshPartState<VirtualRouterSpec>> live, ApplyContext context) => context.Aws.AppMesh.DeleteVirtualRouterAsync(
        new DeleteVirtualRouterRequest { MeshName = live.State.Place.Mesh, VirtualRouterName = live.Name }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(VirtualRouterResource desired) => $"arn:aws:appmesh:us-east-1:000000000000:mesh/{desired.Mesh.Name}/virtualRouter/{desired.Name}";

    private protected override async Task<IEnumerable<MeshPartEntry>> ListAsync(Observation observation, string mesh) =>
        (await AllAsync(observation, mesh)).Select(router => new MeshPartEntry(new MeshPlace(mesh, null, router.VirtualRouterName), router.Arn, router.Version));

    private protected override async Task<(long? Version, VirtualRouterSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var router = (await observation.Aws.AppMesh.DescribeVirtualRouterAsync(
            new DescribeVirtualRouterRequest { MeshName = place.Mesh, VirtualRouterName = place.Name }, observation.Cancellation)).VirtualRouter;
        return (router.Metadata.Version, router.Status?.Status?.Value == "DELETED" ? null : router.Spec);
    }

    private protected override async Task<long?> ReplaceAsync(VirtualRouterResource desired, ApplyContext context) => (await context.Aws.AppMesh.UpdateVirtualRouterAsync(
        new UpdateVirtualRouterRequest { MeshName = desired.Mesh.Name, VirtualRouterName = desired.Name, Spec = desired.Spec }, context.Cancellation)).VirtualRouter.Metadata.Version;

    private CreateVirtualRouterRequest Request(VirtualRouterResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualRouterName = desired.Name,
        Spec = desired.Spec,
        Tags = AppMeshTags.List(Stamped(desired, resolution)),
    };
}
