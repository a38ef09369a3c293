using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Services: what records and health checks their instances get.</summary>
internal sealed partial class CloudMapService
{
    private CreateServiceResponse CreateService(CreateServiceRequest request)
    {
        var home = request.NamespaceId ?? request.DnsConfig?.NamespaceId ?? throw CloudMapErrors.InvalidInput("NamespaceId must be specified.");
        var record = MakeService(request, NamespaceOf(home).Namespace, Tags(request.Tags));
        return new CreateServiceResponse { Service = Described(record) };
    }

    private ServiceRecord MakeService(CreateServiceRequest request, Namespace home, TagSet tags)
    {
        if (UnderWay("NAMESPACE", home.Id)?.Operation.Type == OperationType.DELETE_NAMESPACE)
        {
            throw CloudMapErrors.NamespaceNotFound(home.Id);
        }

        ServiceRules.Check(request, home);
        if (ServicesIn(home.Id).FirstOrDefault(other => IsSameName(other.Service, request.Name, request.DnsConfig is not null)) is { } existing)
        {
            throw new AwsError("ServiceAlreadyExists", "Service already exists.")
            {
                Detail = new ServiceAlreadyExistsException("")
                {
                    CreatorRequestId = existing.Service.CreatorRequestId,
                    ServiceId = existing.Service.Id,
                    ServiceArn = existing.Service.Arn,
                },
            };
        }

        var id = NewId("srv");
        if (request.DnsConfig is { } dns)
        {
            dns.RoutingPolicy ??= RoutingPolicy.MULTIVALUE;
            dns.NamespaceId = home.Id;
        }

        return State.Services[id] = new ServiceRecord
        {
            Tags = tags,
            Service = new Service
            {
                Id = id,
                Arn = Region.Arn("servicediscovery", $"service/{id}"),
                ResourceOwner = Region.AccountId,
                CreatedByAccount = Region.AccountId,
                Name = request.Name,
                NamespaceId = home.Id,
                Description = request.Description,
                DnsConfig = request.DnsConfig,
                Type = request.DnsConfig is null ? ServiceType.HTTP : ServiceType.DNS_HTTP,
                HealthCheckConfig = request.HealthCheckConfig,

                // "This parameter is no longer supported and is always set to 1."
                HealthCheckCustomConfig = request.HealthCheckCustomConfig is null ? null : new HealthCheckCustomConfig { FailureThreshold = 1 },
                CreateDate = Now.UtcDateTime,
                CreatorRequestId = request.CreatorRequestId ?? Ids.Uuid(),
            },
        };
    }

    /// <summary>DNS knows no case; names that only API calls use may differ by it alone.</summary>
    private static bool IsSameName(Service existing, string name, bool withDns) => string.Equals(existing.Name, name,
        withDns && existing.DnsConfig is not null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static Service Described(ServiceRecord record)
    {
        record.Service.InstanceCount = record.Instances.Count;
        return record.Service;
    }

    private GetServiceResponse GetService(GetServiceRequest request) => new() { Service = Described(ServiceOf(request.Id)) };

    private ListServicesResponse ListServices(ListServicesRequest request)
    {
        var page = PageOf(State.Services.Values, record => record.Service.Id, request.NextToken, request.MaxResults);
        return new ListServicesResponse
        {
            NextToken = page.NextToken,
            Services = [.. page.Items.Where(record => (request.Filters ?? []).All(filter => Matches(record.Service, filter))).Select(Summary)],
        };
    }

    private static bool Matches(Service service, ServiceFilter filter) => filter.Name.Value == "NAMESPACE_ID"
        ? FilterRules.Matches(service.NamespaceId, filter.Condition, [.. filter.Values.Select(IdOf)])
        : FilterRules.Matches("SELF", filter.Condition, filter.Values);

    private static ServiceSummary Summary(ServiceRecord record)
    {
        var service = Described(record);
        return new ServiceSummary
        {
            Id = service.Id,
            Arn = service.Arn,
            ResourceOwner = service.ResourceOwner,
            CreatedByAccount = service.CreatedByAccount,
            Name = service.Name,
            Type = service.Type,
            Description = service.Description,
            InstanceCount = service.InstanceCount,
            DnsConfig = service.DnsConfig,
            HealthCheckConfig = service.HealthCheckConfig,
            HealthCheckCustomConfig = service.HealthCheckCustomConfig,
            CreateDate = service.CreateDate,
        };
    }

    private UpdateServiceResponse UpdateService(UpdateServiceRequest request)
    {
        var service = ServiceOf(request.Id).Service;
        var home = NamespaceOf(service.NamespaceId).Namespace;
        CloudMapErrors.Require(home.Type != NamespaceType.HTTP, "Services in HTTP namespaces can't be updated.");
        if (UnderWay("SERVICE", service.Id) is { } running)
        {
            throw CloudMapErrors.Duplicate(running.Operation, "UpdateService");
        }

        var change = request.Service;
        CloudMapErrors.Require(change.HealthCheckConfig is null, "HealthCheckConfig can't be specified for a service in a private DNS namespace.");
        if (change.DnsConfig is { } dns)
        {
            ServiceRules.CheckRecords(dns.DnsRecords);
            CloudMapErrors.Require(service.DnsConfig is { } held && Types(held.DnsRecords).SetEquals(Types(dns.DnsRecords)),
                "The record types of a service can't be updated: delete the service and create it again.");
            service.DnsConfig.DnsRecords = dns.DnsRecords;
        }
        else
        {
            // "If you omit any existing DnsRecords […] from an UpdateService request, the configurations are deleted from the service."
            service.DnsConfig = null;
            service.Type = ServiceType.HTTP;
        }

        service.Description = change.Description ?? service.Description;
        return new UpdateServiceResponse { OperationId = Submit(OperationType.UPDATE_SERVICE, new() { ["SERVICE"] = service.Id }) };

        static HashSet<string> Types(List<DnsRecord> records) => [.. records.Select(record => record.Type.Value)];
    }

    private DeleteServiceResponse DeleteService(DeleteServiceRequest request)
    {
        var record = ServiceOf(request.Id);
        if (record.Instances.Count > 0 || State.Operations.Exists(running => running.IsUnderWay && running.Target("SERVICE") == record.Service.Id))
        {
            throw CloudMapErrors.InUse("Service contains registered instances; delete the instances before deleting the service");
        }

        State.Services.Remove(record.Service.Id);
        return new DeleteServiceResponse();
    }
}
