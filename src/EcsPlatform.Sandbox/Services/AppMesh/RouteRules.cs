using Amazon.AppMesh.Model;
using static EcsPlatform.Sandbox.Services.AppMesh.AppMeshErrors;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>What App Mesh checks of routes besides its model (API reference; User Guide, "Routes").</summary>
internal static class RouteRules
{
    private static readonly HashSet<string> HttpEvents = ["server-error", "gateway-error", "client-error", "stream-error"];

    /// <summary>Where a route leads to.</summary>
    public static List<WeightedTarget> Targets(RouteSpec spec) =>
        (spec.HttpRoute ?? spec.Http2Route)?.Action.WeightedTargets ?? spec.GrpcRoute?.Action.WeightedTargets ?? spec.TcpRoute?.Action.WeightedTargets ?? [];

    public static void Check(RouteSpec spec, List<VirtualRouterListener> listeners)
    {
        RequireOne("route", spec.HttpRoute, spec.Http2Route, spec.GrpcRoute, spec.TcpRoute);
        var protocol = spec.HttpRoute is not null ? "http" : spec.Http2Route is not null ? "http2" : spec.GrpcRoute is not null ? "grpc" : "tcp";
        Require(listeners.Exists(listener => listener.PortMapping.Protocol.Value == protocol),
            $"The protocol of the route, {protocol}, must be that of a listener of the virtual router.");
        var targets = Targets(spec);
        Require(targets.Select(target => (target.VirtualNode, target.Port)).Distinct().Count() == targets.Count, "Each weighted target can be named only once.");
        Require(targets.Sum(target => target.Weight ?? 0) > 0, "The weights of the targets must not all be 0.");
        if ((spec.HttpRoute ?? spec.Http2Route) is { } http)
        {
            Check(http.Match, protocol);
            Check(http.RetryPolicy?.HttpRetryEvents, http.RetryPolicy?.TcpRetryEvents, [], http.RetryPolicy is not null);
        }

        if (spec.GrpcRoute is { } grpc)
        {
            Require(grpc.Match.MethodName is null || grpc.Match.ServiceName is not null, "A methodName needs a serviceName.");
            Check(grpc.RetryPolicy?.HttpRetryEvents, grpc.RetryPolicy?.TcpRetryEvents, grpc.RetryPolicy?.GrpcRetryEvents, grpc.RetryPolicy is not null);
        }
    }

    private static void Check(HttpRouteMatch match, string protocol)
    {
        Require(match.Prefix is not null || match.Path is not null, "A match needs a prefix or a path.");
        Require(match.Prefix is null || match.Path is null, "A match takes a prefix or a path, not both.");
        Require(match.Prefix is null || match.Prefix.StartsWith('/'), "The prefix of a match must start with /.");
        Require(match.Scheme is null || protocol == "http2", "The scheme of a match is for HTTP2 routes.");
    }

    private static void Check(List<string>? http, List<string>? tcp, List<string>? grpc, bool isSet)
    {
        Require(!isSet || http is { Count: > 0 } || tcp is { Count: > 0 } || grpc is { Count: > 0 }, "A retry policy needs at least one event.");
        Require((http ?? []).TrueForAll(HttpEvents.Contains), $"The events of httpRetryEvents are {string.Join(", ", HttpEvents)}.");
    }
}

/// <summary>What App Mesh checks of virtual routers.</summary>
internal static class RouterRules
{
    public static void Check(VirtualRouterSpec spec) => Require(spec.Listeners is { Count: > 0 }, "A virtual router needs a listener.");
}
