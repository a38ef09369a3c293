using Amazon.AppMesh;
using Amazon.AppMesh.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>The mesh that the services' proxies belong to.</summary>
public sealed class MeshResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => MeshKind.Instance;

    /// <summary>Whether tasks reach what is not in the mesh.</summary>
    public required MeshEgress Egress { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>A mesh with its tags.</summary>
/// <param name="Mesh">What App Mesh says of it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record MeshState(MeshData Mesh, IReadOnlyDictionary<string, string> Tags);

/// <summary>How meshes are found, made and removed.</summary>
public sealed class MeshKind : ResourceKind<MeshResource, MeshState>
{
    /// <summary>The one instance.</summary>
    public static MeshKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "mesh";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["virtual-service", "route", "virtual-router", "virtual-node"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => AppMeshErrors.IsNameTaken(error);

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => AppMeshErrors.IsMissing(error);

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => AppMeshErrors.IsHeld(error);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<MeshState>>> ObserveAsync(Observation observation) =>
        (await MeshListing.MeshesAsync(observation)).Select(mesh => Found(observation, mesh.Mesh.MeshName, mesh.Mesh.Metadata.Arn, mesh, mesh.Tags));

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(MeshResource desired, MeshState live, Resolution resolution) =>
    [
        .. SpecShape.Compare(AppMeshModel.CreateMesh, live.Mesh.Spec, Spec(desired)),
        .. new Differences().CheckTags(live.Tags, resolution.Tags(desired)),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(MeshResource desired, Resolution resolution) => [PlannedCall.Of(AppMeshModel.CreateMesh, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<MeshState>> CreateAsync(MeshResource desired, ApplyContext context)
    {
        var mesh = (await context.Aws.AppMesh.CreateMeshAsync(Request(desired, context.Resolution), context.Cancellation)).Mesh;
        return Made(desired, mesh.Metadata.Arn, new MeshState(mesh, context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<MeshState>> UpdateAsync(MeshResource desired, Live<MeshState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        if (differences.TouchTags())
        {
            await AppMeshTags.PutAsync(live.Id, context.Resolution.Tags(desired), context);
        }

        if (differences.TouchMoreThanTags())
        {
            await context.Aws.AppMesh.UpdateMeshAsync(new UpdateMeshRequest { MeshName = live.Name, Spec = Spec(desired) }, context.Cancellation);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<MeshState> live, ApplyContext context) =>
        context.Aws.AppMesh.DeleteMeshAsync(new DeleteMeshRequest { MeshName = live.Name }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(MeshResource desired) => $"arn:aws:appmesh:us-east-1:000000000000:mesh/{desired.Name}";

    private static MeshSpec Spec(MeshResource desired) => new() { EgressFilter = new EgressFilter { Type = EgressFilterType.FindValue(desired.Egress.Spell()) } };

    private static CreateMeshRequest Request(MeshResource desired, Resolution resolution) =>
        new() { MeshName = desired.Name, Spec = Spec(desired), Tags = AppMeshTags.List(resolution.Tags(desired)) };
}
