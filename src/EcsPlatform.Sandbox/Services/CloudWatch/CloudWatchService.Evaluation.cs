using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using EcsPlatform.Sandbox.Services.ApplicationAutoScaling;
using EcsPlatform.Sandbox.Services.CodeDeploy;
using EcsPlatform.Sandbox.Services.Ecs;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Alarms change state when data comes, when data grows old, and when they are told to fire.</summary>
internal sealed partial class CloudWatchService
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Looks at all alarms again, because what fires on demand has changed.</summary>
    internal void EvaluateAll()
    {
        foreach (var record in State.Alarms.Values)
        {
            ScheduleEvaluation(record.Alarm);
        }
    }

    /// <summary>For scaling: the metric's value in the newest period that has data.</summary>
    internal double? LatestValue(MetricAlarm alarm) => Datapoints(alarm).Find(point => point is not null);

    /// <summary>An alarm without data costs one evaluation and then holds no timer.</summary>
    private void ScheduleEvaluation(MetricAlarm alarm) => _evaluate.After(Soon, alarm.AlarmName);

    private void Evaluate(string name)
    {
        if (FindAlarm(name) is not { } alarm)
        {
            return;
        }

        if (Faults.AlarmFires(name))
        {
            Become(alarm, StateValue.ALARM, "Threshold Crossed: the sandbox was told to let this alarm fire.");
            return;
        }

        var datapoints = Datapoints(alarm);
        var (state, reason) = Verdict(alarm, datapoints);
        if (state is not null)
        {
            Become(alarm, state, reason);
        }

        // As long as there is data in sight, the next period may bring another verdict; afterwards nothing changes by itself.
        if (datapoints.Exists(point => point is not null))
        {
            _evaluate.After(TimeSpan.FromSeconds(alarm.Period ?? 60), name);
        }
    }

    /// <summary>The last evaluation periods, newest first; null where there is no data. They end now, so that what was just put counts at once.</summary>
    private List<double?> Datapoints(MetricAlarm alarm)
    {
        var period = TimeSpan.FromSeconds(alarm.Period ?? 60);
        var samples = Key(alarm) is { } key ? State.Samples.GetValueOrDefault(key) ?? [] : [];
        return
        [
            .. Enumerable.Range(0, alarm.EvaluationPeriods ?? 1).Select(index =>
            {
                var end = Today - (index * period);
                var within = samples.Where(sample => sample.Time <= end && sample.Time > end - period).ToList();
                return within.Count == 0 ? (double?)null : alarm.Statistic?.Value switch
                {
                    "Sum" => within.Sum(sample => sample.Sum),
                    "SampleCount" => within.Sum(sample => sample.Count),
                    "Minimum" => within.Min(sample => sample.Minimum),
                    "Average" => within.Sum(sample => sample.Sum) / within.Sum(sample => sample.Count),

                    // Percentiles of single samples are not kept: the largest stands for them.
                    _ => within.Max(sample => sample.Maximum),
                };
            }),
        ];
    }

    private static (StateValue? State, string Reason) Verdict(MetricAlarm alarm, List<double?> points)
    {
        var needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1;
        var present = points.OfType<double>().ToList();
        var breaching = present.Count(value => Breaches(alarm, value));
        var absent = points.Count - present.Count;
        var treatment = alarm.TreatMissingData ?? "missing";
        if (present.Count == 0 && treatment is "missing" or "ignore")
        {
            return treatment == "ignore" ? (null, "")
                : (StateValue.INSUFFICIENT_DATA, $"Insufficient Data: {points.Count} datapoints were unknown.");
        }

        var count = breaching + (treatment == "breaching" ? absent : 0);
        var values = string.Join(", ", present);
        return count >= needed || (present.Count > 0 && breaching == present.Count && treatment == "missing" && present.Count >= needed)
            ? (StateValue.ALARM, $"Threshold Crossed: {count} out of the last {points.Count} datapoints [{values}] breached the threshold ({alarm.Threshold}).")
            : (StateValue.OK, $"Threshold Crossed: {points.Count - count} datapoints [{values}] were not breaching the threshold ({alarm.Threshold}).");
    }

    private static bool Breaches(MetricAlarm alarm, double value) => alarm.ComparisonOperator.Value switch
    {
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "GreaterThanThreshold" => value > alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        "LessThanOrEqualToThreshold" => value <= alarm.Threshold,
        _ => false,
    };

    /// <summary>Sets the state; a change carries out the new state's actions, and scaling policies hear of ALARM again and again while it lasts.</summary>
    private void Become(MetricAlarm alarm, StateValue state, string reason)
    {
        var isChange = alarm.StateValue != state;
        alarm.StateReason = reason;
        alarm.StateUpdatedTimestamp = Today;
        if (isChange)
        {
            alarm.StateValue = state;
            alarm.StateTransitionedTimestamp = Today;
        }

        if (isChange && state == StateValue.ALARM)
        {
            Region.Get<EcsService>().AlarmFired(alarm.AlarmName);
            Region.Get<CodeDeployService>().AlarmFired(alarm.AlarmName);
        }

        if (!isChange || alarm.ActionsEnabled != true)
        {
            return;
        }

        var actions = state.Value switch
        {
            "ALARM" => alarm.AlarmActions,
            "OK" => alarm.OKActions,
            _ => alarm.InsufficientDataActions,
        };
        foreach (var action in actions.Where(action => action.Contains(":autoscaling:", StringComparison.Ordinal)))
        {
            Region.Get<ApplicationAutoScalingService>().AlarmActs(action, alarm);
        }
    }
}
