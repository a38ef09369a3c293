namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Metrics of the traffic to a service, every minute while it is being deployed and some revision was told to make errors; a steady sandbox holds no timer.</summary>
internal sealed partial class EcsService
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private void MeterAll()
    {
        foreach (var service in State.Services.Values)
        {
            MeterWhileDeploying(service);
        }
    }

    private void MeterWhileDeploying(ServiceRecord service)
    {
        if (Faults.HasErrorRates && IsDeploying(service) && !_meter.IsPending(service.Key))
        {
            _meter.After(Minute, service.Key);
        }
    }

    private void Meter(string key)
    {
        if (State.Services.GetValueOrDefault(key) is { } service && Faults.HasErrorRates && IsDeploying(service))
        {
            Neighbours.RecordTraffic([.. service.Deployments.SelectMany(deployment => deployment.Targets).Select(target => target.TargetGroupArn).Distinct()]);
            _meter.After(Minute, key);
        }
    }

    private static bool IsDeploying(ServiceRecord service) => service is { IsActive: true, Deployments.Count: > 0 }
        && (service.Staged is { IsStalled: false } || (HasTaskSets(service) && service.Deployments.Count > 1) || service.Primary.Deployment.RolloutState?.Value == "IN_PROGRESS");
}
