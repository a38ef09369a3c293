using Amazon.AppMesh;
using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Virtual nodes: what Envoy of a task group is told.</summary>
internal sealed partial class AppMeshService
{
    private CreateVirtualNodeResponse CreateVirtualNode(CreateVirtualNodeRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualNode/{request.VirtualNodeName}";
        VirtualNodeRules.Check(request.Spec);
        CheckQuota(State.VirtualNodes, $"{request.MeshName}/virtualNode", path, AppMeshQuotas.VirtualNodes, "virtual nodes of a mesh");
        var held = Create(State.VirtualNodes, path, request.Spec, request.ClientToken, request.Tags, metadata => new VirtualNodeData
        {
            MeshName = request.MeshName,
            VirtualNodeName = request.VirtualNodeName,
            Metadata = metadata,
            Spec = request.Spec,
            Status = new VirtualNodeStatus { Status = VirtualNodeStatusCode.ACTIVE },
        });
        return new CreateVirtualNodeResponse { VirtualNode = Shown(held) };
    }

    private static VirtualNodeData Shown(Held<VirtualNodeData> held)
    {
        held.Data.Metadata = held.Metadata;
        return held.Data;
    }

    private DescribeVirtualNodeResponse DescribeVirtualNode(DescribeVirtualNodeRequest request) =>
        new() { VirtualNode = Shown(Find(State.VirtualNodes, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualNode/{request.VirtualNodeName}")) };

    private UpdateVirtualNodeResponse UpdateVirtualNode(UpdateVirtualNodeRequest request)
    {
        var held = Find(State.VirtualNodes, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualNode/{request.VirtualNodeName}");
        VirtualNodeRules.Check(request.Spec);
        if (IsNews(held, request.Spec, request.ClientToken))
        {
            held.Data.Spec = request.Spec;
        }

        return new UpdateVirtualNodeResponse { VirtualNode = Shown(held) };
    }

    private DeleteVirtualNodeResponse DeleteVirtualNode(DeleteVirtualNodeRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualNode/{request.VirtualNodeName}";
        var held = Find(State.VirtualNodes, path);
        if ((ServiceProvidedBy(request.MeshName, provider => provider.VirtualNode?.VirtualNodeName == request.VirtualNodeName)
            ?? Under(State.Routes, request.MeshName).FirstOrDefault(route => RouteRules.Targets(route.Data.Spec).Exists(target => target.VirtualNode == request.VirtualNodeName))?.Metadata) is { } user)
        {
            throw AppMeshErrors.InUse(path, user.Arn);
        }

        State.VirtualNodes.Remove(path);
        held.Data.Status = new VirtualNodeStatus { Status = VirtualNodeStatusCode.DELETED };
        return new DeleteVirtualNodeResponse { VirtualNode = Shown(held) };
    }

    private ListVirtualNodesResponse ListVirtualNodes(ListVirtualNodesRequest request)
    {
        var page = PageOf(Under(State.VirtualNodes, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualNode"), request.NextToken, request.Limit);
        return new ListVirtualNodesResponse
        {
            NextToken = page.NextToken,
            VirtualNodes =
            [
                .. page.Items.Select(held => new VirtualNodeRef
                {
                    MeshName = held.Data.MeshName,
                    VirtualNodeName = held.Data.VirtualNodeName,
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
