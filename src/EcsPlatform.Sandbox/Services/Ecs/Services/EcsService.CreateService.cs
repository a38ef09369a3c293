using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Creating services.</summary>
internal sealed partial class EcsService
{
    private CreateServiceResponse CreateService(CreateServiceRequest request)
    {
        EcsErrors.Require(EcsNames.IsIdentifier(request.ServiceName),
            "Service name must contain up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.");
        var cluster = ActiveCluster(request.Cluster).Cluster;
        var key = $"{cluster.ClusterName}/{request.ServiceName}";
        switch (State.Services.GetValueOrDefault(key))
        {
            case { Service.Status: "DRAINING" }:
                throw EcsErrors.InvalidParameter("Unable to Start a service that is still Draining.");
            case { Service.Status: "ACTIVE" } present:
                // The client token makes a second call of the same request harmless; any other call under the name is refused.
                return request.ClientToken is { } token && token == present.ClientToken
                    ? new CreateServiceResponse { Service = Describe(present, withTags: true) }
                    : throw EcsErrors.InvalidParameter("Creation of service was not idempotent.");
            default:
                break;
        }

        var record = State.Services[key] = NewService(request, cluster);
        Neighbours.EnsureServiceLinkedRole();
        if (HasTaskSets(record))
        {
            AddTaskSet(record, new TaskSetOrder(record.Service.TaskDefinition) { Status = "PRIMARY" });
        }
        else
        {
            StartDeployment(record);
        }

        Touch(record);
        return new CreateServiceResponse { Service = Describe(record, withTags: true) };
    }

    private ServiceRecord NewService(CreateServiceRequest request, Cluster cluster)
    {
        ServiceRules.Check(request);
        var definition = ActiveTaskDefinition(request.TaskDefinition);
        var strategy = ServiceRules.Strategy(request.LaunchType, request.CapacityProviderStrategy, cluster);
        NetworkRules.CheckCompatibility(definition, request.LaunchType?.Value);
        var rules = new NetworkRules(Neighbours);
        rules.CheckNetwork(request.NetworkConfiguration, definition);
        rules.CheckLoadBalancers(request.LoadBalancers, definition);
        ServiceRules.CheckExecuteCommand(request.EnableExecuteCommand, definition);
        var hasLoadBalancer = request.LoadBalancers is { Count: > 0 };
        var configuration = DeploymentRules.Merge(request.DeploymentConfiguration);
        CheckAlarms(configuration);
        RegistryRules.Check(request.ServiceRegistries, definition, Neighbours);
        CheckServiceConnect(request.ServiceConnectConfiguration, definition, cluster.ClusterName, null, "CreateService");
        new ColourRules(Neighbours).Check(request.LoadBalancers, configuration);
        return new ServiceRecord
        {
            ServiceConnect = request.ServiceConnectConfiguration,
            ClusterName = cluster.ClusterName,
            ClientToken = request.ClientToken,
            Tags = Tags(request.Tags),
            Service = new Service
            {
                ServiceName = request.ServiceName,
                ServiceArn = Region.Arn("ecs", $"service/{cluster.ClusterName}/{request.ServiceName}"),
                ClusterArn = cluster.ClusterArn,
                Status = "ACTIVE",
                CreatedAt = Today,
                CreatedBy = $"arn:aws:iam::{Region.AccountId}:root",
                TaskDefinition = definition.TaskDefinitionArn,
                DesiredCount = request.DesiredCount,
                LaunchType = strategy is null ? LaunchType.FARGATE : null,
                CapacityProviderStrategy = strategy,
                PlatformVersion = request.PlatformVersion ?? "LATEST",
                PlatformFamily = ServiceRules.PlatformFamily(definition),
                NetworkConfiguration = Filled(request.NetworkConfiguration),
                LoadBalancers = request.LoadBalancers ?? [],
                ServiceRegistries = request.ServiceRegistries ?? [],
                DeploymentConfiguration = configuration,
                DeploymentController = request.DeploymentController ?? new DeploymentController { Type = DeploymentControllerType.ECS },
                HealthCheckGracePeriodSeconds = request.HealthCheckGracePeriodSeconds ?? (hasLoadBalancer ? 0 : null),
                SchedulingStrategy = SchedulingStrategy.REPLICA,
                PlacementConstraints = request.PlacementConstraints ?? [],
                PlacementStrategy = request.PlacementStrategy ?? [],
                EnableECSManagedTags = request.EnableECSManagedTags ?? false,
                PropagateTags = request.PropagateTags ?? PropagateTags.NONE,
                EnableExecuteCommand = request.EnableExecuteCommand ?? false,
                AvailabilityZoneRebalancing = request.AvailabilityZoneRebalancing ?? AvailabilityZoneRebalancing.ENABLED,
                RoleArn = hasLoadBalancer || request.ServiceRegistries is { Count: > 0 }
                    ? $"arn:aws:iam::{Region.AccountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
                    : null,
            },
        };
    }

    private void CheckAlarms(DeploymentConfiguration configuration)
    {
        foreach (var alarm in configuration.Alarms is { Enable: true } alarms ? alarms.AlarmNames ?? [] : [])
        {
            EcsErrors.Require(Neighbours.AlarmExists(alarm), $"The alarm {alarm} does not exist. Specify a valid alarm and try again.");
        }
    }

    private static NetworkConfiguration Filled(NetworkConfiguration network)
    {
        network.AwsvpcConfiguration.SecurityGroups ??= [];
        network.AwsvpcConfiguration.AssignPublicIp ??= AssignPublicIp.DISABLED;
        return network;
    }
}
