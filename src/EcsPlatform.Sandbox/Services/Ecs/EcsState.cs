using System.Text.Json.Serialization;
using Amazon.ECS.Model;
using EcsTask = Amazon.ECS.Model.Task;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Everything that Amazon ECS remembers.</summary>
internal sealed class EcsState
{
    /// <summary>By name.</summary>
    public Dictionary<string, ClusterRecord> Clusters { get; set; } = [];

    /// <summary>By family.</summary>
    public Dictionary<string, FamilyRecord> Families { get; set; } = [];

    /// <summary>By "cluster/service".</summary>
    public Dictionary<string, ServiceRecord> Services { get; set; } = [];

    /// <summary>By task id.</summary>
    public Dictionary<string, TaskRecord> Tasks { get; set; } = [];

    /// <summary>By ARN, oldest first.</summary>
    public Dictionary<string, ServiceDeployment> ServiceDeployments { get; set; } = [];

    /// <summary>By ARN, oldest first.</summary>
    public Dictionary<string, ServiceRevision> ServiceRevisions { get; set; } = [];

    /// <summary>Service Connect endpoints that nobody serves any more, by Cloud Map service, until Cloud Map has forgotten them.</summary>
    public Dictionary<string, EndpointRecord> LeavingEndpoints { get; set; } = [];
}

/// <summary>A cluster and its tags.</summary>
internal sealed class ClusterRecord
{
    public Cluster Cluster { get; set; } = new();

    public TagSet Tags { get; set; } = [];
}

/// <summary>A family of task definitions; revision numbers are never used twice.</summary>
internal sealed class FamilyRecord
{
    public int LastRevision { get; set; }

    public SortedDictionary<int, TaskDefinitionRecord> Revisions { get; set; } = [];
}

/// <summary>A revision and its tags.</summary>
internal sealed class TaskDefinitionRecord
{
    public TaskDefinition TaskDefinition { get; set; } = new();

    public TagSet Tags { get; set; } = [];
}

/// <summary>A service: what was asked for, its deployments and tasks.</summary>
internal sealed class ServiceRecord
{
    public string ClusterName { get; set; } = "";

    /// <summary>What was asked for; counts, deployments and events are filled in when it is described.</summary>
    public Service Service { get; set; } = new();

    public TagSet Tags { get; set; } = [];

    public string? ClientToken { get; set; }

    /// <summary>Newest first; the first one is PRIMARY.</summary>
    public List<DeploymentRecord> Deployments { get; set; } = [];

    /// <summary>Newest first.</summary>
    public List<ServiceEvent> Events { get; set; } = [];

    /// <summary>Tasks that are not STOPPED.</summary>
    public List<string> TaskIds { get; set; } = [];

    /// <summary>What a rollback goes back to; it may be older than the deployments above.</summary>
    public DeploymentRecord? LastCompleted { get; set; }

    /// <summary>The deployment that moves traffic from colour to colour; null while none does.</summary>
    public StagedDeployment? Staged { get; set; }

    /// <summary>True while the last event said so.</summary>
    public bool IsSteady { get; set; }

    public DateTime? InactiveSince { get; set; }

    /// <summary>What was asked for; the API shows it in the deployments only.</summary>
    public ServiceConnectConfiguration? ServiceConnect { get; set; }

    /// <summary>The Service Connect endpoints that it serves.</summary>
    public List<EndpointRecord> Endpoints { get; set; } = [];

    [JsonIgnore]
    public string Name => Service.ServiceName;

    [JsonIgnore]
    public string Key => $"{ClusterName}/{Service.ServiceName}";

    [JsonIgnore]
    public bool IsActive => Service.Status == "ACTIVE";

    [JsonIgnore]
    public DeploymentRecord Primary => Deployments[0];
}

/// <summary>One deployment of a service.</summary>
internal sealed class DeploymentRecord
{
    public Deployment Deployment { get; set; } = new();

    /// <summary>As asked for.</summary>
    public List<LoadBalancer> LoadBalancers { get; set; } = [];

    /// <summary>Where its tasks are registered: the target groups of its colour.</summary>
    public List<LoadBalancer> Targets { get; set; } = [];

    public List<ServiceRegistry> Registries { get; set; } = [];

    /// <summary>Service Connect endpoints of the namespace when the deployment began: what its tasks see.</summary>
    public List<string> SeenEndpoints { get; set; } = [];

    /// <summary>Its face where CodeDeploy controls the service.</summary>
    public TaskSet? TaskSet { get; set; }

    public string ServiceDeploymentArn { get; set; } = "";

    public string RevisionArn { get; set; } = "";

    /// <summary>Once complete, it is what the circuit breaker goes back to.</summary>
    public bool HasCompleted { get; set; }

    /// <summary>Attempts in a row that came to nothing; spaces the next ones out.</summary>
    public int FailuresInARow { get; set; }

    /// <summary>No task is launched before.</summary>
    public DateTime? NotBefore { get; set; }

    [JsonIgnore]
    public string Id => Deployment.Id;

    [JsonIgnore]
    public bool HasFailed => Deployment.RolloutState?.Value == "FAILED";
}

/// <summary>A task with what ECS knows about it besides the API's view.</summary>
internal sealed class TaskRecord
{
    public string Id { get; set; } = "";

    public EcsTask Task { get; set; } = new();

    public TagSet Tags { get; set; } = [];

    public string? ServiceKey { get; set; }

    public string? DeploymentId { get; set; }

    public string SubnetId { get; set; } = "";

    public string? NetworkInterfaceId { get; set; }

    public string? PrivateIp { get; set; }

    public List<LoadBalancer> Targets { get; set; } = [];

    public bool IsRegistered { get; set; }

    public List<ServiceRegistry> Registries { get; set; } = [];

    /// <summary>The Cloud Map services of the endpoints that it serves.</summary>
    public List<string> EndpointArns { get; set; } = [];

    /// <summary>Containers that others wait for: when they end, or when their health is known.</summary>
    public Dictionary<string, DateTime> Verdicts { get; set; } = [];

    /// <summary>The endpoints that it sees.</summary>
    public List<string> SeenEndpoints { get; set; } = [];

    /// <summary>When its container health check began to fail.</summary>
    public DateTime? FailingSince { get; set; }

    [JsonIgnore]
    public bool IsLive => Task.DesiredStatus == "RUNNING";

    [JsonIgnore]
    public bool IsRunning => Task.LastStatus == "RUNNING";

    [JsonIgnore]
    public bool IsStopped => Task.LastStatus == "STOPPED";
}
