using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>What Cloud Map remembers.</summary>
internal sealed class CloudMapState
{
    /// <summary>Namespaces by id, once their creation has succeeded.</summary>
    public SortedDictionary<string, NamespaceRecord> Namespaces { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Services by id.</summary>
    public SortedDictionary<string, ServiceRecord> Services { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Operations by id, oldest first.</summary>
    public List<OperationRecord> Operations { get; init; } = [];
}

/// <summary>A namespace.</summary>
internal sealed class NamespaceRecord
{
    /// <summary>As GetNamespace shows it.</summary>
    public required Namespace Namespace { get; init; }

    /// <summary>The VPC that resolves a private DNS namespace; null for HTTP namespaces.</summary>
    public string? Vpc { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];
}

/// <summary>A service of a namespace.</summary>
internal sealed class ServiceRecord
{
    /// <summary>As GetService shows it, without its number of instances.</summary>
    public required Service Service { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Registered instances by id.</summary>
    public SortedDictionary<string, InstanceRecord> Instances { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Counts registrations and deregistrations.</summary>
    public long Revision { get; set; } = 1;
}

/// <summary>An instance of a service.</summary>
internal sealed class InstanceRecord
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The token of the request that registered it.</summary>
    public string? CreatorRequestId { get; init; }

    /// <summary>Attributes, AWS's own and custom ones.</summary>
    public Dictionary<string, string> Attributes { get; init; } = [];

    /// <summary>Health by the service's custom check; null where the service has none.</summary>
    public string? Health { get; set; }

    /// <summary>The health that was reported and counts in a moment.</summary>
    public string? ReportedHealth { get; set; }
}

/// <summary>An asynchronous operation, and what it does when it is done.</summary>
internal sealed class OperationRecord
{
    /// <summary>As GetOperation shows it.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The namespace that a CREATE_NAMESPACE makes.</summary>
    public NamespaceRecord? Namespace { get; init; }

    /// <summary>The instance that a REGISTER_INSTANCE puts in.</summary>
    public InstanceRecord? Instance { get; init; }

    /// <summary>Whether it still runs.</summary>
    public bool IsUnderWay => Operation.Status.Value is "SUBMITTED" or "PENDING";

    /// <summary>The id of what it works on.</summary>
    /// <param name="kind">"NAMESPACE", "SERVICE" or "INSTANCE".</param>
    public string? Target(string kind) => Operation.Targets.GetValueOrDefault(kind);
}
