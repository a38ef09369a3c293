using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What Fargate asks of a task definition besides the general rules.</summary>
internal static class FargateRules
{
    private static readonly HashSet<string> LogDrivers = ["awslogs", "splunk", "awsfirelens"];

    public static void Check(RegisterTaskDefinitionRequest request)
    {
        Require(request.NetworkMode?.Value == "awsvpc", "Fargate only supports network mode ‘awsvpc’.");
        Require(!string.IsNullOrEmpty(request.Cpu), "Fargate requires that 'cpu' be defined at the task level.");
        Require(!string.IsNullOrEmpty(request.Memory), "Fargate requires that 'memory' be defined at the task level.");
        var cpu = FargateSizes.Cpu(request.Cpu) ?? throw EcsErrors.Client("Invalid 'cpu' setting for task.");
        var memory = FargateSizes.Memory(request.Memory) ?? throw EcsErrors.Client("Invalid 'memory' setting for task.");
        Require(FargateSizes.Has(cpu, memory),
            $"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS documentation for the valid values.");
        Require(request.PlacementConstraints is not { Count: > 0 }, "Fargate does not support task placement constraints.");
        Require(request.IpcMode is null, "Fargate does not support the 'ipcMode' setting.");
        Require(request.EphemeralStorage?.SizeInGiB is null or (>= 21 and <= 200), "The ephemeral storage size must be between 21 and 200 GiB.");
        Require(request.RuntimePlatform?.CpuArchitecture?.Value != "ARM64" || request.RuntimePlatform.OperatingSystemFamily?.Value is null or "LINUX",
            "Windows containers are not supported on the ARM64 CPU architecture.");
        foreach (var volume in request.Volumes ?? [])
        {
            Require(volume.Host?.SourcePath is null, "Fargate does not support the host.sourcePath of volumes.");
            Require(volume.DockerVolumeConfiguration is null, "Fargate does not support Docker volumes.");
        }

        foreach (var container in request.ContainerDefinitions)
        {
            Check(container, request.ExecutionRoleArn is not null);
        }
    }

    private static void Check(ContainerDefinition container, bool hasExecutionRole)
    {
        Require(container.Privileged != true, "Fargate does not support privileged containers.");
        Require(container.Links is not { Count: > 0 }, "Fargate does not support container links.");
        Require(container.LogConfiguration is not { LogDriver: { } driver } || LogDrivers.Contains(driver.Value),
            $"Log driver '{container.LogConfiguration?.LogDriver?.Value}' is not supported by Fargate.");
        if (!hasExecutionRole)
        {
            Require(!Images.IsEcr(container.Image), "Fargate requires task definition to have execution role ARN to support ECR images.");
            Require(container.LogConfiguration?.LogDriver?.Value != "awslogs", "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        }
    }

    private static void Require(bool condition, string message) => TaskDefinitionRules.Require(condition, message);
}
