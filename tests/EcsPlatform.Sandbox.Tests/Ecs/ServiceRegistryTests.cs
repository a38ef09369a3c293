using Amazon.ECS.Model;
using Amazon.ServiceDiscovery;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class ServiceRegistryTests
{
    private readonly MeshWorld _world = new();

    private EcsWorld Ecs => _world.Ecs;

    [Fact]
    public void Running_tasks_are_instances_of_the_registry_until_they_stop()
    {
        var registry = _world.Registry();
        Ecs.Register();
        var service = Ecs.Create(With(registry));
        service.RoleArn.ShouldContain("AWSServiceRoleForECS");
        _world.Discover("web.local", "web").ShouldBeEmpty();
        Ecs.Wait(60);

        var tasks = Ecs.Tasks();
        _world.Discover("web.local", "web").Select(found => found.Attributes["AWS_INSTANCE_IPV4"])
            .ShouldBe(tasks.Select(task => task.Containers[0].NetworkInterfaces[0].PrivateIpv4Address), ignoreOrder: true);
        var delete = new Amazon.ServiceDiscovery.Model.DeleteServiceRequest { Id = registry };
        Ecs.Sandbox.Refuses(ServiceDiscoveryModel.DeleteService, delete).Code.ShouldBe("ResourceInUse");

        Ecs.Delete();
        Ecs.Wait(60);
        Ecs.Look().Status.ShouldBe("INACTIVE");
        Ecs.Sandbox.Call(ServiceDiscoveryModel.DeleteService, delete);
    }

    [Fact]
    public void A_registry_is_added_and_taken_away_by_deployments()
    {
        var registry = _world.Registry();
        Ecs.Register();
        Ecs.Create();
        Ecs.Wait(60);

        Ecs.Update(new UpdateServiceRequest { ServiceRegistries = [new ServiceRegistry { RegistryArn = registry }] }).Deployments.Count.ShouldBe(2);
        Ecs.Wait(120);
        _world.Discover("web.local", "web").Count.ShouldBe(2);
        Ecs.Update(new UpdateServiceRequest { ServiceRegistries = [] }).Deployments.Count.ShouldBe(2);
        Ecs.Wait(120);

        _world.Discover("web.local", "web").ShouldBeEmpty();
        Ecs.Look().ServiceRegistries.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_registry_needs_is_checked()
    {
        var plain = _world.Registry();
        var srv = _world.Registry("srv", RecordType.SRV);
        Ecs.Register();

        Refused(new ServiceRegistry { RegistryArn = plain + "x" }).ShouldContain("does not exist");
        Refused(new ServiceRegistry { RegistryArn = plain }, new ServiceRegistry { RegistryArn = plain }).ShouldContain("at most 1");
        Refused(new ServiceRegistry { RegistryArn = srv }).ShouldContain("SRV");
        Refused(new ServiceRegistry { RegistryArn = srv, ContainerName = "app", ContainerPort = 9 }).ShouldContain("container port 9");
        Ecs.Create(With(srv, 8080));
        Ecs.Wait(60);
        _world.Discover("srv.local", "srv")[0].Attributes["AWS_INSTANCE_PORT"].ShouldBe("8080");

        string Refused(params ServiceRegistry[] registries)
        {
            var request = Ecs.Service();
            request.ServiceRegistries = [.. registries];
            return Ecs.Sandbox.Refuses(ECSModel.CreateService, request).Said;
        }
    }

    [Fact]
    public void A_tasks_own_health_checks_decide_over_its_health_in_the_registry()
    {
        var registry = _world.Registry();
        var definition = Ecs.TaskDefinition();
        definition.ContainerDefinitions[0].HealthCheck = new HealthCheck { Command = ["CMD-SHELL", "true"], Interval = 30 };
        Ecs.Register(definition);
        Ecs.Create(With(registry));
        Ecs.Wait(45);

        _world.Discover("web.local", "web").ShouldAllBe(found => found.HealthStatus == HealthStatus.UNHEALTHY);
        Ecs.Wait(60);
        _world.Discover("web.local", "web").ShouldAllBe(found => found.HealthStatus == HealthStatus.HEALTHY);
    }

    private CreateServiceRequest With(string registry, int? port = null)
    {
        var request = Ecs.Service();
        request.ServiceRegistries = [new ServiceRegistry { RegistryArn = registry, Port = port }];
        return request;
    }
}
