using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What CodeDeploy does with a service's task sets.</summary>
internal sealed partial class EcsService
{
    /// <summary>For CodeDeploy: the controller of an active service ("ECS", "CODE_DEPLOY"), or null where there is none such.</summary>
    internal string? ControllerOf(string cluster, string service) =>
        State.Services.GetValueOrDefault($"{cluster}/{service}") is { IsActive: true } record ? record.Service.DeploymentController?.Type?.Value ?? "ECS" : null;

    /// <summary>For CodeDeploy: the service's task sets as they are now.</summary>
    internal IReadOnlyList<TaskSet> TaskSetsOf(string cluster, string service) =>
        Active(cluster, service) is { } record ? [.. record.Deployments.Where(set => set.TaskSet is not null).Select(set => Show(record, set))] : [];

    /// <summary>For CodeDeploy: makes a replacement task set in a target group; its id.</summary>
    /// <exception cref="AwsError">The task definition is not active, or container and port do not stand in it.</exception>
    internal string AddReplacement(string cluster, string service, ReplacementOrder order)
    {
        var record = Active(cluster, service) ?? throw EcsErrors.ServiceNotFound();
        var definition = ActiveTaskDefinition(order.TaskDefinition);
        List<LoadBalancer> balancers = [new() { TargetGroupArn = order.TargetGroupArn, ContainerName = order.ContainerName, ContainerPort = order.ContainerPort }];
        var rules = new NetworkRules(Neighbours);
        rules.CheckLoadBalancers(balancers, definition);
        if (order.NetworkConfiguration is not null)
        {
            rules.CheckNetwork(order.NetworkConfiguration, definition);
        }

        var made = AddTaskSet(record, new TaskSetOrder(definition.TaskDefinitionArn)
        {
            ExternalId = order.DeploymentId,
            LoadBalancers = balancers,
            NetworkConfiguration = order.NetworkConfiguration is { } network ? Filled(network) : null,
            PlatformVersion = order.PlatformVersion,
            CapacityProviderStrategy = order.CapacityProviderStrategy,
        });
        MeterWhileDeploying(record);
        return made.Id;
    }

    /// <summary>For CodeDeploy: this task set is the service's from now on.</summary>
    internal void Promote(string cluster, string service, string taskSet)
    {
        if (Active(cluster, service) is { } record && Find(record, taskSet) is { TaskSet: not null } set)
        {
            MakePrimary(record, set);
        }
    }

    /// <summary>For CodeDeploy: stops a task set's tasks and forgets it.</summary>
    internal void Retire(string cluster, string service, string taskSet)
    {
        if (Active(cluster, service) is { } record && Find(record, taskSet) is { TaskSet: not null } set)
        {
            DrainTaskSet(record, set);
        }
    }

    private ServiceRecord? Active(string cluster, string service) => State.Services.GetValueOrDefault($"{cluster}/{service}") is { IsActive: true } record ? record : null;
}

/// <summary>A replacement task set.</summary>
internal sealed record ReplacementOrder(string DeploymentId, string TaskDefinition, string TargetGroupArn, string ContainerName, int ContainerPort)
{
    public NetworkConfiguration? NetworkConfiguration { get; init; }

    public string? PlatformVersion { get; init; }

    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; init; }
}
