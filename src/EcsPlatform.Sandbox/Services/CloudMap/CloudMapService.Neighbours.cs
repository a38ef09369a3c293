using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>What other services ask of Cloud Map: ECS registers its tasks.</summary>
internal sealed partial class CloudMapService
{
    /// <summary>The service with an ARN, or null.</summary>
    /// <param name="arn">"arn:aws:servicediscovery:…:service/srv-…".</param>
    public Service? FindService(string arn) =>
        State.Services.GetValueOrDefault(IdOf(arn)) is { } record && record.Service.Arn == arn ? record.Service : null;

    /// <summary>The namespace that an ARN, an id or a name means, or null; HTTP namespaces come first where a name is used twice.</summary>
    /// <param name="name">ARN, id or name.</param>
    public Namespace? FindNamespace(string name) =>
        (State.Namespaces.GetValueOrDefault(IdOf(name))
            ?? State.Namespaces.Values.Where(record => record.Namespace.Name == name).MinBy(record => record.Vpc is null ? 0 : 1))?.Namespace;

    /// <summary>Whether a namespace has a service of that name.</summary>
    public bool HasService(string namespaceId, string name) => ServicesIn(namespaceId).Any(record => record.Service.Name == name);

    /// <summary>Makes a service on behalf of ECS, tagged as AWS tags it; its ARN.</summary>
    public string CreateManaged(string namespaceId, string name)
    {
        var request = new CreateServiceRequest { Name = name, NamespaceId = namespaceId, Type = Amazon.ServiceDiscovery.ServiceTypeOption.HTTP };
        return MakeService(request, NamespaceOf(namespaceId).Namespace, new TagSet { ["AmazonECSManaged"] = "true" }).Service.Arn;
    }

    /// <summary>Removes a service that ECS made; false while instances are in it.</summary>
    public bool RemoveManaged(string arn)
    {
        if (State.Services.GetValueOrDefault(IdOf(arn)) is { } record)
        {
            if (record.Instances.Count > 0 || State.Operations.Exists(running => running.IsUnderWay && running.Target("SERVICE") == record.Service.Id))
            {
                return false;
            }

            State.Services.Remove(record.Service.Id);
        }

        return true;
    }

    /// <summary>Makes or updates an instance; DNS answers with it a moment later.</summary>
    public void Register(string serviceArn, string instanceId, Dictionary<string, string> attributes)
    {
        if (State.Services.GetValueOrDefault(IdOf(serviceArn)) is { } service)
        {
            Register(service, instanceId, attributes, null);
        }
    }

    /// <summary>Takes an instance out, also one that is just being registered.</summary>
    public void Deregister(string serviceArn, string instanceId)
    {
        if (State.Services.GetValueOrDefault(IdOf(serviceArn)) is not { } service)
        {
            return;
        }

        if (InstanceUnderWay(service, instanceId) is { Instance: not null } registering)
        {
            _operation.Cancel(registering.Operation.Id);
            registering.Operation.Status = Amazon.ServiceDiscovery.OperationStatus.SUCCESS;
        }

        if (service.Instances.ContainsKey(instanceId) && InstanceUnderWay(service, instanceId) is null)
        {
            Deregister(service, instanceId);
        }
    }

    /// <summary>Reports an instance's health to the service's custom check; it counts half a minute later.</summary>
    public void ReportHealth(string serviceArn, string instanceId, bool isHealthy)
    {
        if (State.Services.GetValueOrDefault(IdOf(serviceArn)) is { Service.HealthCheckCustomConfig: not null } service
            && service.Instances.GetValueOrDefault(instanceId) is { } instance)
        {
            ReportHealth(service, instance, isHealthy ? "HEALTHY" : "UNHEALTHY");
        }
    }
}
