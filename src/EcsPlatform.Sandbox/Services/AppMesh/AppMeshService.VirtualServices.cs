using Amazon.AppMesh;
using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Virtual services: the names that are called, and who provides them.</summary>
internal sealed partial class AppMeshService
{
    private CreateVirtualServiceResponse CreateVirtualService(CreateVirtualServiceRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualService/{request.VirtualServiceName}";
        CheckProvider(request.MeshName, request.Spec.Provider);
        CheckQuota(State.VirtualServices, $"{request.MeshName}/virtualService", path, AppMeshQuotas.VirtualServices, "virtual services of a mesh");
        var held = Create(State.VirtualServices, path, request.Spec, request.ClientToken, request.Tags, metadata => new VirtualServiceData
        {
            MeshName = request.MeshName,
            VirtualServiceName = request.VirtualServiceName,
            Metadata = metadata,
            Spec = request.Spec,
            Status = new VirtualServiceStatus { Status = VirtualServiceStatusCode.ACTIVE },
        });
        return new CreateVirtualServiceResponse { VirtualService = Shown(held) };
    }

    private static VirtualServiceData Shown(Held<VirtualServiceData> held)
    {
        held.Data.Metadata = held.Metadata;
        return held.Data;
    }

    private DescribeVirtualServiceResponse DescribeVirtualService(DescribeVirtualServiceRequest request) =>
        new() { VirtualService = Shown(Find(State.VirtualServices, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualService/{request.VirtualServiceName}")) };

    private UpdateVirtualServiceResponse UpdateVirtualService(UpdateVirtualServiceRequest request)
    {
        var held = Find(State.VirtualServices, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualService/{request.VirtualServiceName}");
        CheckProvider(request.MeshName, request.Spec.Provider);
        if (IsNews(held, request.Spec, request.ClientToken))
        {
            held.Data.Spec = request.Spec;
        }

        return new UpdateVirtualServiceResponse { VirtualService = Shown(held) };
    }

    private DeleteVirtualServiceResponse DeleteVirtualService(DeleteVirtualServiceRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualService/{request.VirtualServiceName}";
        var held = Find(State.VirtualServices, path);
        State.VirtualServices.Remove(path);
        held.Data.Status = new VirtualServiceStatus { Status = VirtualServiceStatusCode.DELETED };
        return new DeleteVirtualServiceResponse { VirtualService = Shown(held) };
    }

    private ListVirtualServicesResponse ListVirtualServices(ListVirtualServicesRequest request)
    {
        var page = PageOf(Under(State.VirtualServices, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualService"), request.NextToken, request.Limit);
        return new ListVirtualServicesResponse
        {
            NextToken = page.NextToken,
            VirtualServices =
            [
                .. page.Items.Select(held => new VirtualServiceRef
                {
                    MeshName = held.Data.MeshName,
                    VirtualServiceName = held.Data.VirtualServiceName,
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

    private void CheckProvider(string mesh, VirtualServiceProvider? provider)
    {
        if (provider is null)
        {
            return;
        }

        AppMeshErrors.RequireOne("provider", provider.VirtualNode, provider.VirtualRouter);
        if (provider.VirtualNode is { } node)
        {
            Find(State.VirtualNodes, $"{mesh}/virtualNode/{node.VirtualNodeName}");
        }
        else
        {
            Find(State.VirtualRouters, $"{mesh}/virtualRouter/{provider.VirtualRouter.VirtualRouterName}");
        }
    }

    private ResourceMetadata? ServiceProvidedBy(string mesh, Func<VirtualServiceProvider, bool> isMeant) =>
        Under(State.VirtualServices, mesh).FirstOrDefault(service => service.Data.Spec.Provider is { } provider && isMeant(provider))?.Metadata;
}
