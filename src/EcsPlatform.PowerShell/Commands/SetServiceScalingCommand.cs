using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>Sets how the number of a service's tasks follows its load: by steps, or by targets. Takes one service or hundreds, and changes them in one run.</summary>
[Cmdlet(VerbsCommon.Set, "ServiceScaling", SupportsShouldProcess = true)]
[OutputType(typeof(MicroserviceRunInfo), typeof(PlatformPlanStep))]
public sealed class SetServiceScalingCommand : MicroservicesCmdlet
{
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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scaling = new ScalingEdit
        {
            Minimum = Minimum,
            Maximum = Maximum,
            ScaleOutCpu = ScaleOutCpu,
            ScaleInCpu = ScaleInCpu,
            ScaleOutBy = ScaleOutBy,
            ScaleInBy = ScaleInBy,
            TargetCpu = TargetCpu,
            TargetMemory = TargetMemory,
            ScaleOutCooldownSeconds = ScaleOutCooldownSeconds,
            ScaleInCooldownSeconds = ScaleInCooldownSeconds,
        };
        if (scaling.WantsTargets && scaling.WantsSteps)
        {
            Report("ScalingRefused", $"{string.Join(", ", Name)}: steps and targets fight each other.", "Give -ScaleOutCpu and -ScaleInCpu, or -TargetCpu and -TargetMemory.", Name.FirstOrDefault());
            return;
        }

        foreach (var name in Name)
        {
            Collect(new MicroserviceEdit(name, former => new ProblemsOr<MicroserviceDefinition>(scaling.Of(former!), [])));
        }
    }
}
