using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>Fargate's two capacity providers, spelled as ECS spells them.</summary>
public enum CapacityProvider
{
    /// <summary>On demand.</summary>
    [EnumMember(Value = "FARGATE")] Fargate,

    /// <summary>Spare capacity at a discount; tasks may be stopped with two minutes' notice.</summary>
    [EnumMember(Value = "FARGATE_SPOT")] FargateSpot,
}

/// <summary>One capacity provider's share of a service's tasks.</summary>
public sealed record CapacityProviderStrategyItem
{
    /// <summary>The capacity provider.</summary>
    public required CapacityProvider Provider { get; init; }

    /// <summary>How many tasks, at least, run on it before weights count: 0 to 100,000; at most one item of a strategy has one.</summary>
    [Range(0, 100000)]
    public int Base { get; init; }

    /// <summary>Its share of the tasks beyond the base, relative to the other weights: 0 to 1,000.</summary>
    [Range(0, 1000)]
    public int Weight { get; init; } = 1;
}
