using Amazon.ECS;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Tasks as instances of Cloud Map: those of a service registry, and those behind Service Connect endpoints.</summary>
internal sealed partial class EcsService
{
    /// <summary>A task that runs is put into its service's registries.</summary>
    private void Discoverable(TaskRecord record)
    {
        if (ServiceOf(record) is not { } service)
        {
            return;
        }

        foreach (var registry in record.Registries)
        {
            var attributes = InstanceAttributes(record, service);
            if ((registry.Port ?? registry.ContainerPort) is { } port)
            {
                attributes["AWS_INSTANCE_PORT"] = $"{port}";
            }

            // Tasks with health checks of their own are unhealthy until these have passed.
            if (Neighbours.FindRegistry(registry.RegistryArn)?.HealthCheckCustomConfig is not null)
            {
                attributes["AWS_INIT_HEALTH_STATUS"] = HasHealthCheck(record) && record.Task.HealthStatus != HealthStatus.HEALTHY ? "UNHEALTHY" : "HEALTHY";
            }

            Neighbours.RegisterInstance(registry.RegistryArn, record.Id, attributes);
        }

        foreach (var endpoint in EndpointsOf(record))
        {
            var attributes = InstanceAttributes(record, service);
            attributes["AWS_INSTANCE_PORT"] = $"{endpoint.ContainerPort}";
            Neighbours.RegisterInstance(endpoint.CloudMapArn, record.Id, attributes);
        }
    }

    private Dictionary<string, string> InstanceAttributes(TaskRecord record, ServiceRecord service) => new()
    {
        ["AVAILABILITY_ZONE"] = record.Task.AvailabilityZone,
        ["AWS_INSTANCE_IPV4"] = record.PrivateIp!,
        ["ECS_CLUSTER_NAME"] = service.ClusterName,
        ["ECS_SERVICE_NAME"] = service.Name,
        ["ECS_TASK_DEFINITION_FAMILY"] = EcsNames.TaskDefinition(record.Task.TaskDefinitionArn)?.Family ?? "",
        ["REGION"] = Region.Name,
    };

    /// <summary>The container health checks' word goes to the registry's custom health check.</summary>
    private void ReportDiscoverableHealth(TaskRecord record)
    {
        foreach (var registry in record.Registries)
        {
            Neighbours.ReportInstanceHealth(registry.RegistryArn, record.Id, record.Task.HealthStatus == HealthStatus.HEALTHY);
        }
    }

    private void NoLongerDiscoverable(TaskRecord record)
    {
        foreach (var arn in record.Registries.Select(registry => registry.RegistryArn).Concat(EndpointsOf(record).Select(endpoint => endpoint.CloudMapArn)))
        {
            Neighbours.DeregisterInstance(arn, record.Id);
        }
    }
}
