using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>What is to become of a service's scaling; what is left out stays.</summary>
internal sealed record ScalingEdit
{
    private const int UsualMaximum = 10;

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public double? ScaleOutCpu { get; init; }

    public double? ScaleInCpu { get; init; }

    public int? ScaleOutBy { get; init; }

    public int? ScaleInBy { get; init; }

    public double? TargetCpu { get; init; }

    public double? TargetMemory { get; init; }

    public int? ScaleOutCooldownSeconds { get; init; }

    public int? ScaleInCooldownSeconds { get; init; }

    public bool WantsTargets => TargetCpu is not null || TargetMemory is not null;

    public bool WantsSteps => ScaleOutCpu is not null || ScaleInCpu is not null || ScaleOutBy is not null || ScaleInBy is not null;

    /// <summary>The service as it is to scale. The number of tasks that run is scaling's own affair: it is moved into the limits, not held against them.</summary>
    public MicroserviceDefinition Of(MicroserviceDefinition service)
    {
        var scaling = Of(service.Scaling);
        return service with
        {
            Scaling = scaling,
            DesiredCount = scaling.Minimum <= scaling.Maximum ? Math.Clamp(service.DesiredCount, scaling.Minimum, scaling.Maximum) : service.DesiredCount,
        };
    }

    private ScalingDefinition Of(ScalingDefinition? former)
    {
        var scaling = former ?? New();
        var byTargets = WantsTargets || (!WantsSteps && scaling.TargetTracking is not null);
        return scaling with
        {
            Minimum = Minimum ?? scaling.Minimum,
            Maximum = Maximum ?? scaling.Maximum,
            Step = byTargets ? null : Steps(scaling.Step ?? new StepScaling()),
            TargetTracking = byTargets ? Targets(scaling.TargetTracking ?? new TargetTracking()) : null,
        };
    }

    private ScalingDefinition New()
    {
        var scaling = new ScalingDefinition { Maximum = Maximum ?? Math.Max(UsualMaximum, Minimum ?? 0) };
        return scaling with { Minimum = Math.Min(scaling.Minimum, scaling.Maximum) };
    }

    private StepScaling Steps(StepScaling former) => former with
    {
        ScaleOutCpu = ScaleOutCpu ?? former.ScaleOutCpu,
        ScaleInCpu = ScaleInCpu ?? former.ScaleInCpu,
        ScaleOutBy = ScaleOutBy ?? former.ScaleOutBy,
        ScaleInBy = ScaleInBy ?? former.ScaleInBy,
        ScaleOutCooldownSeconds = ScaleOutCooldownSeconds ?? former.ScaleOutCooldownSeconds,
        ScaleInCooldownSeconds = ScaleInCooldownSeconds ?? former.ScaleInCooldownSeconds,
    };

    private TargetTracking Targets(TargetTracking former) => former with
    {
        Cpu = TargetCpu ?? former.Cpu,
        Memory = TargetMemory ?? former.Memory,
        ScaleOutCooldownSeconds = ScaleOutCooldownSeconds ?? former.ScaleOutCooldownSeconds,
        ScaleInCooldownSeconds = ScaleInCooldownSeconds ?? former.ScaleInCooldownSeconds,
    };
}
