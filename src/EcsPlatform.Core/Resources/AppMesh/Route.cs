using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

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

    /// <summary>Routes are listed router by router. What a wanted one's ARN will be is known by then: its tags come with those of its router.</summary>
    private protected override async Task<IEnumerable<MeshPartEntry>> ListAsync(Observation observation, string mesh)
    {
        var routers = await VirtualRouterKind.AllAsync(observation, mesh);
        var names = observation.DesiredOf<RouteResource>().ToLookup(route => route.Router.Name, route => route.Name, StringComparer.Ordinal);
        var ahead = Task.WhenAll(routers.SelectMany(router => names[router.VirtualRouterName].Select(name => observation.TagsByArnAsync($"{router.Arn}/route/{name}"))).ToArray());
        var listed = Task.WhenAll(routers.Select(router => OfAsync(observation, mesh, router.VirtualRouterName)).ToArray());
        await Task.WhenAll(ahead, listed);
        return (await listed).SelectMany(routes => routes).Select(route => new MeshPartEntry(new MeshPlace(mesh, route.VirtualRouterName, route.RouteName), route.Arn, route.Version));
    }

    private protected override async Task<(long? Version, RouteSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place)
    {
        var route = (await observation.Aws.AppMesh.DescribeRouteAsync(
            new DescribeRouteRequest { MeshName = place.Mesh, VirtualRouterName = place.Router, RouteName = place.Name }, observation.Cancellation)).Route;
        return (route.Metadata.Version, route.Status?.Status?.Value == "DELETED" ? null : route.Spec);
    }

    private protected override async Task<long?> ReplaceAsync(RouteResource desired, ApplyContext context) => (await context.Aws.AppMesh.UpdateRouteAsync(
        new UpdateRouteRequest { MeshName = desired.Mesh.Name, VirtualRouterName = desired.Router.Name, RouteName = desired.Name, Spec = desired.Spec }, context.Cancellation)).Route.Metadata.Version;

    /// <summary>None where the router has just gone.</summary>
    private static async Task<IEnumerable<RouteRef>> OfAsync(Observation observation, string mesh, string router) => await AppMeshErrors.UnlessGoneAsync(() => Pages.AllAsync(
        next => observation.Aws.AppMesh.ListRoutesAsync(new ListRoutesRequest { MeshName = mesh, VirtualRouterName = router, NextToken = next }, observation.Cancellation),
        page => page.Routes,
        page => page.NextToken)) ?? [];

    private CreateRouteRequest Request(RouteResource desired, Resolution resolution) => new()
    {
        MeshName = desired.Mesh.Name,
        VirtualRouterName = desired.Router.Name,
        RouteName = desired.Name,
        Spec = desired.Spec,
        Tags = AppMeshTags.List(Stamped(desired, resolution)),
    };
}
