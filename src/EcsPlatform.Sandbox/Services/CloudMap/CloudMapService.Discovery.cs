using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Finding instances, and their health.</summary>
internal sealed partial class CloudMapService
{
    private DiscoverInstancesResponse DiscoverInstances(DiscoverInstancesRequest request)
    {
        var home = State.Namespaces.Values.FirstOrDefault(record => record.Namespace.Properties.HttpProperties.HttpName == request.NamespaceName)?.Namespace
            ?? throw CloudMapErrors.NamespaceNotFound(request.NamespaceName);
        var service = ServicesIn(home.Id).FirstOrDefault(record => record.Service.Name == request.ServiceName)
            ?? throw CloudMapErrors.ServiceNotFound(request.ServiceName);
        var found = service.Instances.Values.Where(instance => Has(instance, request.QueryParameters)).ToList();

        // "Opportunistic filters": they count only where something matches them.
        if (found.FindAll(instance => Has(instance, request.OptionalParameters)) is { Count: > 0 } better)
        {
            found = better;
        }

        return new DiscoverInstancesResponse
        {
            InstancesRevision = service.Revision,
            Instances =
            [
                .. ByHealth(found, service, request.HealthStatus?.Value ?? "ALL").Take(request.MaxResults ?? 100).Select(instance => new HttpInstanceSummary
                {
                    InstanceId = instance.Id,
                    NamespaceName = request.NamespaceName,
                    ServiceName = service.Service.Name,
                    HealthStatus = new HealthStatus(instance.Health ?? "UNKNOWN"),
                    Attributes = instance.Attributes,
                }),
            ],
        };
    }

    private static bool Has(InstanceRecord instance, Dictionary<string, string>? wanted) =>
        (wanted ?? []).All(pair => instance.Attributes.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>The filter is ignored where the service has no health check.</summary>
    private static List<InstanceRecord> ByHealth(List<InstanceRecord> instances, ServiceRecord service, string filter)
    {
        if (filter == "ALL" || service.Service.HealthCheckCustomConfig is null)
        {
            return instances;
        }

        var found = instances.FindAll(instance => instance.Health == (filter == "UNHEALTHY" ? "UNHEALTHY" : "HEALTHY"));
        return filter == "HEALTHY_OR_ELSE_ALL" && found.Count == 0 ? instances : found;
    }

    private GetInstancesHealthStatusResponse GetInstancesHealthStatus(GetInstancesHealthStatusRequest request)
    {
        var service = ServiceOf(request.ServiceId);
        var asked = request.Instances is { Count: > 0 } ids ? ids.Select(id => InstanceOf(service, id)) : service.Instances.Values;
        var page = PageOf(asked, instance => instance.Id, request.NextToken, request.MaxResults);
        return new GetInstancesHealthStatusResponse
        {
            NextToken = page.NextToken,
            Status = page.Items.ToDictionary(instance => instance.Id, instance => instance.Health ?? "UNKNOWN"),
        };
    }

    private UpdateInstanceCustomHealthStatusResponse UpdateInstanceCustomHealthStatus(UpdateInstanceCustomHealthStatusRequest request)
    {
        var service = ServiceOf(request.ServiceId);
        var instance = InstanceOf(service, request.InstanceId);
        if (service.Service.HealthCheckCustomConfig is null)
        {
            throw new AwsError("CustomHealthNotFound", $"The service {service.Service.Id} has no custom health check.");
        }

        ReportHealth(service, instance, request.Status.Value);
        return new UpdateInstanceCustomHealthStatusResponse();
    }

    private void ReportHealth(ServiceRecord service, InstanceRecord instance, string health)
    {
        var key = $"{service.Service.Id}/{instance.Id}";
        if (health == instance.Health)
        {
            // Changed back in time: nothing has happened.
            instance.ReportedHealth = null;
            _health.Cancel(key);
        }
        else if (!_health.IsPending(key))
        {
            // The same report again "doesn't accelerate the change", and does not put it off either.
            instance.ReportedHealth = health;
            _health.After(CloudMapPace.ReportedHealth, key);
        }
    }

    private void ReportedHealthCounts(string key)
    {
        if (key.Split('/', 2) is [var id, var name] && State.Services.GetValueOrDefault(id)?.Instances.GetValueOrDefault(name) is { ReportedHealth: { } health } instance)
        {
            instance.Health = health;
            instance.ReportedHealth = null;
        }
    }
}
