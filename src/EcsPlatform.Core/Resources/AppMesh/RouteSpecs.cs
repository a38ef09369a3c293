using Amazon.AppMesh.Model;
using EcsPlatform.Core.Definition;
using Policy = EcsPlatform.Core.Definition.RetryPolicy;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Writes the one route of a microservice from the definition: everything to its node, with retries and time-outs.</summary>
internal static class RouteSpecs
{
    // App Mesh API, HttpRetryPolicy and GrpcRetryPolicy: 5xx; 502 to 504; 409; refused streams.
    private static readonly string[] HttpEvents = ["server-error", "gateway-error", "client-error", "stream-error"];
    private static readonly string[] GrpcEvents = ["unavailable", "resource-exhausted", "internal"];
    private static readonly string[] TcpEvents = ["connection-error"];

    /// <summary>The route's specification.</summary>
    /// <param name="service">The microservice; it has a port.</param>
    /// <param name="node">The name of its virtual node.</param>
    public static RouteSpec Of(MicroserviceDefinition service, string node) => service.Mesh.Protocol switch
    {
        MeshProtocol.Http => new() { HttpRoute = Http(service.Mesh, node) },
        MeshProtocol.Http2 => new() { Http2Route = Http(service.Mesh, node) },
        MeshProtocol.Grpc => new() { GrpcRoute = Grpc(service, node) },
        _ => new() { TcpRoute = new TcpRoute { Action = new TcpRouteAction { WeightedTargets = To(node) }, Timeout = Timeouts.OfTcp(service.Mesh) } },
    };

    private static HttpRoute Http(ServiceMeshSettings mesh, string node) => new()
    {
        Match = new HttpRouteMatch { Prefix = "/" },
        Action = new HttpRouteAction { WeightedTargets = To(node) },
        Timeout = Timeouts.OfHttp(mesh),
        RetryPolicy = mesh.Retry is { } retry ? new HttpRetryPolicy
        {
            MaxRetries = retry.MaxRetries,
            PerRetryTimeout = NodeSpecs.Seconds(retry.PerTryTimeoutSeconds),
            HttpRetryEvents = [.. HttpEvents],
            TcpRetryEvents = [.. TcpEvents],
        } : null,
    };

    private static GrpcRoute Grpc(MicroserviceDefinition service, string node) => new()
    {
        Match = new GrpcRouteMatch { Port = service.Port }, // a gRPC match names something; the port stands for everything
        Action = new GrpcRouteAction { WeightedTargets = To(node) },
        Timeout = Timeouts.OfGrpc(service.Mesh),
        RetryPolicy = service.Mesh.Retry is { } retry ? Grpc(retry) : null,
    };

    private static GrpcRetryPolicy Grpc(Policy retry) => new()
    {
        MaxRetries = retry.MaxRetries,
        PerRetryTimeout = NodeSpecs.Seconds(retry.PerTryTimeoutSeconds),
        GrpcRetryEvents = [.. GrpcEvents],
        HttpRetryEvents = [.. HttpEvents],
        TcpRetryEvents = [.. TcpEvents],
    };

    private static List<WeightedTarget> To(string node) => [new WeightedTarget { VirtualNode = node, Weight = 100 }];
}
