using Amazon.ApplicationAutoScaling.Model;

namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>The steps of a step scaling policy: which are allowed, and which one a breach falls into.</summary>
internal static class StepRules
{
    public static void Check(StepScalingPolicyConfiguration steps)
    {
        AutoScalingErrors.Require(steps.AdjustmentType is not null, "AdjustmentType must be specified for a step scaling policy.");
        AutoScalingErrors.Require(steps.StepAdjustments is { Count: > 0 }, "There must be at least one step adjustment for a step scaling policy.");
        AutoScalingErrors.Require(steps.StepAdjustments!.Count <= 20, "There can be at most 20 step adjustments per scaling policy.");
        AutoScalingErrors.Require(steps.Cooldown is null or >= 0, "Cooldown must not be negative.");
        AutoScalingErrors.Require(steps.MinAdjustmentMagnitude is null || steps.AdjustmentType!.Value == "PercentChangeInCapacity",
            "MinAdjustmentMagnitude is supported only for AdjustmentType PercentChangeInCapacity");
        var sorted = steps.StepAdjustments.OrderBy(step => step.MetricIntervalLowerBound ?? double.NegativeInfinity).ToList();
        foreach (var step in sorted)
        {
            AutoScalingErrors.Require(step.MetricIntervalLowerBound is not null || step.MetricIntervalUpperBound is not null,
                "Both lower and upper bounds of a step adjustment cannot be left unspecified");
            AutoScalingErrors.Require(!(step.MetricIntervalLowerBound >= step.MetricIntervalUpperBound), "The lower bound of a step adjustment must be less than its upper bound.");
        }

        AutoScalingErrors.Require(sorted.Count(step => step.MetricIntervalLowerBound is null) <= 1, "At most one StepAdjustment may have an unspecified lower bound");
        AutoScalingErrors.Require(sorted.Count(step => step.MetricIntervalUpperBound is null) <= 1, "At most one StepAdjustment may have an unspecified upper bound");
        CheckNeighbours(sorted);
        CheckEnds(sorted);
    }

    /// <summary>The step for how far the metric is from the alarm's threshold: above, lower bounds are inclusive; below, upper bounds are.</summary>
    public static StepAdjustment? For(StepScalingPolicyConfiguration steps, double breach, bool isAbove) =>
        steps.StepAdjustments.FirstOrDefault(step =>
            isAbove ? breach >= (step.MetricIntervalLowerBound ?? double.NegativeInfinity) && breach < (step.MetricIntervalUpperBound ?? double.PositiveInfinity)
                : breach > (step.MetricIntervalLowerBound ?? double.NegativeInfinity) && breach <= (step.MetricIntervalUpperBound ?? double.PositiveInfinity));

    /// <summary>The capacity that a step asks for.</summary>
    public static int Capacity(StepScalingPolicyConfiguration steps, StepAdjustment step, int current)
    {
        var adjustment = step.ScalingAdjustment ?? 0;
        switch (steps.AdjustmentType.Value)
        {
            case "ExactCapacity":
                return adjustment;
            case "PercentChangeInCapacity":
                var change = current * adjustment / 100.0;

                // Away from zero below one, else towards zero.
                var whole = Math.Abs(change) < 1 ? Math.Sign(change) : (int)change;
                var least = steps.MinAdjustmentMagnitude ?? 1;
                return current + (Math.Sign(adjustment) * Math.Max(Math.Abs(whole), least));
            default:
                return current + adjustment;
        }
    }

    private static void CheckNeighbours(List<StepAdjustment> sorted)
    {
        foreach (var (left, right) in sorted.Zip(sorted.Skip(1)))
        {
            var end = left.MetricIntervalUpperBound ?? double.PositiveInfinity;
            var start = right.MetricIntervalLowerBound ?? double.NegativeInfinity;
            AutoScalingErrors.Require(end <= start, $"StepAdjustment intervals can't overlap; [{left.MetricIntervalLowerBound}, {left.MetricIntervalUpperBound}] and [{right.MetricIntervalLowerBound}, {right.MetricIntervalUpperBound}] overlap");

            // Steps may leave the alarm's own side out: a gap that spans the threshold is none.
            AutoScalingErrors.Require(end.Equals(start) || (end <= 0 && start >= 0), "StepAdjustment intervals can't have gaps between them");
        }
    }

    private static void CheckEnds(List<StepAdjustment> sorted)
    {
        AutoScalingErrors.Require(!sorted.Exists(step => step.MetricIntervalUpperBound > 0) || sorted.Exists(step => step.MetricIntervalUpperBound is null),
            "There must be a StepAdjustment with an unspecified upper bound (i.e., upper bound is null) when one StepAdjustment has a positive upper bound");
        AutoScalingErrors.Require(!sorted.Exists(step => step.MetricIntervalLowerBound < 0) || sorted.Exists(step => step.MetricIntervalLowerBound is null),
            "There must be a StepAdjustment with an unspecified lower bound (i.e., lower bound is null) when one StepAdjustment has a negative lower bound");
    }
}
