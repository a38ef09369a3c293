using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Instances: registered, looked at, deregistered.</summary>
internal sealed partial class CloudMapService
{
    private RegisterInstanceResponse RegisterInstance(RegisterInstanceRequest request)
    {
        var service = ServiceOf(request.ServiceId);
        InstanceRules.Check(request.Attributes, service.Service, NamespaceOf(service.Service.NamespaceId).Namespace.Type == NamespaceType.HTTP);
        if (InstanceUnderWay(service, request.InstanceId) is { } running)
        {
            // The same request again is the operation that runs; another one has to wait for it.
            return running.Instance?.CreatorRequestId is { } token && token == request.CreatorRequestId
                ? new RegisterInstanceResponse { OperationId = running.Operation.Id }
                : throw CloudMapErrors.Duplicate(running.Operation, "RegisterInstance");
        }

        if (!service.Instances.ContainsKey(request.InstanceId)
            && (service.Instances.Count >= CloudMapQuotas.InstancesPerService
                || ServicesIn(service.Service.NamespaceId).Sum(other => other.Instances.Count) >= CloudMapQuotas.InstancesPerNamespace))
        {
            throw CloudMapErrors.LimitExceeded("The number of instances exceeds the limit of the service or the namespace.");
        }

        return new RegisterInstanceResponse { OperationId = Register(service, request.InstanceId, request.Attributes, request.CreatorRequestId) };
    }

    private string Register(ServiceRecord service, string id, Dictionary<string, string> attributes, string? token) => Submit(
        OperationType.REGISTER_INSTANCE,
        new() { ["INSTANCE"] = id, ["SERVICE"] = service.Service.Id },
        instance: new InstanceRecord
        {
            Id = id,
            CreatorRequestId = token,
            Attributes = attributes,
            Health = service.Service.HealthCheckCustomConfig is null ? null : attributes.GetValueOrDefault("AWS_INIT_HEALTH_STATUS", "HEALTHY"),
        });

    private void FinishRegistration(OperationRecord record)
    {
        if (State.Services.GetValueOrDefault(record.Target("SERVICE")!) is { } service)
        {
            service.Instances[record.Instance!.Id] = record.Instance;
            service.Revision++;
        }
    }

    private DeregisterInstanceResponse DeregisterInstance(DeregisterInstanceRequest request)
    {
        var service = ServiceOf(request.ServiceId);
        if (InstanceUnderWay(service, request.InstanceId) is { } running)
        {
            throw CloudMapErrors.Duplicate(running.Operation, "DeregisterInstance");
        }

        InstanceOf(service, request.InstanceId);
        return new DeregisterInstanceResponse { OperationId = Deregister(service, request.InstanceId) };
    }

    private string Deregister(ServiceRecord service, string id) =>
        Submit(OperationType.DEREGISTER_INSTANCE, new() { ["INSTANCE"] = id, ["SERVICE"] = service.Service.Id });

    private void FinishDeregistration(OperationRecord record)
    {
        if (State.Services.GetValueOrDefault(record.Target("SERVICE")!) is { } service)
        {
            service.Instances.Remove(record.Target("INSTANCE")!);
            service.Revision++;
        }
    }

    private OperationRecord? InstanceUnderWay(ServiceRecord service, string instance) => State.Operations.Find(record =>
        record.IsUnderWay && record.Target("SERVICE") == service.Service.Id && record.Target("INSTANCE") == instance);

    private static InstanceRecord InstanceOf(ServiceRecord service, string id) =>
        service.Instances.GetValueOrDefault(id) ?? throw CloudMapErrors.InstanceNotFound(id);

    private GetInstanceResponse GetInstance(GetInstanceRequest request)
    {
        var instance = InstanceOf(ServiceOf(request.ServiceId), request.InstanceId);
        return new GetInstanceResponse
        {
            ResourceOwner = Region.AccountId,
            Instance = new Instance
            {
                Id = instance.Id,
                CreatorRequestId = instance.CreatorRequestId,
                Attributes = instance.Attributes,
                CreatedByAccount = Region.AccountId,
            },
        };
    }

    private ListInstancesResponse ListInstances(ListInstancesRequest request)
    {
        var page = PageOf(ServiceOf(request.ServiceId).Instances.Values, instance => instance.Id, request.NextToken, request.MaxResults);
        return new ListInstancesResponse
        {
            ResourceOwner = Region.AccountId,
            NextToken = page.NextToken,
            Instances =
            [
                .. page.Items.Select(instance => new InstanceSummary { Id = instance.Id, Attributes = instance.Attributes, CreatedByAccount = Region.AccountId }),
            ],
        };
    }
}
