using System.Text.Json.Nodes;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>AWS Cloud Map: HTTP and private DNS namespaces, services and their instances.</summary>
internal sealed partial class CloudMapService : SandboxService<CloudMapState>
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Step _operation;
    private readonly Step _health;

    internal CloudMapService(SandboxRegion region)
        : base(region)
    {
        _operation = Step("operation", AdvanceOperation);
        _health = Step("reported-health", ReportedHealthCounts);
        On(ServiceDiscoveryModel.CreateHttpNamespace, CreateHttpNamespace);
        On(ServiceDiscoveryModel.CreatePrivateDnsNamespace, CreatePrivateDnsNamespace);
        On(ServiceDiscoveryModel.GetNamespace, GetNamespace);
        On(ServiceDiscoveryModel.ListNamespaces, ListNamespaces);
        On(ServiceDiscoveryModel.UpdateHttpNamespace, UpdateHttpNamespace);
        On(ServiceDiscoveryModel.UpdatePrivateDnsNamespace, UpdatePrivateDnsNamespace);
        On(ServiceDiscoveryModel.DeleteNamespace, DeleteNamespace);
        On(ServiceDiscoveryModel.CreateService, CreateService);
        On(ServiceDiscoveryModel.GetService, GetService);
        On(ServiceDiscoveryModel.ListServices, ListServices);
        On(ServiceDiscoveryModel.UpdateService, UpdateService);
        On(ServiceDiscoveryModel.DeleteService, DeleteService);
        On(ServiceDiscoveryModel.RegisterInstance, RegisterInstance);
        On(ServiceDiscoveryModel.DeregisterInstance, DeregisterInstance);
        On(ServiceDiscoveryModel.GetInstance, GetInstance);
        On(ServiceDiscoveryModel.ListInstances, ListInstances);
        On(ServiceDiscoveryModel.GetInstancesHealthStatus, GetInstancesHealthStatus);
        On(ServiceDiscoveryModel.UpdateInstanceCustomHealthStatus, UpdateInstanceCustomHealthStatus);
        On(ServiceDiscoveryModel.DiscoverInstances, DiscoverInstances);
        On(ServiceDiscoveryModel.GetOperation, GetOperation);
        On(ServiceDiscoveryModel.ListOperations, ListOperations);
        On(ServiceDiscoveryModel.TagResource, TagResource);
        On(ServiceDiscoveryModel.UntagResource, UntagResource);
        On(ServiceDiscoveryModel.ListTagsForResource, ListTagsForResource);
    }

    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) => CloudMapErrors.InvalidInput(message);

    protected override bool IsMemory(string collection, JsonNode? entry) => collection == nameof(CloudMapState.Operations) || base.IsMemory(collection, entry);

    /// <summary>Ids as Cloud Map forms them: "ns-", "srv-" and 16 letters and digits.</summary>
    private string NewId(string prefix) => $"{prefix}-{Ids.Text(LettersAndDigits, 16)}";

    /// <summary>Requests name namespaces and services by id or by ARN.</summary>
    private static string IdOf(string idOrArn) => idOrArn[(idOrArn.LastIndexOf('/') + 1)..];

    private NamespaceRecord NamespaceOf(string idOrArn) =>
        State.Namespaces.GetValueOrDefault(IdOf(idOrArn)) ?? throw CloudMapErrors.NamespaceNotFound(idOrArn);

    private ServiceRecord ServiceOf(string idOrArn) =>
        State.Services.GetValueOrDefault(IdOf(idOrArn)) ?? throw CloudMapErrors.ServiceNotFound(idOrArn);

    private static Page<T> PageOf<T>(IEnumerable<T> items, Func<T, string> key, string? token, int? size) =>
        Paging.Of(items, key, token, size ?? 100, CloudMapErrors.InvalidToken);
}
