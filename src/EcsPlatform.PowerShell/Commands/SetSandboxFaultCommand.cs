using System.Management.Automation;
using EcsPlatform.Sandbox;

namespace EcsPlatform.PowerShell;

/// <summary>Lets things go wrong in the sandbox, on purpose and the same way for the same seed: calls, containers, health checks, alarms.</summary>
[Cmdlet(VerbsCommon.Set, "SandboxFault", SupportsShouldProcess = true, DefaultParameterSetName = "Call")]
public sealed class SetSandboxFaultCommand : SandboxCmdlet
{
    /// <summary>What happens to the calls.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Call")]
    public SandboxFaultKind Kind { get; set; }

    /// <summary>Only calls of this service, by signing name: "ecs".</summary>
    [Parameter(ParameterSetName = "Call")]
    public string? Service { get; set; }

    /// <summary>Only this operation: "CreateService".</summary>
    [Parameter(ParameterSetName = "Call")]
    public string? Operation { get; set; }

    /// <summary>Only the n-th matching call from now, from 1.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(1, int.MaxValue)]
    public int? Nth { get; set; }

    /// <summary>Share of the matching calls, 0 to 1.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(0.0, 1.0)]
    public double Probability { get; set; } = 1;

    /// <summary>How often it strikes at most.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Share of all calls, 0 to 1, that go wrong in one way or another.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Weather")]
    [ValidateRange(0.0, 0.9)]
    public double Weather { get; set; }

    /// <summary>Containers that end with exit code 1 right after their start: by service, family or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Container")]
    public string[] ContainerCrash { get; set; } = [];

    /// <summary>Health checks that fail: by service, target group or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "HealthCheck")]
    public string[] HealthCheckFailure { get; set; } = [];

    /// <summary>Alarms that fire, by name, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Alarm")]
    public string[] Alarm { get; set; } = [];

    /// <summary>Takes the named containers, health checks or alarms back.</summary>
    [Parameter(ParameterSetName = "Container")]
    [Parameter(ParameterSetName = "HealthCheck")]
    [Parameter(ParameterSetName = "Alarm")]
    public SwitchParameter Off { get; set; }

    /// <summary>Takes everything back.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Clear")]
    public SwitchParameter Clear { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var faults = Sandbox().Account.Faults;
        if (ShouldProcess("the sandbox", $"Set fault ({ParameterSetName})"))
        {
            Set(faults);
        }
    }

    private void Set(Faults faults)
    {
        switch (ParameterSetName)
        {
            case "Call":
                faults.Add(new FaultRule { Kind = Enum.Parse<FaultKind>(Kind.ToString()), Service = Service, Operation = Operation, Nth = Nth, Probability = Probability, Count = Count });
                break;
            case "Weather":
                faults.AddWeather(Weather);
                break;
            case "Clear":
                faults.Clear();
                break;
        }

        Array.ForEach(ContainerCrash, pattern => faults.SetContainerCrash(pattern, !Off));
        Array.ForEach(HealthCheckFailure, pattern => faults.SetHealthCheckFailure(pattern, !Off));
        Array.ForEach(Alarm, pattern => faults.SetAlarm(pattern, !Off));
    }
}
