using Amazon.ElasticLoadBalancingV2;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Target health on the clock: unused → initial → healthy or unhealthy, and back; draining → gone.</summary>
/// <remarks>No timer runs for a target whose state agrees with its health checks; what may change that calls <see cref="WatchTargets"/>.</remarks>
public sealed partial class ElasticLoadBalancingService
{
    private Step _checked = null!;
    private Step _drained = null!;
    private Step _warm = null!;

    /// <summary>For ECS: a target's state changed (target group, address).</summary>
    internal event Action<string, string>? HealthChanged;

    private void HandleTargetHealth()
    {
        _checked = Step("target-checked", Conclude);
        _warm = Step("target-warm", stepKey =>
        {
            if (FromStepKey(stepKey) is ({ } record, var target) && record.Targets.ContainsKey(target))
            {
                Watch(record, target);
                TrafficMoves();
            }
        });
        _drained = Step("target-drained", key =>
        {
            var (record, target) = FromStepKey(key);
            record?.Targets.Remove(target);
            TrafficMoves();
        });
        Faults.Changed += () =>
        {
            lock (Region.Sandbox.World)
            {
                WatchTargets();
            }
        };
        Ec2.RulesChanged += WatchTargets;
    }

    private static string StepKey(TargetGroupRecord record, string target) => $"{record.Shown.TargetGroupArn} {target}";

    private static void Set(TargetRecord target, string health, string? reason = null, string? description = null) =>
        (target.Health, target.Reason, target.Description) = (health, reason, description);

    private (TargetGroupRecord? Record, string Target) FromStepKey(string key)
    {
        var parts = key.Split(' ');
        return (State.TargetGroups.GetValueOrDefault(parts[0]), parts[1]);
    }

    /// <summary>Starts or stops the checks of targets for which they matter now.</summary>
    private void WatchTargets()
    {
        foreach (var record in State.TargetGroups.Values)
        {
            foreach (var key in record.Targets.Keys)
            {
                Watch(record, key);
            }
        }

        TrafficMoves();
    }

    private void Watch(TargetGroupRecord record, string key)
    {
        var target = record.Targets[key];
        if (target.Health == "draining")
        {
            return;
        }

        if (WhyUnused(record, target) is { } reason)
        {
            _checked.Cancel(StepKey(record, key));
            Set(target, "unused", "Target.NotInUse", reason);
            HealthChanged?.Invoke(record.Shown.TargetGroupArn, target.Id);
            return;
        }

        if (target.Health == "unused")
        {
            Set(target, "initial", "Elb.InitialHealthChecking", "Initial health checks in progress");
        }

        var fails = WhyFailing(record, target) is not null;
        if (target.Health == "initial" || target.Health == "unhealthy" != fails)
        {
            // A check that already runs towards this end is not begun again.
            var stepKey = StepKey(record, key);
            if (!_checked.IsPending(stepKey))
            {
                _checked.After(TimeToConclude(record, target, fails), stepKey);
            }
        }
        else
        {
            _checked.Cancel(StepKey(record, key));
        }
    }

    /// <summary>A new target of an application load balancer needs to pass one check, of a network load balancer the threshold's number.</summary>
    private static TimeSpan TimeToConclude(TargetGroupRecord record, TargetRecord target, bool fails)
    {
        var checks = fails ? record.Shown.UnhealthyThresholdCount
            : target.Health == "initial" && IsHttp(record.Shown.Protocol) ? 1
            : record.Shown.HealthyThresholdCount;
        return TimeSpan.FromSeconds((record.Shown.HealthCheckIntervalSeconds ?? 30) * (checks ?? 1));
    }

    private void Conclude(string stepKey)
    {
        var (record, key) = FromStepKey(stepKey);
        if (record is null || !record.Targets.TryGetValue(key, out var target) || target.Health == "draining")
        {
            return;
        }

        if (WhyFailing(record, target) is not var (reason, description))
        {
            Set(target, "healthy");
        }
        else
        {
            Set(target, "unhealthy", reason, description);
        }

        TrafficMoves();
        HealthChanged?.Invoke(record.Shown.TargetGroupArn, target.Id);
    }

    private string? WhyUnused(TargetGroupRecord record, TargetRecord target)
    {
        var balancers = ForwardingBalancers(record.Shown.TargetGroupArn).Select(arn => State.LoadBalancers[arn].Shown).ToArray();
        if (balancers.Length == 0)
        {
            return "Target group is not configured to receive traffic from the load balancer";
        }

        return target.Zone is { } zone && zone != "all" && !Array.Exists(balancers, balancer => balancer.AvailabilityZones.Exists(own => own.ZoneName == zone))
            ? "Target is in an Availability Zone that is not enabled for the load balancer"
            : null;
    }

    /// <summary>Why its health checks fail: on demand, or because security groups between load balancer and target let nothing through.</summary>
    private (string Reason, string Description)? WhyFailing(TargetGroupRecord record, TargetRecord target)
    {
        if (Faults.HealthCheckFails([record.Shown.TargetGroupName, target.Id, .. target.Names]) || IsCold(record, target))
        {
            return ("Target.FailedHealthChecks", "Health checks failed");
        }

        var port = int.TryParse(record.Shown.HealthCheckPort, out var own) ? own : target.Port;
        var doors = ForwardingBalancers(record.Shown.TargetGroupArn).SelectMany(arn => State.LoadBalancers[arn].Interfaces.Values);
        return doors.All(network => Ec2.Reaches(network, record.Shown.VpcId, target.Id, port)) ? null : ("Target.Timeout", "Request timed out");
    }

    /// <summary>A target that was told to take its time passes no check before, and is looked at again then.</summary>
    private bool IsCold(TargetGroupRecord record, TargetRecord target)
    {
        var speed = Region.Sandbox.Options.LifecycleSpeed;
        var left = target.RegisteredAt + (Faults.StartsSlowly([record.Shown.TargetGroupName, .. target.Names]) / speed) - Now;
        var stepKey = StepKey(record, Key(target.Id, target.Port));
        if (left > TimeSpan.Zero && !_warm.IsPending(stepKey))
        {
            _warm.After(left * speed, stepKey);
        }

        return left > TimeSpan.Zero;
    }
}
