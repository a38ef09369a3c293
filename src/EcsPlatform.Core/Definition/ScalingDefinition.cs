using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>How a service's number of tasks follows its load: by steps, by target tracking, not both.</summary>
public sealed record ScalingDefinition
{
    /// <summary>Fewest tasks.</summary>
    [Range(0, 5000)]
    public int Minimum { get; init; } = 2;

    /// <summary>Most tasks.</summary>
    [Range(1, 5000)]
    public required int Maximum { get; init; }

    /// <summary>One alarm adds tasks, one takes them away.</summary>
    public StepScaling? Step { get; init; }

    /// <summary>Application Auto Scaling keeps a metric at a target.</summary>
    public TargetTracking? TargetTracking { get; init; }
}

/// <summary>Step scaling on the service's average CPU.</summary>
public sealed record StepScaling
{
    /// <summary>Percent CPU at which tasks are added.</summary>
    [Range(1.0, 100.0)]
    public double ScaleOutCpu { get; init; } = 70;

    /// <summary>Percent CPU below which tasks are taken away; less than <see cref="ScaleOutCpu"/>.</summary>
    [Range(0.0, 99.0)]
    public double ScaleInCpu { get; init; } = 30;

    /// <summary>Tasks added at a time: 1 or more.</summary>
    [Range(1, 5000)]
    public int ScaleOutBy { get; init; } = 1;

    /// <summary>Tasks taken away at a time: 1 or more.</summary>
    [Range(1, 5000)]
    public int ScaleInBy { get; init; } = 1;

    /// <summary>Seconds after adding in which nothing is added again: 0 to 3,600.</summary>
    [Range(0, 3600)]
    public int ScaleOutCooldownSeconds { get; init; } = 60;

    /// <summary>Seconds after taking away in which nothing is taken away again: 0 to 3,600.</summary>
    [Range(0, 3600)]
    public int ScaleInCooldownSeconds { get; init; } = 300;

    /// <summary>Seconds that a data point of the alarms spans: a multiple of 60.</summary>
    [Range(60, 3600)]
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>Data points in a row that set an alarm off: 1 or more.</summary>
    [Range(1, 24)]
    public int EvaluationPeriods { get; init; } = 2;
}

/// <summary>Target tracking: at least one of the two targets.</summary>
public sealed record TargetTracking
{
    /// <summary>Average CPU to keep, percent of the task's CPU: 1 to 100.</summary>
    [Range(1.0, 100.0)]
    public double? Cpu { get; init; }

    /// <summary>Average memory to keep, percent of the task's memory: 1 to 100.</summary>
    [Range(1.0, 100.0)]
    public double? Memory { get; init; }

    /// <summary>Seconds after adding tasks in which no more are added: 0 to 3,600.</summary>
    [Range(0, 3600)]
    public int ScaleOutCooldownSeconds { get; init; } = 60;

    /// <summary>Seconds after taking tasks away in which no more are taken away: 0 to 3,600.</summary>
    [Range(0, 3600)]
    public int ScaleInCooldownSeconds { get; init; } = 300;
}
