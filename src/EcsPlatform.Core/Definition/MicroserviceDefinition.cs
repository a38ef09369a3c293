using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>A microservice: one container in one task definition, run by one ECS service on Fargate.</summary>
public sealed record MicroserviceDefinition
{
    /// <summary>The service's name, part of the names of all that belongs to it: 2 to 40 lower-case letters, digits and hyphens, a letter first.</summary>
    [RegularExpression(DefinitionPatterns.ServiceName, ErrorMessage = "service.name")]
    public required string Name { get; init; }

    /// <summary>A tag (or sha256 digest) in the service's own repository, or the whole URI of an image in a private ECR repository; see <see cref="ImageReference"/>.</summary>
    public string Image { get; init; } = "latest";

    /// <summary>The port that the container listens on, 1 to 65535; none for a service that nobody calls.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The task's CPU in units (1,024 are one vCPU); goes in pairs with <see cref="Memory"/>, see <see cref="FargateSizes"/>.</summary>
    public required int Cpu { get; init; }

    /// <summary>The task's memory in MiB.</summary>
    public required int Memory { get; init; }

    /// <summary>The container's soft limit in MiB; no more than the hard limit; three quarters of the hard limit when left out.</summary>
    [Range(6, 122880)]
    public int? MemoryReservation { get; init; }

    /// <summary>The container's hard limit in MiB, at which it is killed; no more than <see cref="Memory"/>, which it is when left out.</summary>
    [Range(6, 122880)]
    public int? MemoryLimit { get; init; }

    /// <summary>The container's hard limit in MiB, given or not.</summary>
    public int HardMemory => MemoryLimit ?? Memory;

    /// <summary>The container's soft limit in MiB, given or not.</summary>
    public int SoftMemory => MemoryReservation ?? HardMemory * 3 / 4;

    /// <summary>How many tasks run at first; scaling and deployments own the number later.</summary>
    [Range(0, 5000)]
    public int DesiredCount { get; init; } = 2;

    /// <summary>Plain environment variables; nothing secret.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables filled from secrets when a task starts: variable to secret name, or <c>name:json-key</c> for one value of a JSON secret; see <see cref="SecretReference"/>.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>The container's command, in place of the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The container's own health check, run inside it.</summary>
    public ContainerHealthCheck? HealthCheck { get; init; }

    /// <summary>What the load balancer sends here; none for a service that is not behind it.</summary>
    public RouteDefinition? Route { get; init; }

    /// <summary>How the load balancer finds out whether a task is fit; counts for services with a route.</summary>
    public TargetHealthCheck TargetHealth { get; init; } = new();

    /// <summary>Seconds after a task's start in which failing load balancer health checks do not count: 0 to 2,147,483,647.</summary>
    [Range(0, 2147483647)]
    public int HealthCheckGracePeriodSeconds { get; init; } = 60;

    /// <summary>Seconds that the load balancer lets open requests finish before it lets a target go: 0 to 3,600.</summary>
    [Range(0, 3600)]
    public int DeregistrationDelaySeconds { get; init; } = 30;

    /// <summary>How new versions replace old ones.</summary>
    public DeploymentDefinition Deployment { get; init; } = new();

    /// <summary>How the number of tasks follows the load; fixed when left out.</summary>
    public ScalingDefinition? Scaling { get; init; }

    /// <summary>Days that CloudWatch keeps the logs; one of the values it knows, see <see cref="LogRetention"/>.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Mounts the container's root file system read-only.</summary>
    public bool ReadonlyRootFilesystem { get; init; } = true;

    /// <summary>Names of the services that this one calls: each lets it in on its port, and nobody else.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>What the mesh does with the calls that this service takes; counts where the platform has a mesh.</summary>
    public ServiceMeshSettings Mesh { get; init; } = new();

    /// <summary>Lets the tasks encrypt and decrypt with the platform's data key, whose ARN they find in <c>DATA_KEY_ARN</c>; see <see cref="EncryptionDefinition.Data"/>.</summary>
    public bool DataKey { get; init; }

    /// <summary>Names of the policies that the task role holds.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Where the tasks run; the cluster's default strategy when left out.</summary>
    public IReadOnlyList<CapacityProviderStrategyItem> CapacityProviderStrategy { get; init; } = [];

    /// <summary>Lets tasks connect to anywhere on TCP 443, over which images, logs and secrets are reached.</summary>
    public bool HttpsEgress { get; init; } = true;

    /// <summary>Further destinations that tasks may connect to.</summary>
    public IReadOnlyList<EgressRule> Egress { get; init; } = [];

    /// <summary>The service's ECR repository; made unless <see cref="Image"/> is a whole URI.</summary>
    public RepositoryDefinition Repository { get; init; } = new();

    /// <summary>Allows a shell in running tasks (ECS Exec).</summary>
    public bool ExecuteCommand { get; init; }

    /// <summary>The processor that the image is built for.</summary>
    public CpuArchitecture Architecture { get; init; } = CpuArchitecture.X86;

    /// <summary>The user in the container (<c>1000</c>, <c>1000:1000</c>, <c>app</c>); the image's own when left out.</summary>
    [RegularExpression(DefinitionPatterns.ContainerUser, ErrorMessage = "service.user")]
    public string? User { get; init; }

    /// <summary>Limits of open files; Fargate lets no other limit be set.</summary>
    public FileLimit? OpenFiles { get; init; }
}
