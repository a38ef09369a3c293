using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>Which requests the load balancer sends to a service; paths and hosts together hold at most 5 values (ELBv2 quota).</summary>
public sealed record RouteDefinition
{
    /// <summary>Path patterns (<c>/payments/*</c>), at most 128 characters each; * stands for any characters, ? for one.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Host names or patterns; any host when left out.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The rule's priority, 1 to 50,000, lowest first; given out by <see cref="RoutePriorities"/> when left out, the same on every run.</summary>
    [Range(1, 50000)]
    public int? Priority { get; init; }
}
