using Amazon.AppMesh.Model;
using Amazon.SecretsManager.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.SecretsManager;
using Outliers = EcsPlatform.Core.Definition.OutlierDetection;
using Pool = EcsPlatform.Core.Definition.ConnectionPool;
using Retries = EcsPlatform.Core.Definition.RetryPolicy;

namespace EcsPlatform.Core.Export;

/// <summary>App Mesh, read back from the mesh, its nodes and routes, and the proxies in the tasks.</summary>
internal static class AppMeshExport
{
    /// <summary>What the mesh is, but for its domain, which the Cloud Map namespace tells; null where there is no mesh.</summary>
    public static MeshDefinition? Read(LivePlatform platform)
    {
        if (platform.All<MeshState>(MeshKind.Instance).FirstOrDefault()?.State.Mesh is not { } mesh)
        {
            return null;
        }

        var nodes = platform.All<MeshPartState<VirtualNodeSpec>>(VirtualNodeKind.Instance).Select(node => node.State.Spec).OfType<VirtualNodeSpec>().ToList();
        return new MeshDefinition
        {
            Type = MeshType.AppMesh,
            Egress = EnumSpelling.Parse<MeshEgress>(mesh.Spec?.EgressFilter?.Type?.Value ?? "DROP_ALL"),
            AccessLogs = nodes.Exists(node => node.Logging?.AccessLog?.File is not null),
            EnvoyImage = Image(platform),
            Tls = Tls(platform, nodes),
        };
    }

    /// <summary>What the mesh does with the calls that a service takes.</summary>
    public static ServiceMeshSettings Read(LivePlatform platform, string service)
    {
        if (platform.Find<MeshPartState<VirtualNodeSpec>>(VirtualNodeKind.Instance, service)?.State.Spec?.Listeners?.FirstOrDefault() is not { } listener)
        {
            return new ServiceMeshSettings();
        }

        var (request, idle) = Seconds(listener.Timeout);
        return new ServiceMeshSettings
        {
            Protocol = EnumSpelling.Parse<MeshProtocol>(listener.PortMapping.Protocol.Value),
            RequestTimeoutSeconds = request,
            IdleTimeoutSeconds = idle,
            Retry = Retry(platform.Find<MeshPartState<RouteSpec>>(RouteKind.Instance, service)?.State.Spec),
            ConnectionPool = Connections(listener.ConnectionPool),
            OutlierDetection = listener.OutlierDetection is not { } outliers ? null : new Outliers
            {
                MaxServerErrors = (int)(outliers.MaxServerErrors ?? 5),
                IntervalSeconds = Seconds(outliers.Interval) ?? 10,
                BaseEjectionSeconds = Seconds(outliers.BaseEjectionDuration) ?? 30,
                MaxEjectionPercent = outliers.MaxEjectionPercent ?? 50,
            },
        };
    }

    /// <summary>The proxies' image, where it is not AWS's own of the region.</summary>
    private static string? Image(LivePlatform platform)
    {
        var image = platform.All<TaskDefinitionState>(TaskDefinitionKind.Instance)
            .SelectMany(task => (task.State.Current ?? task.State.Latest)?.ContainerDefinitions ?? [])
            .FirstOrDefault(container => container.Name == EnvoySidecar.Container)?.Image;
        return image == EnvoyImages.Of(platform.Scope.Region) ? null : image;
    }

    private static MeshTls? Tls(LivePlatform platform, List<VirtualNodeSpec> nodes)
    {
        var takes = nodes.SelectMany(node => node.Listeners ?? []).Select(listener => listener.Tls).OfType<ListenerTls>().ToList();
        var calls = nodes.SelectMany(node => node.Backends ?? []).Select(backend => backend.VirtualService?.ClientPolicy?.Tls).OfType<ClientPolicyTls>().ToList();
        var certificate = platform.All<SecretListEntry>(SecretKind.Instance).FirstOrDefault(secret => LivePlatform.KeyOf(secret).StartsWith(MeshCertificateBlueprint.KeyPrefix, StringComparison.Ordinal))?.State;
        var authority = certificate is null ? null : SecretListing.TagsOf(certificate).GetValueOrDefault(SecretKind.AuthorityTag);
        return takes.Count + calls.Count == 0 ? null : new MeshTls
        {
            CertificateAuthority = authority is null || platform.Owns(authority) ? null : authority,
            CertificateDays = certificate?.RotationRules?.AutomaticallyAfterDays is { } days ? (int)days + MeshCertificateBlueprint.DaysBeforeEnd : new MeshTls().CertificateDays,
            Mutual = takes.Exists(listener => listener.Validation is not null) || calls.Exists(call => call.Certificate is not null),
        };
    }

    private static Retries? Retry(RouteSpec? route)
    {
        var http = (route?.HttpRoute ?? route?.Http2Route)?.RetryPolicy;
        var grpc = route?.GrpcRoute?.RetryPolicy;
        return (http?.MaxRetries ?? grpc?.MaxRetries) is not { } times ? null : new Retries
        {
            MaxRetries = (int)times,
            PerTryTimeoutSeconds = Seconds(http?.PerRetryTimeout ?? grpc?.PerRetryTimeout) ?? 5,
        };
    }

    private static Pool? Connections(VirtualNodeConnectionPool? pool) =>
        (pool?.Http?.MaxConnections ?? pool?.Http2?.MaxRequests ?? pool?.Grpc?.MaxRequests ?? pool?.Tcp?.MaxConnections) is { } most
            ? new Pool { MaxConnections = most, MaxPendingRequests = pool?.Http?.MaxPendingRequests }
            : null;

    private static (int? Request, int? Idle) Seconds(ListenerTimeout? timeout)
    {
        var http = timeout?.Http ?? timeout?.Http2;
        return (Seconds(http?.PerRequest ?? timeout?.Grpc?.PerRequest), Seconds(http?.Idle ?? timeout?.Grpc?.Idle ?? timeout?.Tcp?.Idle));
    }

    private static int? Seconds(Duration? duration) => duration?.Value is { } value ? (int)(duration.Unit?.Value == "ms" ? value / 1000 : value) : null;
}
