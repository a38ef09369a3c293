using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of a service's registry (ServiceRegistry in the API reference).</summary>
internal static class RegistryRules
{
    public static void Check(List<ServiceRegistry>? registries, TaskDefinition definition, Neighbours neighbours)
    {
        EcsErrors.Require((registries ?? []).Count <= 1, "serviceRegistries can have at most 1 items.");
        foreach (var registry in registries ?? [])
        {
            Check(registry, definition, neighbours);
        }
    }

    private static void Check(ServiceRegistry registry, TaskDefinition definition, Neighbours neighbours)
    {
        EcsErrors.Require(!string.IsNullOrEmpty(registry.RegistryArn), "registryArn can not be empty.");
        var service = neighbours.FindRegistry(registry.RegistryArn)
            ?? throw EcsErrors.InvalidParameter($"The service registry with registryArn {registry.RegistryArn} does not exist.");
        EcsErrors.Require(registry.ContainerName is null == registry.ContainerPort is null, "containerName and containerPort of a service registry go together.");
        if (registry.ContainerName is { } name)
        {
            var container = definition.ContainerDefinitions.Find(container => container.Name == name)
                ?? throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
            EcsErrors.Require(container.PortMappings.Exists(mapping => mapping.ContainerPort == registry.ContainerPort),
                $"The container {name} did not have a container port {registry.ContainerPort} defined.");
        }

        var records = (service.DnsConfig?.DnsRecords ?? []).ConvertAll(record => record.Type.Value);
        EcsErrors.Require(!records.Contains("CNAME"), $"The service registry {registry.RegistryArn} has a DNS record of type CNAME, which is not supported.");
        if (records.Contains("SRV"))
        {
            EcsErrors.Require(registry.Port is null != registry.ContainerPort is null,
                "A service registry with an SRV record requires either containerName and containerPort, or port, but not both.");
        }
    }
}
