namespace EcsPlatform.Core.Status;

/// <summary>A platform as it runs now, with what pipelines need of it.</summary>
/// <param name="PlatformName">The platform's name.</param>
/// <param name="EnvironmentSuffix">The environment suffix.</param>
/// <param name="Region">The region.</param>
/// <param name="Exists">Something of it is there.</param>
/// <param name="Cluster">The ECS cluster's name; null when there is none.</param>
/// <param name="Url">Where the load balancer answers; null when there is none.</param>
/// <param name="Services">Its services, by name.</param>
public sealed record PlatformStatus(
    string PlatformName,
    string EnvironmentSuffix,
    string Region,
    bool Exists,
    string? Cluster,
    string? Url,
    IReadOnlyList<MicroserviceStatus> Services);

/// <summary>A microservice as it runs now.</summary>
/// <param name="Name">Its name in the definition.</param>
/// <param name="Arn">The ECS service's ARN.</param>
/// <param name="Desired">Tasks wanted.</param>
/// <param name="Running">Tasks running.</param>
/// <param name="Pending">Tasks starting.</param>
/// <param name="Rollout">The deployment's state: "COMPLETED", "IN_PROGRESS", "FAILED".</param>
/// <param name="TaskDefinition">Family and revision: "task-payment-api-dev:3".</param>
/// <param name="RepositoryUri">Where its images are pushed; null when they lie elsewhere.</param>
/// <param name="LastEvent">The service's newest event.</param>
public sealed record MicroserviceStatus(
    string Name,
    string Arn,
    int Desired,
    int Running,
    int Pending,
    string? Rollout,
    string TaskDefinition,
    string? RepositoryUri,
    string? LastEvent);
