using Amazon.EC2.Model;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Aws.Models;
using Service = Amazon.ServiceDiscovery.Model.Service;

namespace EcsPlatform.Sandbox.Tests.CloudMap;

/// <summary>A sandbox with a VPC, and short ways to namespaces and services in it.</summary>
internal sealed class CloudMapWorld
{
    public AwsSandbox Sandbox { get; } = new();

    public VirtualClock Clock => (VirtualClock)Sandbox.Clock;

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public string Vpc() => Sandbox.Call(EC2Model.CreateVpc, new CreateVpcRequest { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;

    public Operation Operation(string id) => Sandbox.Call(ServiceDiscoveryModel.GetOperation, new GetOperationRequest { OperationId = id }).Operation;

    public string BeginHttp(string name, string token = "token") =>
        Sandbox.Call(ServiceDiscoveryModel.CreateHttpNamespace, new CreateHttpNamespaceRequest { Name = name, CreatorRequestId = token }).OperationId;

    public string BeginPrivate(string name, string vpc) =>
        Sandbox.Call(ServiceDiscoveryModel.CreatePrivateDnsNamespace, new CreatePrivateDnsNamespaceRequest { Name = name, Vpc = vpc }).OperationId;

    public string Http(string name = "payments")
    {
        var operation = BeginHttp(name);
        Wait(5);
        return Operation(operation).Targets["NAMESPACE"];
    }

    public string Private(string name = "payments.local", string? vpc = null)
    {
        var operation = BeginPrivate(name, vpc ?? Vpc());
        Wait(40);
        return Operation(operation).Targets["NAMESPACE"];
    }

    /// <summary>A service with an A record and a custom health check.</summary>
    public CreateServiceRequest Dns(string namespaceId, string name = "web") => new()
    {
        Name = name,
        NamespaceId = namespaceId,
        DnsConfig = new DnsConfig { DnsRecords = [new DnsRecord { Type = RecordType.A, TTL = 10 }] },
        HealthCheckCustomConfig = new HealthCheckCustomConfig(),
    };

    public Service Create(CreateServiceRequest request) => Sandbox.Call(ServiceDiscoveryModel.CreateService, request).Service;

    public string Register(string service, string id, string ip = "10.0.0.7") => Sandbox.Call(ServiceDiscoveryModel.RegisterInstance, new RegisterInstanceRequest
    {
        ServiceId = service,
        InstanceId = id,
        Attributes = new() { ["AWS_INSTANCE_IPV4"] = ip },
    }).OperationId;

    public List<HttpInstanceSummary> Discover(string home, string service, HealthStatusFilter? health = null) =>
        Sandbox.Call(ServiceDiscoveryModel.DiscoverInstances, new DiscoverInstancesRequest { NamespaceName = home, ServiceName = service, HealthStatus = health }).Instances;
}
