using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>A microservice's tasks as the mesh sees them: how they are found, what they take, whom they call.</summary>
public sealed class VirtualNodeResource : MeshPartResource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => VirtualNodeKind.Instance;

    /// <summary>Listener, backends, discovery, logs.</summary>
    public required VirtualNodeSpec Spec { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Mesh];
}

/// <summary>How virtual nodes are found, made and removed.</summary>
public sealed class VirtualNodeKind : MeshPartKind<VirtualNodeResource, VirtualNodeSpec>
{
    /// <summary>The one instance.</summary>
    public static VirtualNodeKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "virtual-node";

    /// <summary>A proxy whose node goes has nothing to follow any more.</summary>
    public override IReadOnlyList<string> RemovedAfter => ["service", "route", "virtual-service"];

    /// <inheritdoc/>
    protected override OperationModel CreateOperation => AppMeshModel.CreateVirtualNode;

    /// <summary>What proxies say they are: <c>APPMESH_RESOURCE_ARN</c>, and what their tasks' role may stream.</summary>
    internal static string Arn(VirtualNodeResource node, Resolution resolution) => resolution.Arn("appmesh", $"mesh/{node.Mesh.Name}/virtualNode/{node.Name}");

    /// <inheritdoc/>
    protected override MeshPlace PlaceOf(VirtualNodeResource desired) => new(desired.Mesh.Name, null, desired.Name);

    /// <inheritdoc/>
    protected override VirtualNodeSpec SpecOf(VirtualNodeResource desired) => desired.Spec;

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(VirtualNodeResource desired, Resolution resolution) =>
        [PlannedCall.Of(AppMeshModel.CreateVirtualNode, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<VirtualNodeSpec>>> CreateAsync(VirtualNodeResource desired, ApplyContext context) =>
        Made(desired, (await context.Aws.AppMesh.CreateVirtualNodeAsync(Request(desired, context.Resolution), context.Cancellation)).VirtualNode.Metadata.Arn, context);

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<MeshPartState<VirtualNodeSpec>> live, ApplyContext context) => context.Aws.AppMesh.DeleteVirtualNodeAsync(
        new DeleteVirtualNodeRequest { MeshName = live.State.Place.Mesh, VirtualNodeName = live.Name }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(VirtualNodeResource desired) => $"arn:aws:appmesh:us-east-1:000000000000:mesh/{desired.Mesh.Name}/virtualNode/{desired.Name}";

    private protected override async Task<IEnumerable<MeshPartEntry>> ListAsync(Observation observation, string mesh) =>
        (await Pages.AllAsync(
            next => observation.Aws.AppMesh.ListVirtualNodesAsync(new ListVirtualNodesRequest { MeshName = mesh, NextToken = next }, observation.Cancellation),
            page => page.VirtualNodes,
            page => page.NextToken))
        .Select(node => new MeshPartEntry(new MeshPlace(mesh, null, node.VirtualNodeName), node.Arn, node.Version));

    private protected override async Task<(long? Version, VirtualNodeSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var node = (await observation.Aws.AppMesh.DescribeVirtualNodeAsync(
            new DescribeVirtualNodeRequest { MeshName = place.Mesh, VirtualNodeName = place.Name }, observation.Cancellation)).VirtualNode;
        return (node.Metadata.Version, node.Status?.Status?.Value == "DELETED" ? null : node.Spec);
    }

    private protected override async Task<long?> ReplaceAsync(VirtualNodeResource desired, ApplyContext context) => (await context.Aws.AppMesh.UpdateVirtualNodeAsync(
        new UpdateVirtualNodeRequest { MeshName = desired.Mesh.Name, VirtualNodeName = desired.Name, Spec = desired.Spec }, context.Cancellation)).VirtualNode.Metadata.Version;

    private CreateVirtualNodeRequest Request(VirtualNodeResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualNodeName = desired.Name,
        Spec = desired.Spec,
        Tags = AppMeshTags.List(Stamped(desired, resolution)),
    };
}
