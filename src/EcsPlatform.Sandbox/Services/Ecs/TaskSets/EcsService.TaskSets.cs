using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Task sets: the deployments of services that CodeDeploy controls. ECS keeps them up; CodeDeploy moves the traffic.</summary>
internal sealed partial class EcsService
{
    private const int MostTaskSets = 5;

    private static bool HasTaskSets(ServiceRecord service) => service.Service.DeploymentController?.Type?.Value == "CODE_DEPLOY";

    /// <summary>Adds a task set of what the service asks for now, over which the order may say otherwise.</summary>
    private DeploymentRecord AddTaskSet(ServiceRecord service, TaskSetOrder order)
    {
        EcsErrors.Require(service.Deployments.Count < MostTaskSets,
            $"{MostTaskSets} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.");
        var spec = service.Service;
        var id = $"ecs-svc/{Ids.Text("0123456789", 19)}";
        var strategy = order.CapacityProviderStrategy ?? spec.CapacityProviderStrategy;
        var balancers = order.LoadBalancers ?? spec.LoadBalancers;
        var record = new DeploymentRecord
        {
            LoadBalancers = balancers,
            Targets = balancers,
            Registries = spec.ServiceRegistries,
            RevisionArn = Region.Arn("ecs", $"service-revision/{service.Key}/{Ids.Text("0123456789", 19)}"),
            Deployment = new Deployment
            {
                Id = id,
                Status = order.Status,
                TaskDefinition = order.TaskDefinition,
                DesiredCount = 0,
                FailedTasks = 0,
                CreatedAt = Today,
                UpdatedAt = Today,
                LaunchType = strategy is null ? LaunchType.FARGATE : null,
                CapacityProviderStrategy = strategy,
                PlatformVersion = (order.PlatformVersion ?? spec.PlatformVersion) is "LATEST" or null ? "1.4.0" : order.PlatformVersion ?? spec.PlatformVersion,
                PlatformFamily = spec.PlatformFamily,
                NetworkConfiguration = order.NetworkConfiguration ?? spec.NetworkConfiguration,
                RolloutState = DeploymentRolloutState.COMPLETED,
            },
        };
        record.TaskSet = AsTaskSet(service, record, order);
        service.Deployments.Insert(order.Status == "PRIMARY" ? 0 : service.Deployments.Count, record);
        service.IsSteady = false;
        Touch(service);
        return record;
    }

    private TaskSet AsTaskSet(ServiceRecord service, DeploymentRecord record, TaskSetOrder order) => new()
    {
        Id = record.Id,
        TaskSetArn = Region.Arn("ecs", $"task-set/{service.Key}/{record.Id}"),
        ServiceArn = service.Service.ServiceArn,
        ClusterArn = service.Service.ClusterArn,
        Status = order.Status,
        StartedBy = "CODE_DEPLOY",
        ExternalId = order.ExternalId,
        TaskDefinition = record.Deployment.TaskDefinition,
        CreatedAt = record.Deployment.CreatedAt,
        UpdatedAt = Today,
        LaunchType = record.Deployment.LaunchType,
        CapacityProviderStrategy = record.Deployment.CapacityProviderStrategy,
        PlatformVersion = record.Deployment.PlatformVersion,
        PlatformFamily = record.Deployment.PlatformFamily,
        NetworkConfiguration = record.Deployment.NetworkConfiguration,
        LoadBalancers = record.Targets,
        ServiceRegistries = record.Registries,
        Scale = new Scale { Unit = ScaleUnit.PERCENT, Value = 100 },
    };

    /// <summary>The tasks that a task set is to have: its share of the desired count, rounded up.</summary>
    private static int ComputedCount(ServiceRecord service, DeploymentRecord record) => record.TaskSet is not { Status: not "DRAINING" } set ? 0
        : (int)Math.Ceiling((service.Service.DesiredCount ?? 0) * (set.Scale?.Value ?? 100) / 100);

    /// <summary>As AWS shows it now.</summary>
    private TaskSet Show(ServiceRecord service, DeploymentRecord record)
    {
        Describe(record, [.. service.TaskIds.Select(id => State.Tasks[id])]);
        var set = record.TaskSet!;
        set.ComputedDesiredCount = ComputedCount(service, record);
        set.RunningCount = record.Deployment.RunningCount;
        set.PendingCount = record.Deployment.PendingCount;
        set.StabilityStatus = IsWhole(service, record) ? StabilityStatus.STEADY_STATE : StabilityStatus.STABILIZING;
        set.StabilityStatusAt = Today;
        return set;
    }

    private bool IsWhole(ServiceRecord service, DeploymentRecord record)
    {
        var live = LiveTasks(service).Where(task => task.DeploymentId == record.Id).ToList();
        return live.Count == ComputedCount(service, record) && live.TrueForAll(task => IsHealthy(service, task));
    }

    /// <summary>The service runs what its new primary task set runs.</summary>
    private void MakePrimary(ServiceRecord service, DeploymentRecord record)
    {
        foreach (var other in service.Deployments.Where(other => other.TaskSet?.Status == "PRIMARY"))
        {
            other.TaskSet!.Status = other.Deployment.Status = "ACTIVE";
        }

        record.TaskSet!.Status = record.Deployment.Status = "PRIMARY";
        record.TaskSet.UpdatedAt = Today;
        service.Deployments.Remove(record);
        service.Deployments.Insert(0, record);
        Ask(service, record);
        service.Service.PlatformVersion = record.Deployment.PlatformVersion == "1.4.0" ? service.Service.PlatformVersion : record.Deployment.PlatformVersion;
        Touch(service);
    }

    private void DrainTaskSet(ServiceRecord service, DeploymentRecord record)
    {
        record.TaskSet!.Status = record.Deployment.Status = "DRAINING";
        record.TaskSet.UpdatedAt = Today;
        Touch(service);
    }

    /// <summary>Changes who controls the deployments, in place: what serves goes on, as the only task set or the only deployment.</summary>
    private void ChangeController(ServiceRecord service, DeploymentController controller)
    {
        var type = controller.Type.Value;
        var before = service.Service.DeploymentController?.Type?.Value ?? "ECS";
        if (type == before)
        {
            return;
        }

        EcsErrors.Require(service.Deployments.Count == 1 && service.Staged is null && service.Primary.Deployment.RolloutState?.Value == "COMPLETED",
            "Unable to update the deployment controller while a deployment is in progress.");
        service.Service.DeploymentController = controller;
        var serving = service.Primary;
        if (type == "ECS")
        {
            serving.TaskSet = null;
            serving.HasCompleted = true;
            service.LastCompleted = serving;
            if (!State.ServiceRevisions.ContainsKey(serving.RevisionArn))
            {
                KeepRevision(service, serving);
            }
        }
        else
        {
            serving.TaskSet = AsTaskSet(service, serving, new TaskSetOrder(serving.Deployment.TaskDefinition) { Status = "PRIMARY" });
        }
    }
}

/// <summary>What a task set is made of; what is left out comes from the service.</summary>
/// <param name="TaskDefinition">The ARN.</param>
internal sealed record TaskSetOrder(string TaskDefinition)
{
    public string Status { get; init; } = "ACTIVE";

    public string? ExternalId { get; init; }

    public List<LoadBalancer>? LoadBalancers { get; init; }

    public NetworkConfiguration? NetworkConfiguration { get; init; }

    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; init; }

    public string? PlatformVersion { get; init; }
}
