using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using static EcsPlatform.Aws.Models.ServiceDiscoveryModel;

namespace EcsPlatform.Sandbox.Tests.CloudMap;

public sealed class InstanceTests
{
    private readonly CloudMapWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_service_says_what_it_cannot_be()
    {
        var http = _world.Http();
        var dns = _world.Private();

        Refused(_world.Dns(http)).ShouldBe("InvalidInput");
        Refused(With(dns, RecordType.A, RecordType.SRV)).ShouldBe("InvalidInput");
        Refused(With(dns, RecordType.CNAME)).ShouldBe("InvalidInput");
        Refused(new CreateServiceRequest { Name = "x", NamespaceId = "ns-0000000000000000" }).ShouldBe("NamespaceNotFound");
        Refused(new CreateServiceRequest { Name = "x" }).ShouldBe("InvalidInput");
    }

    [Fact]
    public void Names_are_taken_once_and_DNS_knows_no_case()
    {
        var dns = _world.Private();
        var made = _world.Create(_world.Dns(dns));

        (made.Type, made.DnsConfig.RoutingPolicy, made.HealthCheckCustomConfig.FailureThreshold).ShouldBe((ServiceType.DNS_HTTP, RoutingPolicy.MULTIVALUE, 1));
        Refused(_world.Dns(dns)).ShouldBe("ServiceAlreadyExists");
        Refused(_world.Dns(dns, "WEB")).ShouldBe("ServiceAlreadyExists");
        _world.Create(new CreateServiceRequest { Name = "WEB", NamespaceId = _world.Http() }).Type.ShouldBe(ServiceType.HTTP);
    }

    [Fact]
    public void An_instance_is_discovered_once_it_is_registered_and_holds_its_service()
    {
        var service = _world.Create(_world.Dns(_world.Private())).Id;
        var operation = _world.Register(service, "a");
        _world.Discover("payments.local", "web").ShouldBeEmpty();
        Sandbox.Refuses(DeregisterInstance, new DeregisterInstanceRequest { ServiceId = service, InstanceId = "a" }).Code.ShouldBe("DuplicateRequest");
        _world.Wait(10);

        _world.Operation(operation).Status.ShouldBe(OperationStatus.SUCCESS);
        var found = _world.Discover("payments.local", "web").ShouldHaveSingleItem();
        (found.InstanceId, found.Attributes["AWS_INSTANCE_IPV4"], found.HealthStatus).ShouldBe(("a", "10.0.0.7", HealthStatus.HEALTHY));
        Sandbox.Call(GetService, new GetServiceRequest { Id = service }).Service.InstanceCount.ShouldBe(1);
        Sandbox.Refuses(DeleteService, new DeleteServiceRequest { Id = service }).Code.ShouldBe("ResourceInUse");

        Sandbox.Call(DeregisterInstance, new DeregisterInstanceRequest { ServiceId = service, InstanceId = "a" });
        Sandbox.Refuses(DeleteService, new DeleteServiceRequest { Id = service }).Code.ShouldBe("ResourceInUse");
        _world.Wait(10);
        Sandbox.Call(DeleteService, new DeleteServiceRequest { Id = service });
        Sandbox.Refuses(DeleteService, new DeleteServiceRequest { Id = service }).Code.ShouldBe("ServiceNotFound");
    }

    [Fact]
    public void A_record_needs_its_attribute()
    {
        var service = _world.Create(_world.Dns(_world.Private())).Id;

        Register([]).ShouldBe("InvalidInput");
        Register(new() { ["AWS_INSTANCE_IPV4"] = "pay.example.com" }).ShouldBe("InvalidInput");
        Register(new() { ["AWS_INSTANCE_IPV4"] = "10.0.0.1", ["AWS_SOMETHING"] = "x" }).ShouldBe("InvalidInput");

        string Register(Dictionary<string, string> attributes) => Sandbox.Refuses(RegisterInstance,
            new RegisterInstanceRequest { ServiceId = service, InstanceId = "a", Attributes = attributes }).Code;
    }

    [Fact]
    public void A_reported_health_counts_half_a_minute_later_unless_it_is_taken_back()
    {
        var service = _world.Create(_world.Dns(_world.Private())).Id;
        _world.Register(service, "a");
        _world.Wait(10);

        Report(CustomHealthStatus.UNHEALTHY);
        _world.Wait(10);
        Report(CustomHealthStatus.HEALTHY);
        _world.Wait(60);
        Health().ShouldBe("HEALTHY");

        Report(CustomHealthStatus.UNHEALTHY);
        _world.Wait(31);
        Health().ShouldBe("UNHEALTHY");
        _world.Discover("payments.local", "web", HealthStatusFilter.HEALTHY).ShouldBeEmpty();
        _world.Discover("payments.local", "web", HealthStatusFilter.HEALTHY_OR_ELSE_ALL).ShouldHaveSingleItem();

        void Report(CustomHealthStatus status) => Sandbox.Call(UpdateInstanceCustomHealthStatus,
            new UpdateInstanceCustomHealthStatusRequest { ServiceId = service, InstanceId = "a", Status = status });

        string Health() => Sandbox.Call(GetInstancesHealthStatus, new GetInstancesHealthStatusRequest { ServiceId = service }).Status["a"];
    }

    private string Refused(CreateServiceRequest request) => Sandbox.Refuses(CreateService, request).Code;

    private static CreateServiceRequest With(string home, params RecordType[] types) => new()
    {
        Name = "x",
        NamespaceId = home,
        DnsConfig = new DnsConfig { DnsRecords = [.. types.Select(type => new DnsRecord { Type = type, TTL = 10 })] },
    };
}
