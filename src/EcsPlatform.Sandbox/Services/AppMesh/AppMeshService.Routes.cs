using Amazon.AppMesh;
using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>Routes of virtual routers.</summary>
internal sealed partial class AppMeshService
{
    private CreateRouteResponse CreateRoute(CreateRouteRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}/route/{request.RouteName}";
        CheckRoute(request.MeshName, request.VirtualRouterName, request.Spec);
        CheckQuota(State.Routes, $"{request.MeshName}/virtualRouter/{request.VirtualRouterName}/route", path, AppMeshQuotas.RoutesPerRouter, "routes of a virtual router");
        var held = Create(State.Routes, path, request.Spec, request.ClientToken, request.Tags, metadata => new RouteData
        {
            MeshName = request.MeshName,
            VirtualRouterName = request.VirtualRouterName,
            RouteName = request.RouteName,
            Metadata = metadata,
            Spec = request.Spec,
            Status = new RouteStatus { Status = RouteStatusCode.ACTIVE },
        });
        return new CreateRouteResponse { Route = Shown(held) };
    }

    private static RouteData Shown(Held<RouteData> held)
    {
        held.Data.Metadata = held.Metadata;
        return held.Data;
    }

    private DescribeRouteResponse DescribeRoute(DescribeRouteRequest request) =>
        new() { Route = Shown(Find(State.Routes, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}/route/{request.RouteName}")) };

    private UpdateRouteResponse UpdateRoute(UpdateRouteRequest request)
    {
        var held = Find(State.Routes, $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}/route/{request.RouteName}");
        CheckRoute(request.MeshName, request.VirtualRouterName, request.Spec);
        if (IsNews(held, request.Spec, request.ClientToken))
        {
            held.Data.Spec = request.Spec;
        }

        return new UpdateRouteResponse { Route = Shown(held) };
    }

    private DeleteRouteResponse DeleteRoute(DeleteRouteRequest request)
    {
        var path = $"{Mesh(request.MeshName, request.MeshOwner)}/virtualRouter/{request.VirtualRouterName}/route/{request.RouteName}";
        var held = Find(State.Routes, path);
        State.Routes.Remove(path);
        held.Data.Status = new RouteStatus { Status = RouteStatusCode.DELETED };
        return new DeleteRouteResponse { Route = Shown(held) };
    }

    private ListRoutesResponse ListRoutes(ListRoutesRequest request)
    {
        var page = PageOf(Under(State.Routes, RoutesOf(Mesh(request.MeshName, request.MeshOwner), request.VirtualRouterName)), request.NextToken, request.Limit);
        return new ListRoutesResponse
        {
            NextToken = page.NextToken,
            Routes =
            [
                .. page.Items.Select(held => new RouteRef
                {
                    MeshName = held.Data.MeshName,
                    VirtualRouterName = held.Data.VirtualRouterName,
                    RouteName = held.Data.RouteName,
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

    private string RoutesOf(string mesh, string router)
    {
        Find(State.VirtualRouters, $"{mesh}/virtualRouter/{router}");
        return $"{mesh}/virtualRouter/{router}/route";
    }

    /// <summary>The router exists and speaks the route's protocol, and so do the nodes exist that the route leads to.</summary>
    private void CheckRoute(string mesh, string router, RouteSpec spec)
    {
        var listeners = Find(State.VirtualRouters, $"{mesh}/virtualRouter/{router}").Data.Spec.Listeners;
        RouteRules.Check(spec, listeners);
        foreach (var target in RouteRules.Targets(spec))
        {
            Find(State.VirtualNodes, $"{mesh}/virtualNode/{target.VirtualNode}");
        }
    }
}
