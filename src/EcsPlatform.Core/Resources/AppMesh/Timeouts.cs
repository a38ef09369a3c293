using Amazon.AppMesh.Model;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Time-outs, which App Mesh writes under the protocol's name. What is left out stays the proxies' own: 15 s a request, 300 s idle.</summary>
/// <remarks>Listener and route have one each and the shorter counts (App Mesh user guide, "Listeners": time-outs), so both get the same.</remarks>
internal static class Timeouts
{
    public static ListenerTimeout? OfListener(ServiceMeshSettings mesh) => mesh switch
    {
        { RequestTimeoutSeconds: null, IdleTimeoutSeconds: null } => null,
        { Protocol: MeshProtocol.Http } => new() { Http = OfHttp(mesh) },
        { Protocol: MeshProtocol.Http2 } => new() { Http2 = OfHttp(mesh) },
        { Protocol: MeshProtocol.Grpc } => new() { Grpc = OfGrpc(mesh) },
        { IdleTimeoutSeconds: null } => null, // TCP has no requests
        _ => new() { Tcp = OfTcp(mesh) },
    };

    public static HttpTimeout? OfHttp(ServiceMeshSettings mesh) =>
        mesh.RequestTimeoutSeconds is null && mesh.IdleTimeoutSeconds is null ? null : new() { PerRequest = Seconds(mesh.RequestTimeoutSeconds), Idle = Seconds(mesh.IdleTimeoutSeconds) };

    public static GrpcTimeout? OfGrpc(ServiceMeshSettings mesh) =>
        mesh.RequestTimeoutSeconds is null && mesh.IdleTimeoutSeconds is null ? null : new() { PerRequest = Seconds(mesh.RequestTimeoutSeconds), Idle = Seconds(mesh.IdleTimeoutSeconds) };

    public static TcpTimeout? OfTcp(ServiceMeshSettings mesh) => mesh.IdleTimeoutSeconds is null ? null : new() { Idle = Seconds(mesh.IdleTimeoutSeconds) };

    private static Duration? Seconds(int? seconds) => seconds is { } value ? NodeSpecs.Seconds(value) : null;
}
