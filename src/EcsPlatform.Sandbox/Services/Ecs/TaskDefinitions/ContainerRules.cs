using System.Text.RegularExpressions;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of each container definition.</summary>
internal static partial class ContainerRules
{
    public static void Check(ContainerDefinition container, RegisterTaskDefinitionRequest task, HashSet<string> volumes)
    {
        Require(!string.IsNullOrEmpty(container.Name), "Container.name should not be null or empty.");
        Require(EcsNames.IsIdentifier(container.Name), "Container.name contains invalid characters.");
        Require(!string.IsNullOrEmpty(container.Image), "Container.image should not be null or empty.");
        Require(!container.Image.Any(char.IsWhiteSpace), "Container.image contains invalid characters.");
        CheckMemory(container, FargateSizes.Memory(task.Memory));
        CheckPorts(container, task.NetworkMode?.Value == "awsvpc");
        CheckEnvironment(container, task.ExecutionRoleArn is not null);
        CheckHealthCheck(container);
        CheckLogging(container);
        foreach (var mount in container.MountPoints ?? [])
        {
            Require(mount.SourceVolume is not null && volumes.Contains(mount.SourceVolume), $"Unknown volume '{mount.SourceVolume}'.");
            Require(!string.IsNullOrEmpty(mount.ContainerPath), "MountPoint.containerPath should not be null or empty.");
        }

        Require(container.StopTimeout is null or (>= 0 and <= 120), $"Invalid stopTimeout for container '{container.Name}'. The value must be between 0 and 120 seconds.");
        Require(container.StartTimeout is null or (>= 0 and <= 120), $"Invalid startTimeout for container '{container.Name}'. The value must be between 0 and 120 seconds.");
    }

    [GeneratedRegex("^[a-z0-9_][a-z0-9_-]{0,63}$")]
    private static partial Regex PortNames();

    private static void CheckMemory(ContainerDefinition container, int? taskMemory)
    {
        Require(taskMemory is not null || container.Memory is not null || container.MemoryReservation is not null,
            $"Invalid setting for container '{container.Name}'. At least one of 'memory' or 'memoryReservation' must be specified.");
        Require(container.Memory is null or >= 6, $"Invalid 'memory' setting for container '{container.Name}'. The minimum is 6 MiB.");
        Require(container.Memory is not { } hard || container.MemoryReservation is not { } soft || soft <= hard,
            $"Invalid 'memoryReservation' setting for container '{container.Name}'. 'memory' must be greater than or equal to 'memoryReservation'.");
        Require(container.Memory is not { } limit || limit <= (taskMemory ?? int.MaxValue), $"The 'memory' setting for container '{container.Name}' is greater than for the task.");
        Require(container.MemoryReservation is not { } reserved || reserved <= (taskMemory ?? int.MaxValue),
            $"The 'memoryReservation' setting for container '{container.Name}' is greater than for the task.");
    }

    private static void CheckPorts(ContainerDefinition container, bool isAwsvpc)
    {
        foreach (var mapping in container.PortMappings ?? [])
        {
            Require(mapping.ContainerPort is (>= 1 and <= 65535) || mapping.ContainerPortRange is not null,
                $"Invalid container port for container '{container.Name}'. The value must be between 1 and 65535.");
            Require(mapping.Name is null || PortNames().IsMatch(mapping.Name),
                $"The port name '{mapping.Name}' can include up to 64 lowercase letters, numbers, underscores and hyphens, and can't start with a hyphen.");
            Require(!isAwsvpc || mapping.HostPort is null || mapping.HostPort == mapping.ContainerPort,
                "When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
        }
    }

    private static void CheckEnvironment(ContainerDefinition container, bool hasExecutionRole)
    {
        var taken = (container.Environment ?? []).Select(pair => pair.Name).ToHashSet();
        foreach (var secret in container.Secrets ?? [])
        {
            Require(hasExecutionRole, "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
            Require(!string.IsNullOrEmpty(secret.ValueFrom), $"Secret.valueFrom should not be null or empty for secret '{secret.Name}'.");
            Require(taken.Add(secret.Name), $"The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{secret.Name}'.");
        }
    }

    private static void CheckHealthCheck(ContainerDefinition container)
    {
        if (container.HealthCheck is not { } check)
        {
            return;
        }

        Require(check.Command is [not null and not "", ..], "HealthCheck command should not be null or empty.");
        Require(check.Command[0] is "CMD" or "CMD-SHELL" or "NONE", "HealthCheck command must begin with CMD, CMD-SHELL or NONE.");
        Between(check.Interval, 5, 300, "interval");
        Between(check.Timeout, 2, 120, "timeout");
        Between(check.Retries, 1, 10, "retries");
        Between(check.StartPeriod, 0, 300, "startPeriod");

        static void Between(int? value, int from, int to, string name) =>
            Require(value is null || (value >= from && value <= to), $"HealthCheck {name} must be between {from} and {to}.");
    }

    private static void CheckLogging(ContainerDefinition container)
    {
        if (container.LogConfiguration is { LogDriver.Value: "awslogs" } log)
        {
            foreach (var option in new[] { "awslogs-group", "awslogs-region" })
            {
                Require(log.Options?.ContainsKey(option) == true, $"Log driver awslogs requires options: {option}");
            }

            // Fargate has no instance whose name could stand in for the prefix.
            Require(log.Options!.ContainsKey("awslogs-stream-prefix"), "Log driver awslogs requires options: awslogs-stream-prefix");
        }
    }

    private static void Require(bool condition, string message) => TaskDefinitionRules.Require(condition, message);
}
