using Amazon.AppMesh.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;
using Pair = Amazon.ECS.Model.KeyValuePair;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class StartOrderTests
{
    private readonly EcsWorld _world = new();

    [Fact]
    public void The_application_starts_when_Envoy_is_healthy_and_Envoy_when_its_certificates_are_there()
    {
        Mesh();
        _world.Register(Meshed());
        _world.Create(_world.Service(count: 1));

        _world.Wait(26);
        States().ShouldBe(["app PENDING", "envoy PENDING", "certificates RUNNING"]);
        _world.Wait(4);
        States().ShouldBe(["app PENDING", "envoy RUNNING", "certificates STOPPED"]);
        _world.Tasks()[0].Containers[2].ExitCode.ShouldBe(0);
        _world.Wait(30);

        States().ShouldBe(["app RUNNING", "envoy RUNNING", "certificates STOPPED"]);
        var task = _world.Tasks()[0];
        (task.LastStatus, task.HealthStatus, task.Containers[1].HealthStatus).ShouldBe(("RUNNING", HealthStatus.HEALTHY, HealthStatus.HEALTHY));
        _world.Wait(600);
        _world.Tasks()[0].TaskArn.ShouldBe(task.TaskArn);
    }

    [Fact]
    public void Envoy_without_its_virtual_node_does_not_become_healthy_and_nothing_starts_after_it()
    {
        _world.Register(Meshed());
        _world.Create(_world.Service(count: 1));
        _world.Wait(200);

        var stopped = _world.Tasks("STOPPED")[0];
        (stopped.StopCode, stopped.StoppedReason).ShouldBe((TaskStopCode.TaskFailedToStart, "DependencyContainerFailed: container envoy did not become healthy, and others need it HEALTHY"));
        stopped.StartedAt.ShouldBeNull();
    }

    [Fact]
    public void Nor_does_it_once_App_Mesh_has_been_switched_off()
    {
        Mesh();
        _world.Sandbox.Faults.Discontinue("appmesh");
        _world.Register(Meshed());
        _world.Create(_world.Service(count: 1));
        _world.Wait(200);

        _world.Tasks("STOPPED")[0].StoppedReason.ShouldContain("envoy did not become healthy");
    }

    [Fact]
    public void What_needs_the_success_of_a_container_does_not_start_after_its_failure()
    {
        Mesh();
        _world.Sandbox.Faults.SetContainerCrash("certificates");
        _world.Register(Meshed());
        _world.Create(_world.Service(count: 1));
        _world.Wait(45);

        var stopped = _world.Tasks("STOPPED")[0];
        stopped.StoppedReason.ShouldContain("certificates exited with code 1");
        stopped.Containers[2].ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_definition_that_cannot_work_is_refused()
    {
        Refused(request => request.ProxyConfiguration.Properties.RemoveAll(pair => pair.Name == "AppPorts")).ShouldContain("AppPorts");
        Refused(request => request.ProxyConfiguration.Properties.RemoveAll(pair => pair.Name == "IgnoredUID")).ShouldContain("IgnoredUID");
        Refused(request => request.ProxyConfiguration.ContainerName = "proxy").ShouldContain("proxy");
        Refused(request => request.ContainerDefinitions[2].Essential = true).ShouldContain("essential");
        Refused(request => request.ContainerDefinitions[0].PortMappings[0].Name = "Web!").ShouldContain("Web!");
        Refused(request => request.Volumes[0].Host = new HostVolumeProperties { SourcePath = "/var" }).ShouldContain("sourcePath");

        string Refused(Action<RegisterTaskDefinitionRequest> change)
        {
            var request = Meshed();
            change(request);
            var refusal = _world.Sandbox.Refuses(ECSModel.RegisterTaskDefinition, request);
            refusal.Code.ShouldBe("ClientException");
            return refusal.Said;
        }
    }

    private void Mesh()
    {
        _world.Sandbox.Call(AppMeshModel.CreateMesh, new CreateMeshRequest { MeshName = "shop" });
        _world.Sandbox.Call(AppMeshModel.CreateVirtualNode, new CreateVirtualNodeRequest { MeshName = "shop", VirtualNodeName = "web", Spec = new VirtualNodeSpec() });
    }

    private List<string> States() => [.. _world.Tasks()[0].Containers.Select(container => $"{container.Name} {container.LastStatus}")];

    private RegisterTaskDefinitionRequest Meshed()
    {
        var request = _world.TaskDefinition();
        request.Volumes = [new Volume { Name = "certificates" }];
        request.ContainerDefinitions[0].DependsOn = [new ContainerDependency { ContainerName = "envoy", Condition = ContainerCondition.HEALTHY }];
        request.ContainerDefinitions.Add(new ContainerDefinition
        {
            Name = "envoy",
            Image = "public.ecr.aws/appmesh/aws-appmesh-envoy:v1",
            User = "1337",
            Environment = [new Pair { Name = "APPMESH_RESOURCE_ARN", Value = "arn:aws:appmesh:us-east-1:123456789012:mesh/shop/virtualNode/web" }],
            HealthCheck = new HealthCheck { Command = ["CMD-SHELL", "true"], Interval = 10 },
            MountPoints = [new MountPoint { SourceVolume = "certificates", ContainerPath = "/certificates", ReadOnly = true }],
            DependsOn = [new ContainerDependency { ContainerName = "certificates", Condition = ContainerCondition.SUCCESS }],
        });
        request.ContainerDefinitions.Add(new ContainerDefinition
        {
            Name = "certificates",
            Image = "public.ecr.aws/appmesh/aws-appmesh-envoy:v1",
            Essential = false,
            MountPoints = [new MountPoint { SourceVolume = "certificates", ContainerPath = "/certificates" }],
        });
        request.ProxyConfiguration = new ProxyConfiguration
        {
            Type = ProxyConfigurationType.APPMESH,
            ContainerName = "envoy",
            Properties =
            [
                new Pair { Name = "IgnoredUID", Value = "1337" },
                new Pair { Name = "AppPorts", Value = "8080" },
                new Pair { Name = "ProxyIngressPort", Value = "15000" },
                new Pair { Name = "ProxyEgressPort", Value = "15001" },
            ],
        };
        return request;
    }
}
