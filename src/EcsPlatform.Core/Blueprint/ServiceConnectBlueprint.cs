using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.Logs;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Each service's place in Service Connect; servers before their clients, because tasks see only endpoints that were there before them.</summary>
internal sealed class ServiceConnectBlueprint
{
    private readonly BlueprintContext _context;
    private readonly MeshParts _mesh;
    private readonly IReadOnlyList<(MicroserviceDefinition Service, IReadOnlyCollection<string> Late)> _order;
    private readonly Dictionary<string, ServiceResource> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ServiceResource>> _late;

    public ServiceConnectBlueprint(BlueprintContext context, MeshParts mesh)
    {
        _context = context;
        _mesh = mesh;
        _order = CallOrder.Of(context.Definition.Services);
        _late = _order.ToDictionary(entry => entry.Service.Name, _ => new List<ServiceResource>(), StringComparer.Ordinal);
    }

    /// <summary>All services, each after those that it calls.</summary>
    public IEnumerable<MicroserviceDefinition> Ordered => _order.Select(entry => entry.Service);

    public ServiceConnectSettings Of(MicroserviceDefinition service, LogGroupResource logs) => new()
    {
        Namespace = _mesh.Namespace,
        LogGroup = logs,
        HostName = MeshAddresses.HostOf(_context.Definition, service.Name),
        AccessLogs = _mesh.Settings.AccessLogs,
        Tls = _mesh is { Settings.Tls: { } tls, TlsRole: { } role } ? new ServiceConnectTls(tls.CertificateAuthority, _mesh.CertificateAuthority, _mesh.Key, role) : null,
        Servers = [.. service.Calls.Select(_made.GetValueOrDefault).OfType<ServiceResource>()],
        LateServers = _late[service.Name],
    };

    /// <summary>Tells of a service's resource, so that those before it that call it know it.</summary>
    public void Made(ServiceResource resource)
    {
        _made[resource.Definition.Name] = resource;
        foreach (var (caller, _) in _order.Where(entry => entry.Late.Contains(resource.Definition.Name)))
        {
            _late[caller.Name].Add(resource);
        }
    }
}
