using System.Management.Automation;
using EcsPlatform.Sandbox;

namespace EcsPlatform.PowerShell;

/// <summary>Lets things go wrong in the sandbox, on purpose and the same way for the same seed: calls, containers, health checks, alarms, answers, capacity.</summary>
[Cmdlet(VerbsCommon.Set, "SandboxFault", SupportsShouldProcess = true, DefaultParameterSetName = "Call")]
public sealed partial class SetSandboxFaultCommand : SandboxCmdlet
{
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
        Array.ForEach(ErrorRate, pattern => faults.SetErrorRate(pattern, Off ? 0 : Share));
        Array.ForEach(SlowStart, pattern => faults.SetSlowStart(pattern, TimeSpan.FromSeconds(Off ? 0 : Seconds)));
        Array.ForEach(CapacityShortage, pattern => faults.SetCapacityShortage(pattern, !Off));
        Array.ForEach(VcpuQuota, provider => faults.SetVcpuQuota(provider, Off ? null : Vcpus));
        Array.ForEach(SpotInterruption, faults.InterruptSpot);
        Array.ForEach(Discontinue, service => faults.Discontinue(service, Off ? null : Discontinuation.NoSuchHost));
        Array.ForEach(UnprovenDomain, pattern => faults.SetUnprovenDomain(pattern, !Off));
        Array.ForEach(FunctionFailure, pattern => faults.SetFunctionFailure(pattern, !Off));
    }
}
