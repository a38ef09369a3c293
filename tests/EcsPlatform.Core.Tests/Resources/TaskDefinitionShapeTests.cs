using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Tests.Resources;

/// <summary>What ECS fills in, reorders or leaves out of a task definition is no difference.</summary>
public sealed class TaskDefinitionShapeTests
{
    [Fact]
    public void What_ecs_fills_in_is_no_difference() => Compare(revision =>
    {
        var container = revision.ContainerDefinitions[0];
        container.Cpu = 0;
        container.Essential = true;
        container.MountPoints = [];
        container.VolumesFrom = [];
        container.SystemControls = [];
        container.PortMappings[0].HostPort = 8080;
        container.PortMappings[0].Protocol = TransportProtocol.Tcp;
        container.HealthCheck.Interval = 30;
        container.HealthCheck.Timeout = 5;
        container.HealthCheck.Retries = 3;
        revision.RuntimePlatform = new RuntimePlatform { CpuArchitecture = CPUArchitecture.X86_64 };
        revision.Compatibilities = ["EC2", "FARGATE"];
    }).ShouldBeEmpty();

    [Fact]
    public void The_order_of_variables_and_secrets_is_no_difference() => Compare(revision =>
    {
        revision.ContainerDefinitions[0].Environment.Reverse();
        revision.ContainerDefinitions[0].Secrets.Reverse();
    }).ShouldBeEmpty();

    [Fact]
    public void A_variable_that_somebody_added_is_a_difference_that_names_it() => Compare(revision =>
        revision.ContainerDefinitions[0].Environment.Add(new Amazon.ECS.Model.KeyValuePair { Name = "EXTRA", Value = "1" })).ShouldBe(["api.environment.EXTRA: 1 -> (none)"]);

    [Fact]
    public void Another_size_image_or_role_is_a_difference() => Compare(revision =>
    {
        revision.Cpu = "512";
        revision.TaskRoleArn = "arn:aws:iam::123456789012:role/other";
        revision.ContainerDefinitions[0].Image = "other";
    }).ShouldBe(["api.image: other -> image", "cpu: 512 -> 256", "taskRoleArn: arn:aws:iam::123456789012:role/other -> arn:aws:iam::123456789012:role/task"]);

    private static string[] Compare(Action<TaskDefinition> change)
    {
        var wanted = TaskDefinitionShape.Of(new RegisterTaskDefinitionRequest { Cpu = "256", Memory = "512", TaskRoleArn = "arn:aws:iam::123456789012:role/task", ContainerDefinitions = [Container()] });
        var revision = new TaskDefinition { Cpu = "256", Memory = "512", TaskRoleArn = "arn:aws:iam::123456789012:role/task", ContainerDefinitions = [Container()] };
        change(revision);
        return [.. TaskDefinitionShape.Compare(TaskDefinitionShape.Of(revision), wanted).Select(difference => difference.ToString())];
    }

    private static ContainerDefinition Container() => new()
    {
        Name = "api",
        Image = "image",
        PortMappings = [new PortMapping { ContainerPort = 8080 }],
        HealthCheck = new HealthCheck { Command = ["CMD-SHELL", "true"] },
        Environment = [new() { Name = "A", Value = "1" }, new() { Name = "B", Value = "2" }],
        Secrets = [new() { Name = "S", ValueFrom = "arn:s" }, new() { Name = "T", ValueFrom = "arn:t" }],
    };
}
