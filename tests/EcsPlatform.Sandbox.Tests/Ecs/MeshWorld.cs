using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.PrivateCa;
using Service = Amazon.ECS.Model.Service;

namespace EcsPlatform.Sandbox.Tests.Ecs;

/// <summary>An ECS world with namespaces, for services that find each other.</summary>
internal sealed class MeshWorld
{
    public EcsWorld Ecs { get; } = new();

    public AwsSandbox Sandbox => Ecs.Sandbox;

    /// <summary>An HTTP namespace; its id.</summary>
    public string Http(string name = "payments")
    {
        var operation = Sandbox.Call(ServiceDiscoveryModel.CreateHttpNamespace, new CreateHttpNamespaceRequest { Name = name }).OperationId;
        Ecs.Wait(5);
        return Target(operation);
    }

    /// <summary>A private DNS namespace with a service of A records and a custom health check; its ARN.</summary>
    public string Registry(string name = "web", RecordType? type = null)
    {
        var operation = Sandbox.Call(ServiceDiscoveryModel.CreatePrivateDnsNamespace, new CreatePrivateDnsNamespaceRequest { Name = $"{name}.local", Vpc = Ecs.VpcId }).OperationId;
        Ecs.Wait(40);
        return Sandbox.Call(ServiceDiscoveryModel.CreateService, new Amazon.ServiceDiscovery.Model.CreateServiceRequest
        {
            Name = name,
            NamespaceId = Target(operation),
            DnsConfig = new DnsConfig { DnsRecords = [new DnsRecord { Type = type ?? RecordType.A, TTL = 10 }] },
            HealthCheckCustomConfig = new HealthCheckCustomConfig(),
        }).Service.Arn;
    }

    public List<HttpInstanceSummary> Discover(string home, string service) =>
        Sandbox.Call(ServiceDiscoveryModel.DiscoverInstances, new DiscoverInstancesRequest { NamespaceName = home, ServiceName = service }).Instances;

    /// <summary>Registers a task definition whose port has a name.</summary>
    public TaskDefinition Register(string family, ApplicationProtocol? protocol = null, Action<RegisterTaskDefinitionRequest>? change = null)
    {
        var request = Ecs.TaskDefinition(family);
        request.ContainerDefinitions[0].PortMappings = [new PortMapping { ContainerPort = 8080, Name = family, AppProtocol = protocol }];
        change?.Invoke(request);
        return Ecs.Register(request);
    }

    public static ServiceConnectConfiguration Server(string name, int port = 8080, string home = "payments") => new()
    {
        Enabled = true,
        Namespace = home,
        Services = [new ServiceConnectService { PortName = name, ClientAliases = [new ServiceConnectClientAlias { Port = port, DnsName = $"{name}.pay.local" }] }],
    };

    public static ServiceConnectConfiguration Client(string home = "payments") => new() { Enabled = true, Namespace = home };

    public Amazon.ECS.Model.CreateServiceRequest Request(string name, ServiceConnectConfiguration? connect, int count = 1)
    {
        var request = Ecs.Service(name, count);
        request.TaskDefinition = name;
        request.ServiceConnectConfiguration = connect;
        return request;
    }

    public Service Serve(string name, ServiceConnectConfiguration connect)
    {
        var service = Ecs.Create(Request(name, connect));
        Ecs.Wait(60);
        return service;
    }

    public List<string> RunningTasks(string service) => Sandbox.Call(ECSModel.ListTasks, new ListTasksRequest { Cluster = EcsWorld.Cluster, ServiceName = service }).TaskArns;

    public List<string> CloudMapServices() =>
        [.. Sandbox.Call(ServiceDiscoveryModel.ListServices, new Amazon.ServiceDiscovery.Model.ListServicesRequest()).Services.Select(service => service.Name)];

    /// <summary>A root authority that can issue certificates.</summary>
    public string Authority() => RootAuthority.In(Sandbox);

    private string Target(string operation) =>
        Sandbox.Call(ServiceDiscoveryModel.GetOperation, new GetOperationRequest { OperationId = operation }).Operation.Targets["NAMESPACE"];
}
