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

    /// <summary>Names of all of a mesh's routers.</summary>
    internal static Task<List<VirtualRouterRef>> AllAsync(Observation observation, string mesh) => observation.OnceAsync($"virtual routers of {mesh}", () => Pages.AllAsync(
        next => observation.Aws.AppMesh.ListVirtualRoutersAsync(new ListVirtualRoutersRequest { MeshName = mesh, NextToken = next }, observation.Cancellation),
        page => page.VirtualRouters,
        page => page.NextToken));

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

    private protected override async Task<IEnumerable<(MeshPlace Place, string Arn)>> ListAsync(Observation observation, string mesh, IReadOnlyCollection<MeshPlace> described) =>
        (await AllAsync(observation, mesh)).Select(router => (new MeshPlace(mesh, null, router.VirtualRouterName), router.Arn));

    private protected override async Task<(string Arn, VirtualRouterSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var router = (await observation.Aws.AppMesh.DescribeVirtualRouterAsync(
            new DescribeVirtualRouterRequest { MeshName = place.Mesh, VirtualRouterName = place.Name }, observation.Cancellation)).VirtualRouter;
        return (router.Metadata.Arn, router.Status?.Status?.Value == "DELETED" ? null : router.Spec);
    }

    private protected override Task ReplaceAsync(VirtualRouterResource desired, ApplyContext context) => context.Aws.AppMesh.UpdateVirtualRouterAsync(
        new UpdateVirtualRouterRequest { MeshName = desired.Mesh.Name, VirtualRouterName = desired.Name, Spec = desired.Spec }, context.Cancellation);

    private static CreateVirtualRouterRequest Request(VirtualRouterResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualRouterName = desired.Name,
        Spec = desired.Spec,
        Tags = AppMeshTags.List(resolution.Tags(desired)),
    };
}
