using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>What the mesh does with the calls that a service takes.</summary>
public sealed record ServiceMeshSettings
{
    /// <summary>What the service speaks.</summary>
    public MeshProtocol Protocol { get; init; } = MeshProtocol.Http;

    /// <summary>Seconds that one request may take, 1 to 3,600; 15 when left out, which is the proxies' own default. Service Connect and App Mesh.</summary>
    [Range(1, 3600)]
    public int? RequestTimeoutSeconds { get; init; }

    /// <summary>Seconds that a connection may be idle, 1 to 3,600; the proxies' own default of 300 when left out. Service Connect and App Mesh.</summary>
    [Range(1, 3600)]
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>Repeats failed requests; Service Connect repeats twice by itself and lets nothing be set. App Mesh only.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How much the proxy lets in at once (circuit breaking). App Mesh only.</summary>
    public ConnectionPool? ConnectionPool { get; init; }

    /// <summary>Takes tasks that keep failing out of the round for a while; Service Connect does so by itself and lets nothing be set. App Mesh only.</summary>
    public OutlierDetection? OutlierDetection { get; init; }
}

/// <summary>What a service speaks on its port.</summary>
public enum MeshProtocol
{
    /// <summary>HTTP/1.1.</summary>
    [EnumMember(Value = "http")] Http,

    /// <summary>HTTP/2.</summary>
    [EnumMember(Value = "http2")] Http2,

    /// <summary>gRPC.</summary>
    [EnumMember(Value = "grpc")] Grpc,

    /// <summary>Anything over TCP; time-outs of requests and retries have no meaning.</summary>
    [EnumMember(Value = "tcp")] Tcp,
}

/// <summary>When and how often a failed request is repeated (App Mesh API: <c>HttpRetryPolicy</c>).</summary>
public sealed record RetryPolicy
{
    /// <summary>Repetitions: 1 to 10.</summary>
    [Range(1, 10)]
    public int MaxRetries { get; init; } = 2;

    /// <summary>Seconds that each try may take: 1 to 300.</summary>
    [Range(1, 300)]
    public int PerTryTimeoutSeconds { get; init; } = 5;
}

/// <summary>What a proxy lets through to the container at once (App Mesh API: <c>VirtualNodeConnectionPool</c>).</summary>
public sealed record ConnectionPool
{
    /// <summary>Connections (HTTP and TCP): 1 to 1,000,000; for HTTP/2 and gRPC, requests.</summary>
    [Range(1, 1000000)]
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Requests that may wait for a connection: 1 to 1,000,000; HTTP/1.1 only.</summary>
    [Range(1, 1000000)]
    public int? MaxPendingRequests { get; init; }
}

/// <summary>When a task is taken out of the round (App Mesh API: <c>OutlierDetection</c>).</summary>
public sealed record OutlierDetection
{
    /// <summary>Server errors in a row that take a task out: 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxServerErrors { get; init; } = 5;

    /// <summary>Seconds between looks: 1 to 300.</summary>
    [Range(1, 300)]
    public int IntervalSeconds { get; init; } = 10;

    /// <summary>Seconds that a task stays out at first: 1 to 3,600.</summary>
    [Range(1, 3600)]
    public int BaseEjectionSeconds { get; init; } = 30;

    /// <summary>Percent of the tasks that may be out at once: 0 to 100.</summary>
    [Range(0, 100)]
    public int MaxEjectionPercent { get; init; } = 50;
}
