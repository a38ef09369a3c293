using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>Sets how the number of a service's tasks follows its load: by steps, or by targets. Takes one service or hundreds, and changes them in one run.</summary>
[Cmdlet(VerbsCommon.Set, "ServiceScaling", SupportsShouldProcess = true)]
[OutputType(typeof(MicroserviceRunInfo), typeof(PlatformPlanStep))]
public sealed class SetServiceScalingCommand : MicroservicesCmdlet
{
    private const int UsualMaximum = 10;

    /// <summary>The service's name.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Fewest tasks: 0 to 5000; 2 where the service does not scale yet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 5000)]
    public int? Minimum { get; set; }

    /// <summary>Most tasks: 1 to 5000; 10 where the service does not scale yet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 5000)]
    public int? Maximum { get; set; }

    /// <summary>Step scaling: percent CPU at which tasks are added, 1 to 100; 70 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1.0, 100.0)]
    public double? ScaleOutCpu { get; set; }

    /// <summary>Step scaling: percent CPU below which tasks are taken away, 0 to 99, less than ScaleOutCpu; 30 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0.0, 99.0)]
    public double? ScaleInCpu { get; set; }

    /// <summary>Step scaling: tasks added at a time, 1 to 5000; 1 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 5000)]
    public int? ScaleOutBy { get; set; }

    /// <summary>Step scaling: tasks taken away at a time, 1 to 5000; 1 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 5000)]
    public int? ScaleInBy { get; set; }

    /// <summary>Target tracking, in place of steps: the average CPU to keep, percent of the task's CPU, 1 to 100.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1.0, 100.0)]
    public double? TargetCpu { get; set; }

    /// <summary>Target tracking, in place of steps: the average memory to keep, percent of the task's memory, 1 to 100.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1.0, 100.0)]
    public double? TargetMemory { get; set; }

    /// <summary>Seconds after adding tasks in which none are added again: 0 to 3600; 60 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 3600)]
    public int? ScaleOutCooldownSeconds { get; set; }

    /// <summary>Seconds after taking tasks away in which none are taken away again: 0 to 3600; 300 where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 3600)]
    public int? ScaleInCooldownSeconds { get; set; }

    private protected override string What => "Set the scaling";

    private protected override bool OnlyExisting => true;

    private bool WantsTargets => TargetCpu is not null || TargetMemory is not null;

    private bool WantsSteps => ScaleOutCpu is not null || ScaleInCpu is not null || ScaleOutBy is not null || ScaleInBy is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (WantsTargets && WantsSteps)
        {
            Report("ScalingRefused", $"{string.Join(", ", Name)}: steps and targets fight each other.", "Give -ScaleOutCpu and -ScaleInCpu, or -TargetCpu and -TargetMemory.", Name.FirstOrDefault());
            return;
        }

        // Bound values belong to this record; the next one brings its own.
        var scaling = Scaling();
        foreach (var name in Name)
        {
            Collect(new MicroserviceEdit(name, former => new ProblemsOr<MicroserviceDefinition>(Scaled(former!, scaling(former!.Scaling)), [])));
        }
    }

    // The number of tasks that run is scaling's own affair: it is moved into the new limits, not held against them.
    private static MicroserviceDefinition Scaled(MicroserviceDefinition service, ScalingDefinition scaling) => service with
    {
        Scaling = scaling,
        DesiredCount = scaling.Minimum <= scaling.Maximum ? Math.Clamp(service.DesiredCount, scaling.Minimum, scaling.Maximum) : service.DesiredCount,
    };

    private Func<ScalingDefinition?, ScalingDefinition> Scaling()
    {
        var (minimum, maximum, wantsTargets, wantsSteps) = (Minimum, Maximum, WantsTargets, WantsSteps);
        var (steps, targets) = (Steps(), Targets());
        return former =>
        {
            var scaling = former ?? new ScalingDefinition { Maximum = Math.Max(UsualMaximum, minimum ?? 0) };
            var byTargets = wantsTargets || (!wantsSteps && former?.TargetTracking is not null);
            return scaling with
            {
                Minimum = minimum ?? (former is null ? Math.Min(scaling.Minimum, maximum ?? scaling.Minimum) : scaling.Minimum),
                Maximum = maximum ?? scaling.Maximum,
                Step = byTargets ? null : steps(scaling.Step ?? new StepScaling()),
                TargetTracking = byTargets ? targets(scaling.TargetTracking ?? new TargetTracking()) : null,
            };
        };
    }

    private Func<StepScaling, StepScaling> Steps()
    {
        var (outCpu, inCpu, outBy, inBy, outPause, inPause) = (ScaleOutCpu, ScaleInCpu, ScaleOutBy, ScaleInBy, ScaleOutCooldownSeconds, ScaleInCooldownSeconds);
        return former => former with
        {
            ScaleOutCpu = outCpu ?? former.ScaleOutCpu,
            ScaleInCpu = inCpu ?? former.ScaleInCpu,
            ScaleOutBy = outBy ?? former.ScaleOutBy,
            ScaleInBy = inBy ?? former.ScaleInBy,
            ScaleOutCooldownSeconds = outPause ?? former.ScaleOutCooldownSeconds,
            ScaleInCooldownSeconds = inPause ?? former.ScaleInCooldownSeconds,
        };
    }

    private Func<TargetTracking, TargetTracking> Targets()
    {
        var (cpu, memory, outPause, inPause) = (TargetCpu, TargetMemory, ScaleOutCooldownSeconds, ScaleInCooldownSeconds);
        return former => former with
        {
            Cpu = cpu ?? former.Cpu,
            Memory = memory ?? former.Memory,
            ScaleOutCooldownSeconds = outPause ?? former.ScaleOutCooldownSeconds,
            ScaleInCooldownSeconds = inPause ?? former.ScaleInCooldownSeconds,
        };
    }
}
