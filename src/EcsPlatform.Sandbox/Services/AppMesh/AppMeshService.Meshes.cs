using Amazon.AppMesh;
using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Meshes.</summary>
internal sealed partial class AppMeshService
{
    private CreateMeshResponse CreateMesh(CreateMeshRequest request)
    {
        if (!State.Meshes.ContainsKey(request.MeshName) && State.Meshes.Count >= AppMeshQuotas.Meshes)
        {
            throw AppMeshErrors.LimitExceeded("meshes", AppMeshQuotas.Meshes);
        }

        var spec = Filled(request.Spec);
        var held = Create(State.Meshes, request.MeshName, spec, request.ClientToken, request.Tags, metadata => new MeshData
        {
            MeshName = request.MeshName,
            Metadata = metadata,
            Spec = spec,
            Status = new MeshStatus { Status = MeshStatusCode.ACTIVE },
        });
        Region.Get<IamService>().EnsureServiceLinkedRole("appmesh.amazonaws.com");
        return new CreateMeshResponse { Mesh = Shown(held) };
    }

    private static MeshSpec Filled(MeshSpec? spec)
    {
        spec ??= new MeshSpec();
        spec.EgressFilter ??= new EgressFilter { Type = EgressFilterType.DROP_ALL };
        return spec;
    }

    private static MeshData Shown(Held<MeshData> held)
    {
        held.Data.Metadata = held.Metadata;
        return held.Data;
    }

    private DescribeMeshResponse DescribeMesh(DescribeMeshRequest request) =>
        new() { Mesh = Shown(State.Meshes[Mesh(request.MeshName, request.MeshOwner)]) };

    private UpdateMeshResponse UpdateMesh(UpdateMeshRequest request)
    {
        var held = Find(State.Meshes, request.MeshName);
        var spec = Filled(request.Spec);
        if (IsNews(held, spec, request.ClientToken))
        {
            held.Data.Spec = spec;
        }

        return new UpdateMeshResponse { Mesh = Shown(held) };
    }

    private DeleteMeshResponse DeleteMesh(DeleteMeshRequest request)
    {
        var name = request.MeshName;
        var held = Find(State.Meshes, name);
        if ((Under(State.VirtualServices, name).FirstOrDefault()?.Metadata ?? Under(State.Routes, name).FirstOrDefault()?.Metadata
            ?? Under(State.VirtualRouters, name).FirstOrDefault()?.Metadata ?? Under(State.VirtualNodes, name).FirstOrDefault()?.Metadata) is { } child)
        {
            throw AppMeshErrors.InUse(name, child.Arn);
        }

        State.Meshes.Remove(name);
        held.Data.Status = new MeshStatus { Status = MeshStatusCode.DELETED };
        return new DeleteMeshResponse { Mesh = Shown(held) };
    }

    private ListMeshesResponse ListMeshes(ListMeshesRequest request)
    {
        var page = PageOf(State.Meshes.Values, request.NextToken, request.Limit);
        return new ListMeshesResponse
        {
            NextToken = page.NextToken,
            Meshes = [.. page.Items.Select(held => Ref(held.Metadata, held.Data.MeshName))],
        };
    }

    private static MeshRef Ref(ResourceMetadata metadata, string name) => new()
    {
        MeshName = name,
        Arn = metadata.Arn,
        CreatedAt = metadata.CreatedAt,
        LastUpdatedAt = metadata.LastUpdatedAt,
        MeshOwner = metadata.MeshOwner,
        ResourceOwner = metadata.ResourceOwner,
        Version = metadata.Version,
    };
}
