using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>How a rolling deployment goes about (ECS API: <c>DeploymentConfiguration</c>).</summary>
public sealed record DeploymentDefinition
{
    /// <summary>Percent of the desired count that keeps running during a deployment: 0 to 100.</summary>
    [Range(0, 100)]
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Percent of the desired count that may run during a deployment: 100 to 200.</summary>
    [Range(100, 200)]
    public int MaximumPercent { get; init; } = 200;

    /// <summary>Gives up on a deployment whose tasks keep failing.</summary>
    public bool CircuitBreaker { get; init; } = true;

    /// <summary>Goes back to the last version that worked when the circuit breaker opens.</summary>
    public bool Rollback { get; init; } = true;
}
