using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>The request by which the load balancer sees whether a task is fit (ELBv2 <c>CreateTargetGroup</c>).</summary>
public sealed record TargetHealthCheck
{
    /// <summary>The path asked for: starts with /, at most 1,024 characters.</summary>
    [RegularExpression(DefinitionPatterns.HealthPath, ErrorMessage = "target-health.path")]
    public string Path { get; init; } = "/";

    /// <summary>Seconds between requests: 5 to 300.</summary>
    [Range(5, 300)]
    public int IntervalSeconds { get; init; } = 30;

    /// <summary>Seconds that an answer may take: 2 to 120, less than the interval.</summary>
    [Range(2, 120)]
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>Successes in a row that make a target healthy: 2 to 10.</summary>
    [Range(2, 10)]
    public int HealthyThreshold { get; init; } = 2;

    /// <summary>Failures in a row that make a target unhealthy: 2 to 10.</summary>
    [Range(2, 10)]
    public int UnhealthyThreshold { get; init; } = 3;

    /// <summary>Status codes that count as success, 200 to 499: <c>200</c>, <c>200,204</c> or <c>200-299</c>.</summary>
    [RegularExpression(DefinitionPatterns.StatusCodes, ErrorMessage = "target-health.matcher")]
    public string Matcher { get; init; } = "200";
}
