using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>A virtual router's one route: to the microservice's node, with its retries and time-outs.</summary>
public sealed class RouteResource : MeshPartResource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => RouteKind.Instance;

    /// <summary>The router that it belongs to.</summary>
    public required VirtualRouterResource Router { get; init; }

    /// <summary>Where it leads.</summary>
    public required VirtualNodeResource Node { get; init; }

    /// <summary>What it matches, where it leads, how often and how long it tries.</summary>
    public required RouteSpec Spec { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Router, Node];
}

/// <summary>How routes are found, made and removed.</summary>
public sealed class RouteKind : MeshPartKind<RouteResource, RouteSpec>
{
    /// <summary>The one instance.</summary>
    public static RouteKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "route";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["virtual-service"];

    /// <inheritdoc/>
    protected override OperationModel CreateOperation => AppMeshModel.CreateRoute;

    /// <inheritdoc/>
    protected override MeshPlace PlaceOf(RouteResource desired) => new(desired.Mesh.Name, desired.Router.Name, desired.Name);

    /// <inheritdoc/>
    protected override RouteSpec SpecOf(RouteResource desired) => desired.Spec;

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(RouteResource desired, Resolution resolution) => [PlannedCall.Of(AppMeshModel.CreateRoute, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<RouteSpec>>> CreateAsync(RouteResource desired, ApplyContext context) =>
        Made(desired, (await context.Aws.AppMesh.CreateRouteAsync(Request(desired, context.Resolution), context.Cancellation)).Route.Metadata.Arn, context);

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<MeshPartState<RouteSpec>> live, ApplyContext context) => context.Aws.AppMesh.DeleteRouteAsync(
        new DeleteRouteRequest { MeshName = live.State.Place.Mesh, VirtualRouterName = live.State.Place.Router, RouteName = live.Name }, context.Cancellation);

    /// <summary>Routes are listed router by router: those of wanted routers, one each, are known by name.</summary>
    private protected override async Task<IEnumerable<(MeshPlace Place, string Arn)>> ListAsync(Observation observation, string mesh, IReadOnlyCollection<MeshPlace> described)
    {
        var known = described.Select(place => place.Router).ToHashSet(StringComparer.Ordinal);
        var routers = (await VirtualRouterKind.AllAsync(observation, mesh)).Select(router => router.VirtualRouterName).Where(router => !known.Contains(router));
        var routes = await Task.WhenAll(routers.Select(router => OfAsync(observation, mesh, router)).ToArray());
        return routes.SelectMany(some => some).Select(route => (new MeshPlace(mesh, route.VirtualRouterName, route.RouteName), route.Arn));
    }

    private protected override async Task<(string Arn, RouteSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var route = (await observation.Aws.AppMesh.DescribeRouteAsync(
            new DescribeRouteRequest { MeshName = place.Mesh, VirtualRouterName = place.Router, RouteName = place.Name }, observation.Cancellation)).Route;
        return (route.Metadata.Arn, route.Status?.Status?.Value == "DELETED" ? null : route.Spec);
    }

    private protected override Task ReplaceAsync(RouteResource desired, ApplyContext context) => context.Aws.AppMesh.UpdateRouteAsync(
        new UpdateRouteRequest { MeshName = desired.Mesh.Name, VirtualRouterName = desired.Router.Name, RouteName = desired.Name, Spec = desired.Spec }, context.Cancellation);

    private static async Task<List<RouteRef>> OfAsync(Observation observation, string mesh, string router)
    {
        try
        {
            return await Pages.AllAsync(
                next => observation.Aws.AppMesh.ListRoutesAsync(new ListRoutesRequest { MeshName = mesh, VirtualRouterName = router, NextToken = next }, observation.Cancellation),
                page => page.Routes,
                page => page.NextToken);
        }
        catch (Amazon.Runtime.AmazonServiceException error) when (AppMeshErrors.IsMissing(error))
        {
            return []; // the router has just gone
        }
    }

    private static CreateRouteRequest Request(RouteResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualRouterName = desired.Router.Name,
        RouteName = desired.Name,
        Spec = desired.Spec,
        Tags = AppMeshTags.List(resolution.Tags(desired)),
    };
}
