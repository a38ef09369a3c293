using System.Text.Json;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Changing and deleting services.</summary>
internal sealed partial class EcsService
{
    /// <summary>For Application Auto Scaling: the desired count of a service, or null where it is not active.</summary>
    internal int? DesiredCount(string cluster, string service) =>
        State.Services.GetValueOrDefault($"{cluster}/{service}") is { IsActive: true } record ? record.Service.DesiredCount : null;

    /// <summary>For Application Auto Scaling: sets the desired count of an active service.</summary>
    internal void Scale(string cluster, string service, int count)
    {
        if (State.Services.GetValueOrDefault($"{cluster}/{service}") is { IsActive: true } record)
        {
            record.Service.DesiredCount = count;
            record.IsSteady = false;
            Touch(record);
        }
    }

    private UpdateServiceResponse UpdateService(UpdateServiceRequest request)
    {
        var record = FindService(request.Cluster, request.Service);
        if (!record.IsActive)
        {
            throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
        }

        var service = record.Service;
        var definition = request.TaskDefinition is { } name
            ? ActiveTaskDefinition(name)
            : FindTaskDefinition(service.TaskDefinition)!.TaskDefinition;
        CheckUpdate(request, record, definition);
        var configuration = DeploymentRules.Merge(request.DeploymentConfiguration, service.DeploymentConfiguration);
        CheckAlarms(configuration);
        new ColourRules(Neighbours).Check(request.LoadBalancers ?? service.LoadBalancers, configuration);

        if (request.DeploymentController is { } controller)
        {
            ChangeController(record, controller);
        }

        var before = DeployedBy(record);
        Apply(request, service, definition);
        record.ServiceConnect = request.ServiceConnectConfiguration ?? record.ServiceConnect;
        service.DeploymentConfiguration = configuration;

        // The count, the percentages and the grace period change in place; whatever concerns the tasks themselves makes a deployment.
        if (!HasTaskSets(record) && (request.ForceNewDeployment == true || DeployedBy(record) != before))
        {
            StartDeployment(record);
        }

        record.IsSteady = false;
        Touch(record);
        return new UpdateServiceResponse { Service = Describe(record, withTags: true) };
    }

    private void CheckUpdate(UpdateServiceRequest request, ServiceRecord record, TaskDefinition definition)
    {
        var service = record.Service;
        ServiceRules.CheckDesiredCount(request.DesiredCount);
        ServiceRules.CheckGracePeriod(request.HealthCheckGracePeriodSeconds, request.LoadBalancers ?? service.LoadBalancers);
        ServiceRules.CheckExecuteCommand(request.EnableExecuteCommand ?? service.EnableExecuteCommand, definition);
        NetworkRules.CheckCompatibility(definition, service.LaunchType?.Value);
        CapacityProviders.CheckStrategy(request.CapacityProviderStrategy, State.Clusters[record.ClusterName].Cluster.CapacityProviders);
        ControllerRules.Check(request, service, record.ServiceConnect);
        var rules = new NetworkRules(Neighbours);
        if (request.NetworkConfiguration is not null)
        {
            rules.CheckNetwork(request.NetworkConfiguration, definition);
        }

        RegistryRules.Check(request.ServiceRegistries, definition, Neighbours);
        if (request.ServiceConnectConfiguration is not null || request.TaskDefinition is not null)
        {
            CheckServiceConnect(request.ServiceConnectConfiguration ?? record.ServiceConnect, definition, record.ClusterName, record, "UpdateService");
        }

        if (request.LoadBalancers is not null || request.TaskDefinition is not null)
        {
            rules.CheckLoadBalancers(request.LoadBalancers ?? service.LoadBalancers, definition);
        }
    }

    private static void Apply(UpdateServiceRequest request, Service service, TaskDefinition definition)
    {
        service.TaskDefinition = definition.TaskDefinitionArn;
        service.DesiredCount = request.DesiredCount ?? service.DesiredCount;
        service.NetworkConfiguration = request.NetworkConfiguration is { } network ? Filled(network) : service.NetworkConfiguration;
        service.LoadBalancers = request.LoadBalancers ?? service.LoadBalancers;
        service.ServiceRegistries = request.ServiceRegistries ?? service.ServiceRegistries;
        service.PlatformVersion = request.PlatformVersion ?? service.PlatformVersion;
        service.PlatformFamily = ServiceRules.PlatformFamily(definition);
        service.HealthCheckGracePeriodSeconds = service.LoadBalancers.Count == 0
            ? null : request.HealthCheckGracePeriodSeconds ?? service.HealthCheckGracePeriodSeconds ?? 0;
        service.EnableExecuteCommand = request.EnableExecuteCommand ?? service.EnableExecuteCommand;
        service.EnableECSManagedTags = request.EnableECSManagedTags ?? service.EnableECSManagedTags;
        service.PropagateTags = request.PropagateTags ?? service.PropagateTags;
        service.PlacementConstraints = request.PlacementConstraints ?? service.PlacementConstraints;
        service.PlacementStrategy = request.PlacementStrategy ?? service.PlacementStrategy;
        service.AvailabilityZoneRebalancing = request.AvailabilityZoneRebalancing ?? service.AvailabilityZoneRebalancing;
        if (request.CapacityProviderStrategy is { Count: > 0 } strategy)
        {
            service.CapacityProviderStrategy = CapacityProviders.Normalize(strategy);
            service.LaunchType = null;
        }
    }

    /// <summary>What the tasks are made from, as text to compare.</summary>
    private static string DeployedBy(ServiceRecord record) => JsonSerializer.Serialize(new object?[]
    {
        record.Service.TaskDefinition, record.Service.NetworkConfiguration, record.Service.LoadBalancers, record.Service.ServiceRegistries,
        record.Service.PlatformVersion, record.Service.CapacityProviderStrategy, record.Service.EnableExecuteCommand, record.ServiceConnect,
    });

    private DeleteServiceResponse DeleteService(DeleteServiceRequest request)
    {
        var record = FindService(request.Cluster, request.Service);
        if (record.Service.Status == "INACTIVE")
        {
            throw EcsErrors.ServiceNotFound();
        }

        if (record.IsActive)
        {
            EcsErrors.Require(record.Service.DesiredCount == 0 || request.Force == true,
                "The service cannot be stopped while it is scaled above 0.");
            record.Service.Status = "DRAINING";
            record.Service.DesiredCount = 0;
            Touch(record);
        }

        return new DeleteServiceResponse { Service = Describe(record, withTags: false) };
    }
}
