using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>A command that ECS runs in the container to see whether it is fit (ECS API: <c>HealthCheck</c>).</summary>
public sealed record ContainerHealthCheck
{
    /// <summary>The command: <c>CMD</c> and its arguments, or <c>CMD-SHELL</c> and one line for the shell.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Seconds between runs: 5 to 300.</summary>
    [Range(5, 300)]
    public int IntervalSeconds { get; init; } = 30;

    /// <summary>Seconds that a run may take: 2 to 60, less than the interval.</summary>
    [Range(2, 60)]
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>Failures in a row that make the container unhealthy: 1 to 10.</summary>
    [Range(1, 10)]
    public int Retries { get; init; } = 3;

    /// <summary>Seconds after the start in which failures do not count: 0 to 300.</summary>
    [Range(0, 300)]
    public int StartPeriodSeconds { get; init; }
}
