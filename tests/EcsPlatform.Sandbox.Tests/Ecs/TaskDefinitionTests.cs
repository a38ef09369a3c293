using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class TaskDefinitionTests
{
    private readonly EcsWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    public static TheoryData<string, Action<RegisterTaskDefinitionRequest>, string> Refusals => new()
    {
        { "no such Fargate size", request => request.Memory = "8192", "No Fargate configuration exists for given values: 256 CPU, 8192 memory. See the Amazon ECS documentation for the valid values." },
        { "no task memory", request => request.Memory = null, "Fargate requires that 'memory' be defined at the task level." },
        { "bridge network", request => request.NetworkMode = NetworkMode.Bridge, "Fargate only supports network mode ‘awsvpc’." },
        { "container larger than task", request => App(request).Memory = 1024, "The 'memory' setting for container 'app' is greater than for the task." },
        { "soft limit above hard limit", request => (App(request).Memory, App(request).MemoryReservation) = (128, 256), "Invalid 'memoryReservation' setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'." },
        { "host port differs", request => App(request).PortMappings[0].HostPort = 80, "When networkMode=awsvpc, the host ports and container ports in port mappings must match." },
        { "role that does not exist", request => request.TaskRoleArn = "arn:aws:iam::123456789012:role/nobody", "Role is not valid" },
        { "no essential container", request => App(request).Essential = false, "Task definition must have at least one essential container." },
        { "health check too often", request => App(request).HealthCheck = new HealthCheck { Command = ["CMD", "true"], Interval = 1 }, "HealthCheck interval must be between 5 and 300." },
        { "unknown volume", request => App(request).MountPoints = [new MountPoint { SourceVolume = "tmp", ContainerPath = "/tmp" }], "Unknown volume 'tmp'." },
        { "logs without execution role", request => (request.ExecutionRoleArn, App(request).LogConfiguration) = (null, Logs()), "Fargate requires task definition to have execution role ARN to support log driver awslogs." },
        { "secrets without execution role", request => (request.ExecutionRoleArn, App(request).Secrets) = (null, [new Secret { Name = "A", ValueFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-abcdef" }]), "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'." },
        { "depends on nobody", request => App(request).DependsOn = [new ContainerDependency { ContainerName = "envoy", Condition = "START" }], "Container dependency 'envoy' does not exist in the task definition." },
        { "too large", request => App(request).Environment = [new Amazon.ECS.Model.KeyValuePair { Name = "A", Value = new string('x', 70000) }], "Max allowed length is '65536' bytes." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_definition_that_Fargate_cannot_run_is_refused(string what, Action<RegisterTaskDefinitionRequest> spoil, string message)
    {
        var request = _world.TaskDefinition();
        spoil(request);

        var refusal = Sandbox.Refuses(ECSModel.RegisterTaskDefinition, request);

        refusal.Code.ShouldBe("ClientException", what);
        refusal.Said.ShouldEndWith(message);
    }

    [Fact]
    public void What_is_left_out_comes_back_filled_in()
    {
        var container = _world.Register().ContainerDefinitions[0];

        container.Cpu.ShouldBe(0);
        container.Essential.ShouldBe(true);
        container.PortMappings[0].HostPort.ShouldBe(8080);
        container.PortMappings[0].Protocol.ShouldBe(TransportProtocol.Tcp);
        container.Environment.ShouldBeEmpty();
        container.MountPoints.ShouldBeEmpty();
        container.VolumesFrom.ShouldBeEmpty();
        container.SystemControls.ShouldBeEmpty();
    }

    [Fact]
    public void Revisions_count_up_and_a_family_means_its_latest_active_one()
    {
        _world.Register().Revision.ShouldBe(1);
        _world.Register().Revision.ShouldBe(2);
        Sandbox.Call(ECSModel.DeregisterTaskDefinition, new DeregisterTaskDefinitionRequest { TaskDefinition = "web:2" }).TaskDefinition.Status.ShouldBe(TaskDefinitionStatus.INACTIVE);

        Describe("web").Revision.ShouldBe(1);
        Describe("web:2").Status.ShouldBe(TaskDefinitionStatus.INACTIVE);
        _world.Register().Revision.ShouldBe(3);
    }

    [Fact]
    public void A_definition_is_deleted_after_it_was_deregistered_and_no_service_uses_it()
    {
        _world.Register();
        _world.Create();
        _world.Wait(60);
        Delete().Failures.ShouldHaveSingleItem().Reason.ShouldContain("still in ACTIVE status");

        Sandbox.Call(ECSModel.DeregisterTaskDefinition, new DeregisterTaskDefinitionRequest { TaskDefinition = "web:1" });
        Delete().TaskDefinitions.ShouldHaveSingleItem().Status.ShouldBe(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        Describe("web:1").Status.ShouldBe(TaskDefinitionStatus.DELETE_IN_PROGRESS);

        _world.Delete();
        _world.Wait(120);
        Sandbox.Refuses(ECSModel.DescribeTaskDefinition, new DescribeTaskDefinitionRequest { TaskDefinition = "web:1" }).Said.ShouldBe("Unable to describe task definition.");
        Sandbox.Call(ECSModel.ListTaskDefinitionFamilies, new ListTaskDefinitionFamiliesRequest()).Families.ShouldBeEmpty();

        DeleteTaskDefinitionsResponse Delete() => Sandbox.Call(ECSModel.DeleteTaskDefinitions, new DeleteTaskDefinitionsRequest { TaskDefinitions = ["web:1"] });
    }

    private TaskDefinition Describe(string name) =>
        Sandbox.Call(ECSModel.DescribeTaskDefinition, new DescribeTaskDefinitionRequest { TaskDefinition = name }).TaskDefinition;

    private static ContainerDefinition App(RegisterTaskDefinitionRequest request) => request.ContainerDefinitions[0];

    private static LogConfiguration Logs() => new()
    {
        LogDriver = LogDriver.Awslogs,
        Options = new() { ["awslogs-group"] = "/ecs/web", ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "web" },
    };
}
