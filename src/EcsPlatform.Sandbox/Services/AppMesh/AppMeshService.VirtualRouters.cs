using Amazon.AppMesh;
using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Virtual routers: they hold the routes of virtual services.</summary>
internal sealed partial class AppMeshService
{
    private CreateVirtualRouterResponse CreateVirtualRouter(CreateVirtualRouterRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}";
        RouterRules.Check(request.Spec);
        CheckQuota(State.VirtualRouters, $"{request.MeshName}/virtualRouter", path, AppMeshQuotas.VirtualRouters, "virtual routers of a mesh");
        var held = Create(State.VirtualRouters, path, request.Spec, request.ClientToken, request.Tags, metadata => new VirtualRouterData
        {
            MeshName = request.MeshName,
            VirtualRouterName = request.VirtualRouterName,
            Metadata = metadata,
            Spec = request.Spec,
            Status = new VirtualRouterStatus { Status = VirtualRouterStatusCode.ACTIVE },
        });
        return new CreateVirtualRouterResponse { VirtualRouter = Shown(held) };
    }

    private static VirtualRouterData Shown(Held<VirtualRouterData> held)
    {
        held.Data.Metadata = held.Metadata;
        return held.Data;
    }

    private DescribeVirtualRouterResponse DescribeVirtualRouter(DescribeVirtualRouterRequest request) =>
        new() { VirtualRouter = Shown(Find(State.VirtualRouters, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}")) };

    private UpdateVirtualRouterResponse UpdateVirtualRouter(UpdateVirtualRouterRequest request)
    {
        var held = Find(State.VirtualRouters, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}");
        RouterRules.Check(request.Spec);
        if (IsNews(held, request.Spec, request.ClientToken))
        {
            held.Data.Spec = request.Spec;
        }

        return new UpdateVirtualRouterResponse { VirtualRouter = Shown(held) };
    }

    private DeleteVirtualRouterResponse DeleteVirtualRouter(DeleteVirtualRouterRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}";
        var held = Find(State.VirtualRouters, path);
        if ((Under(State.Routes, path).FirstOrDefault()?.Metadata
            ?? ServiceProvidedBy(request.MeshName, provider => provider.VirtualRouter?.VirtualRouterName == request.VirtualRouterName)) is { } user)
        {
            throw AppMeshErrors.InUse(path, user.Arn);
        }

        State.VirtualRouters.Remove(path);
        held.Data.Status = new VirtualRouterStatus { Status = VirtualRouterStatusCode.DELETED };
        return new DeleteVirtualRouterResponse { VirtualRouter = Shown(held) };
    }

    private ListVirtualRoutersResponse ListVirtualRouters(ListVirtualRoutersRequest request)
    {
        var page = PageOf(Under(State.VirtualRouters, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter"), request.NextToken, request.Limit);
        return new ListVirtualRoutersResponse
        {
            NextToken = page.NextToken,
            VirtualRouters =
            [
                .. page.Items.Select(held => new VirtualRouterRef
                {
                    MeshName = held.Data.MeshName,
                    VirtualRouterName = held.Data.VirtualRouterName,
                    Arn = held.Metadata.Arn,
                    CreatedAt = held.Metadata.CreatedAt,
                    LastUpdatedAt = held.Metadata.LastUpdatedAt,
                    MeshOwner = held.Metadata.MeshOwner,
                    ResourceOwner = held.Metadata.ResourceOwner,
                    Version = held.Metadata.Version,
                }),
            ],
        };
    }
}
