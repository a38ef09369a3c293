using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>A registered task definition as AWS gives it back: with what was left out filled in.</summary>
internal static class TaskDefinitionDefaults
{
    public static TaskDefinition Fill(RegisterTaskDefinitionRequest request, int revision)
    {
        foreach (var container in request.ContainerDefinitions)
        {
            Fill(container, request.NetworkMode?.Value == "awsvpc");
        }

        return new TaskDefinition
        {
            Family = request.Family,
            Revision = revision,
            Status = TaskDefinitionStatus.ACTIVE,
            ContainerDefinitions = request.ContainerDefinitions,
            TaskRoleArn = request.TaskRoleArn,
            ExecutionRoleArn = request.ExecutionRoleArn,
            NetworkMode = request.NetworkMode,
            Volumes = request.Volumes ?? [],
            PlacementConstraints = request.PlacementConstraints ?? [],
            RequiresCompatibilities = request.RequiresCompatibilities,
            Compatibilities = request.NetworkMode?.Value == "awsvpc" && request.Cpu is not null ? ["EC2", "FARGATE"] : ["EXTERNAL", "EC2"],
            RequiresAttributes = RequiredAttributes.Of(request),
            Cpu = FargateSizes.Cpu(request.Cpu)?.ToString(),
            Memory = FargateSizes.Memory(request.Memory)?.ToString(),
            PidMode = request.PidMode,
            IpcMode = request.IpcMode,
            ProxyConfiguration = request.ProxyConfiguration,
            RuntimePlatform = request.RuntimePlatform,
            EphemeralStorage = request.EphemeralStorage,
            InferenceAccelerators = request.InferenceAccelerators,
            EnableFaultInjection = request.EnableFaultInjection,
        };
    }

    private static void Fill(ContainerDefinition container, bool isAwsvpc)
    {
        container.Cpu ??= 0;
        container.Essential ??= true;
        container.PortMappings ??= [];
        container.MountPoints ??= [];
        container.VolumesFrom ??= [];
        container.SystemControls ??= [];

        // AWS keeps environment and secrets in an order of its own.
        container.Environment = [.. (container.Environment ?? []).OrderBy(pair => Hash.Of(pair.Name))];
        container.Secrets = container.Secrets is null ? null : [.. container.Secrets.OrderBy(secret => Hash.Of(secret.Name))];
        foreach (var mapping in container.PortMappings)
        {
            mapping.HostPort ??= isAwsvpc ? mapping.ContainerPort : 0;
            mapping.Protocol ??= TransportProtocol.Tcp;
        }

        if (container.HealthCheck is { } check)
        {
            check.Interval ??= 30;
            check.Timeout ??= 5;
            check.Retries ??= 3;
        }
    }
}
