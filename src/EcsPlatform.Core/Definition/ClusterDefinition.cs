using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>The ECS cluster: Fargate only.</summary>
public sealed record ClusterDefinition
{
    /// <summary>CloudWatch Container Insights.</summary>
    public ContainerInsights ContainerInsights { get; init; } = ContainerInsights.Enabled;

    /// <summary>The capacity providers that services may use.</summary>
    public IReadOnlyList<CapacityProvider> CapacityProviders { get; init; } = [CapacityProvider.Fargate];

    /// <summary>Where services without a strategy of their own run; all on the first capacity provider when left out.</summary>
    public IReadOnlyList<CapacityProviderStrategyItem> DefaultStrategy { get; init; } = [];
}

/// <summary>The cluster's <c>containerInsights</c> setting, spelled as ECS spells it.</summary>
public enum ContainerInsights
{
    /// <summary>Metrics by cluster and service.</summary>
    [EnumMember(Value = "enabled")] Enabled,

    /// <summary>Metrics down to task and container, at a higher price.</summary>
    [EnumMember(Value = "enhanced")] Enhanced,

    /// <summary>Only the metrics that ECS gives for nothing.</summary>
    [EnumMember(Value = "disabled")] Disabled,
}
