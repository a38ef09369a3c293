using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks before it registers a task definition.</summary>
internal static class TaskDefinitionRules
{
    private const int MaximumBytes = 65536;
    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Check(RegisterTaskDefinitionRequest request, Func<string, bool> roleExists)
    {
        Require(EcsNames.IsIdentifier(request.Family), "Family contains invalid characters.");
        Require(request.ContainerDefinitions.Count > 0, "Container list cannot be empty.");
        Require(request.ContainerDefinitions.Count <= 10, "Task definition cannot have more than 10 containers.");
        foreach (var role in new[] { request.TaskRoleArn, request.ExecutionRoleArn }.OfType<string>())
        {
            Require(roleExists(role), "Role is not valid");
        }

        CheckSize(request);
        if (request.RequiresCompatibilities?.Contains("FARGATE") == true)
        {
            FargateRules.Check(request);
        }

        var volumes = (request.Volumes ?? []).Select(volume => volume.Name).ToHashSet();
        foreach (var container in request.ContainerDefinitions)
        {
            ContainerRules.Check(container, request, volumes);
        }

        CheckTogether(request);
        ContainerOrder.Check(request.ContainerDefinitions);
    }

    internal static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw EcsErrors.Client(message);
        }
    }

    private static void CheckTogether(RegisterTaskDefinitionRequest request)
    {
        var containers = request.ContainerDefinitions;
        var repeated = containers.GroupBy(container => container.Name).FirstOrDefault(group => group.Count() > 1);
        Require(repeated is null, $"Container names must be unique within a task definition: '{repeated?.Key}'.");
        Require(containers.Any(container => container.Essential ?? true), "Task definition must have at least one essential container.");
        Require(FargateSizes.Cpu(request.Cpu) is not { } cpu || containers.Sum(container => container.Cpu ?? 0) <= cpu,
            "The total 'cpu' setting of the containers is greater than for the task.");
        Require(FargateSizes.Memory(request.Memory) is not { } memory || containers.Sum(container => container.MemoryReservation ?? container.Memory ?? 0) <= memory,
            "The total 'memory' setting of the containers is greater than for the task.");
        var port = containers.SelectMany(container => container.PortMappings ?? [])
            .GroupBy(mapping => (mapping.ContainerPort, mapping.Protocol?.Value ?? "tcp"))
            .FirstOrDefault(group => group.Count() > 1 && group.Key.ContainerPort is not null);
        Require(port is null || request.NetworkMode?.Value != "awsvpc", $"Port {port?.Key.ContainerPort} is mapped by more than one container of the task.");
        var name = containers.SelectMany(container => container.PortMappings ?? []).GroupBy(mapping => mapping.Name).FirstOrDefault(group => group.Key is not null && group.Count() > 1);
        Require(name is null, $"Port names must be unique within a task definition: '{name?.Key}'.");
        ProxyRules.Check(request);
    }

    private static void CheckSize(RegisterTaskDefinitionRequest request)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(request.ContainerDefinitions, Compact).Length;
        Require(bytes <= MaximumBytes, $"Actual length: '{bytes}'. Max allowed length is '{MaximumBytes}' bytes.");
    }
}
