using Amazon.AppMesh.Model;
using static EcsPlatform.Sandbox.Services.AppMesh.AppMeshErrors;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>What App Mesh checks of a virtual node besides its model (API reference; User Guide, "Virtual nodes").</summary>
internal static class VirtualNodeRules
{
    public static void Check(VirtualNodeSpec spec)
    {
        var listeners = spec.Listeners ?? [];
        foreach (var listener in listeners)
        {
            Check(listener);
        }

        var ports = listeners.ConvertAll(listener => listener.PortMapping.Port);
        Require(ports.Distinct().Count() == ports.Count, "Each listener needs a port of its own.");
        if (spec.ServiceDiscovery is { } discovery)
        {
            RequireOne("serviceDiscovery", discovery.AwsCloudMap, discovery.Dns);
        }

        // "If you specify a listener, then you must specify service discovery information."
        Require(listeners.Count == 0 || spec.ServiceDiscovery is not null, "A virtual node with a listener must have serviceDiscovery.");
        CheckBackends(spec.Backends ?? []);
        Check(spec.BackendDefaults?.ClientPolicy?.Tls);
        if (spec.Logging?.AccessLog is { } log)
        {
            RequireOne("accessLog", log.File);
        }
    }

    private static void CheckBackends(List<Backend> backends)
    {
        if (backends.Count > AppMeshQuotas.BackendsPerNode)
        {
            throw LimitExceeded("backends of a virtual node", AppMeshQuotas.BackendsPerNode);
        }

        foreach (var backend in backends)
        {
            RequireOne("backend", backend.VirtualService);
            Check(backend.VirtualService.ClientPolicy?.Tls);
        }

        var names = backends.ConvertAll(backend => backend.VirtualService.VirtualServiceName);
        Require(names.Distinct().Count() == names.Count, "A virtual service can be a backend only once.");
    }

    private static void Check(Listener listener)
    {
        var protocol = listener.PortMapping.Protocol.Value;
        if (listener.ConnectionPool is { } pool)
        {
            // "The connectionPool and portMapping protocols must be the same."
            RequireOne("connectionPool", pool.Grpc, pool.Http, pool.Http2, pool.Tcp);
            Require(Same(protocol, pool.Http, pool.Http2, pool.Grpc, pool.Tcp), $"The protocol of the connectionPool must be that of the listener: {protocol}.");
        }

        if (listener.Timeout is { } timeout)
        {
            RequireOne("timeout", timeout.Grpc, timeout.Http, timeout.Http2, timeout.Tcp);
            Require(Same(protocol, timeout.Http, timeout.Http2, timeout.Grpc, timeout.Tcp), $"The protocol of the timeout must be that of the listener: {protocol}.");
        }

        if (listener.HealthCheck is { } check)
        {
            Require(check.Port is null || check.Port == listener.PortMapping.Port, "The port of the health check must match the port of the listener.");
            Require(check.Path is not null || check.Protocol.Value is not ("http" or "http2"), "A health check by HTTP needs a path.");
            Require(check.Path is null || check.Path.StartsWith('/'), "The path of the health check must start with /.");
        }

        if (listener.Tls is { } tls)
        {
            RequireOne("tls.certificate", tls.Certificate.Acm, tls.Certificate.File, tls.Certificate.Sds);
            if (tls.Validation is { } validation)
            {
                RequireOne("tls.validation.trust", validation.Trust.File, validation.Trust.Sds);
            }
        }
    }

    private static void Check(ClientPolicyTls? tls)
    {
        if (tls is null)
        {
            return;
        }

        RequireOne("tls.validation.trust", tls.Validation.Trust.Acm, tls.Validation.Trust.File, tls.Validation.Trust.Sds);
        if (tls.Certificate is { } certificate)
        {
            RequireOne("tls.certificate", certificate.File, certificate.Sds);
        }
    }

    private static bool Same(string protocol, object? http, object? http2, object? grpc, object? tcp) => protocol switch
    {
        "http" => http is not null,
        "http2" => http2 is not null,
        "grpc" => grpc is not null,
        _ => tcp is not null,
    };
}
