using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Namespaces: made, changed and deleted by operations that take their time.</summary>
internal sealed partial class CloudMapService
{
    private CreateHttpNamespaceResponse CreateHttpNamespace(CreateHttpNamespaceRequest request)
    {
        var wanted = NewNamespace(request.Name, NamespaceType.HTTP, request.CreatorRequestId, request.Description, null, Tags(request.Tags));
        RefuseRunningCreation(wanted, "CreateHttpNamespace");
        if (State.Namespaces.Values.FirstOrDefault(record => record.Namespace.Type == NamespaceType.HTTP && record.Namespace.Name == request.Name) is { } existing)
        {
            throw AlreadyExists(existing);
        }

        CheckQuota();
        return new CreateHttpNamespaceResponse { OperationId = Create(wanted) };
    }

    private CreatePrivateDnsNamespaceResponse CreatePrivateDnsNamespace(CreatePrivateDnsNamespaceRequest request)
    {
        var wanted = NewNamespace(request.Name, NamespaceType.DNS_PRIVATE, request.CreatorRequestId, request.Description, request.Vpc, Tags(request.Tags));
        RefuseRunningCreation(wanted, "CreatePrivateDnsNamespace");
        if (State.Namespaces.Values.FirstOrDefault(record => record.Namespace.Type == NamespaceType.DNS_PRIVATE
            && record.Namespace.Name == request.Name && record.Namespace.CreatorRequestId == request.CreatorRequestId) is { } existing)
        {
            throw AlreadyExists(existing);
        }

        CheckQuota();
        wanted.Namespace.Properties.DnsProperties.HostedZoneId = "Z" + Ids.Text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 20);
        wanted.Namespace.Properties.DnsProperties.SOA.TTL = request.Properties?.DnsProperties?.SOA?.TTL ?? 15;
        return new CreatePrivateDnsNamespaceResponse { OperationId = Create(wanted) };
    }

    private NamespaceRecord NewNamespace(string name, NamespaceType type, string? token, string? description, string? vpc, TagSet tags)
    {
        var id = NewId("ns");

        // Names may be used again (another VPC, another type); the name for DiscoverInstances then gets a tail that tells them apart.
        var isTaken = State.Namespaces.Values.Any(record => record.Namespace.Properties.HttpProperties.HttpName == name);
        return new NamespaceRecord
        {
            Vpc = vpc,
            Tags = tags,
            Namespace = new Namespace
            {
                Id = id,
                Arn = Region.Arn("servicediscovery", $"namespace/{id}"),
                ResourceOwner = Region.AccountId,
                Name = name,
                Type = type,
                Description = description,
                CreatorRequestId = token ?? Ids.Uuid(),
                Properties = new NamespaceProperties
                {
                    DnsProperties = new DnsProperties { SOA = new SOA() },
                    HttpProperties = new HttpProperties { HttpName = isTaken ? $"{name}-{Ids.Text(LettersAndDigits, 8)}" : name },
                },
            },
        };
    }

    private void RefuseRunningCreation(NamespaceRecord wanted, string operation)
    {
        if (State.Operations.Find(record => record.IsUnderWay && record.Namespace is { } other
            && other.Namespace.Name == wanted.Namespace.Name && other.Namespace.Type == wanted.Namespace.Type && other.Vpc == wanted.Vpc) is { } running)
        {
            throw CloudMapErrors.Duplicate(running.Operation, operation);
        }
    }

    private static AwsError AlreadyExists(NamespaceRecord existing) =>
        new("NamespaceAlreadyExists", $"Namespace with name {existing.Namespace.Name} already exists.")
        {
            Detail = new NamespaceAlreadyExistsException("")
            {
                CreatorRequestId = existing.Namespace.CreatorRequestId,
                NamespaceId = existing.Namespace.Id,
            },
        };

    private void CheckQuota()
    {
        if (State.Namespaces.Count >= CloudMapQuotas.Namespaces)
        {
            throw CloudMapErrors.LimitExceeded($"The number of namespaces exceeds the limit of {CloudMapQuotas.Namespaces}.");
        }
    }

    private string Create(NamespaceRecord wanted) =>
        Submit(OperationType.CREATE_NAMESPACE, new() { ["NAMESPACE"] = wanted.Namespace.Id }, wanted);

    /// <summary>The end of a CREATE_NAMESPACE: Route 53 may refuse the hosted zone.</summary>
    private void FinishCreation(OperationRecord record)
    {
        var wanted = record.Namespace!;
        if (wanted.Vpc is { } vpc && Refusal(wanted.Namespace.Name, vpc) is { } refusal)
        {
            Fail(record.Operation, "CANNOT_CREATE_HOSTED_ZONE", refusal);
            return;
        }

        wanted.Namespace.CreateDate = Now.UtcDateTime;
        State.Namespaces[wanted.Namespace.Id] = wanted;
    }

    private string? Refusal(string name, string vpc) =>
        !Region.Get<Ec2.Ec2Service>().HasVpc(vpc)
            ? $"The VPC ID {vpc} in region {Region.Name} is not valid. (Service: AmazonRoute53; Status Code: 400; Error Code: InvalidVPCId)"
        : State.Namespaces.Values.FirstOrDefault(other => other.Vpc == vpc && other.Namespace.Name == name) is { } same
            ? $"The VPC {vpc} in region {Region.Name} has already been associated with the hosted zone "
                + $"{same.Namespace.Properties.DnsProperties.HostedZoneId} with the same domain name. "
                + "(Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)"
        : null;

    private GetNamespaceResponse GetNamespace(GetNamespaceRequest request)
    {
        var found = NamespaceOf(request.Id).Namespace;
        found.ServiceCount = ServicesIn(found.Id).Count();
        return new GetNamespaceResponse { Namespace = found };
    }

    private ListNamespacesResponse ListNamespaces(ListNamespacesRequest request)
    {
        // "Cloud Map gets MaxResults namespaces and then filters them": a page may come out empty although more follow.
        var page = PageOf(State.Namespaces.Values, record => record.Namespace.Id, request.NextToken, request.MaxResults);
        return new ListNamespacesResponse
        {
            NextToken = page.NextToken,
            Namespaces = [.. page.Items.Where(record => (request.Filters ?? []).All(filter => Matches(record.Namespace, filter))).Select(Summary)],
        };
    }

    private bool Matches(Namespace found, NamespaceFilter filter) => filter.Name.Value switch
    {
        "TYPE" => FilterRules.Matches(found.Type.Value, filter.Condition, filter.Values),
        "NAME" => FilterRules.Matches(found.Name, filter.Condition, filter.Values),
        "HTTP_NAME" => FilterRules.Matches(found.Properties.HttpProperties.HttpName, filter.Condition, filter.Values),
        _ => FilterRules.Matches("SELF", filter.Condition, filter.Values),
    };

    private NamespaceSummary Summary(NamespaceRecord record)
    {
        var found = record.Namespace;
        return new NamespaceSummary
        {
            Id = found.Id,
            Arn = found.Arn,
            ResourceOwner = found.ResourceOwner,
            Name = found.Name,
            Type = found.Type,
            Description = found.Description,
            ServiceCount = ServicesIn(found.Id).Count(),
            Properties = found.Properties,
            CreateDate = found.CreateDate,
        };
    }

    private UpdateHttpNamespaceResponse UpdateHttpNamespace(UpdateHttpNamespaceRequest request)
    {
        var found = Changeable(request.Id, NamespaceType.HTTP);
        found.Description = request.Namespace.Description;
        return new UpdateHttpNamespaceResponse { OperationId = Submit(OperationType.UPDATE_NAMESPACE, new() { ["NAMESPACE"] = found.Id }) };
    }

    private UpdatePrivateDnsNamespaceResponse UpdatePrivateDnsNamespace(UpdatePrivateDnsNamespaceRequest request)
    {
        var found = Changeable(request.Id, NamespaceType.DNS_PRIVATE);
        found.Description = request.Namespace.Description ?? found.Description;
        found.Properties.DnsProperties.SOA.TTL = request.Namespace.Properties?.DnsProperties?.SOA?.TTL ?? found.Properties.DnsProperties.SOA.TTL;
        return new UpdatePrivateDnsNamespaceResponse { OperationId = Submit(OperationType.UPDATE_NAMESPACE, new() { ["NAMESPACE"] = found.Id }) };
    }

    private Namespace Changeable(string id, NamespaceType type)
    {
        var found = NamespaceOf(id).Namespace;
        CloudMapErrors.Require(found.Type == type, $"The namespace {found.Id} is of type {found.Type.Value}, not {type.Value}.");
        if (UnderWay("NAMESPACE", found.Id) is { } running)
        {
            throw CloudMapErrors.Duplicate(running.Operation, running.Operation.Type.Value);
        }

        return found;
    }

    private DeleteNamespaceResponse DeleteNamespace(DeleteNamespaceRequest request)
    {
        var found = NamespaceOf(request.Id).Namespace;
        if (UnderWay("NAMESPACE", found.Id) is { } running)
        {
            throw CloudMapErrors.Duplicate(running.Operation, "DeleteNamespace");
        }

        if (ServicesIn(found.Id).Any())
        {
            throw CloudMapErrors.InUse("Namespace has associated services; delete the services before deleting the namespace");
        }

        return new DeleteNamespaceResponse { OperationId = Submit(OperationType.DELETE_NAMESPACE, new() { ["NAMESPACE"] = found.Id }) };
    }

    private IEnumerable<ServiceRecord> ServicesIn(string namespaceId) => State.Services.Values.Where(record => record.Service.NamespaceId == namespaceId);
}
