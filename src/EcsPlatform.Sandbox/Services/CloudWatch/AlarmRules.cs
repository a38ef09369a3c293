using System.Text.RegularExpressions;
using Amazon.CloudWatch.Model;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>What AWS checks before it stores an alarm (CloudWatch API reference, PutMetricAlarm).</summary>
internal static partial class AlarmRules
{
    private const int LongestWindow = 86400 * 7;

    private static readonly HashSet<string> BandOperators =
        ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];

    private static readonly HashSet<string> MissingData = ["breaching", "notBreaching", "ignore", "missing"];

    public static void Check(PutMetricAlarmRequest request)
    {
        Require(request.EvaluationCriteria is null, "The EcsPlatform sandbox does not have PromQL alarms.");
        RequireMember(request.ComparisonOperator, "comparisonOperator");
        RequireMember(request.EvaluationPeriods, "evaluationPeriods");
        CheckMetric(request);
        CheckThreshold(request);
        var points = request.DatapointsToAlarm;
        Require(points is null || points <= request.EvaluationPeriods, "DatapointsToAlarm must be less than or equal to EvaluationPeriods.", "InvalidParameterCombination");
        Require(request.TreatMissingData is null || MissingData.Contains(request.TreatMissingData),
            $"The value {request.TreatMissingData} is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].", "InvalidParameterValue");
        Require(request.EvaluateLowSampleCountPercentile is null or "evaluate" or "ignore",
            "EvaluateLowSampleCountPercentile must be evaluate or ignore.", "InvalidParameterValue");
        foreach (var action in (request.AlarmActions ?? []).Concat(request.OKActions ?? []).Concat(request.InsufficientDataActions ?? []))
        {
            Require(Action().IsMatch(action), $"Invalid arn syntax: {action}");
        }
    }

    private static void CheckMetric(PutMetricAlarmRequest request)
    {
        if (request.Metrics is { Count: > 0 } metrics)
        {
            Require(request.MetricName is null && request.Statistic is null && request.ExtendedStatistic is null && request.Period is null && request.Namespace is null,
                "You cannot specify Metrics together with MetricName, Namespace, Statistic, ExtendedStatistic or Period.", "InvalidParameterCombination");
            Require(metrics.Select(query => query.Id).Distinct().Count() == metrics.Count, "The values for parameter id in MetricDataQueries are not unique.");
            Require(metrics.Count(query => query.ReturnData ?? true) == 1 || request.ThresholdMetricId is not null, "Exactly one element of the metrics list should return data.");
            foreach (var query in metrics)
            {
                Require((query.Expression is null) != (query.MetricStat is null), "Each MetricDataQuery must have either an Expression or a MetricStat.");
                CheckPeriod(query.MetricStat?.Period ?? query.Period, request.EvaluationPeriods);
            }

            return;
        }

        RequireMember(request.MetricName, "metricName");
        RequireMember(request.Namespace, "namespace");
        RequireMember(request.Period, "period");
        Require(request.Statistic is null || request.ExtendedStatistic is null, "Statistic and ExtendedStatistic are mutually exclusive parameters.", "InvalidParameterCombination");
        Require(request.Statistic is not null || request.ExtendedStatistic is not null, "At least one of the parameters Statistic or ExtendedStatistic must be set.", "InvalidParameterCombination");
        Require(request.ExtendedStatistic is null || Percentile().IsMatch(request.ExtendedStatistic), $"The value {request.ExtendedStatistic} for parameter ExtendedStatistic is not supported.", "InvalidParameterValue");
        CheckPeriod(request.Period, request.EvaluationPeriods);
    }

    private static void CheckPeriod(int? period, int? evaluationPeriods)
    {
        if (period is not { } seconds)
        {
            return;
        }

        Require(seconds is 10 or 20 or 30 || (seconds > 0 && seconds % 60 == 0), "Period must be 10, 20, 30 or a multiple of 60");
        var window = (long)seconds * (evaluationPeriods ?? 1);
        Require(window <= (seconds >= 3600 ? LongestWindow : 86400), "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");
    }

    private static void CheckThreshold(PutMetricAlarmRequest request)
    {
        if (BandOperators.Contains(request.ComparisonOperator.Value))
        {
            RequireMember(request.ThresholdMetricId, "thresholdMetricId");
            Require(request.Threshold is null, "Threshold and ThresholdMetricId are mutually exclusive.", "InvalidParameterCombination");
        }
        else
        {
            Require(request.ThresholdMetricId is null, $"ThresholdMetricId cannot be used with ComparisonOperator {request.ComparisonOperator.Value}.", "InvalidParameterCombination");
            RequireMember(request.Threshold, "threshold");
        }
    }

    private static void RequireMember(object? value, string member) =>
        Require(value is not null, $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must not be null");

    private static void Require(bool condition, string message, string code = "ValidationError")
    {
        if (!condition)
        {
            throw new AwsError(code, message);
        }
    }

    /// <summary>The kinds of actions that an alarm may have.</summary>
    [GeneratedRegex(@"^arn:aws[a-z-]*:(sns:[a-z0-9-]+:\d{12}:\S+|autoscaling:[a-z0-9-]+:\d{12}:scalingPolicy:\S.*|application-autoscaling:[a-z0-9-]+:\d{12}:scalingPolicy:\S.*|lambda:[a-z0-9-]+:\d{12}:function:\S+|ssm:[a-z0-9-]+:\d{12}:\S+|ssm-incidents::\d{12}:\S+|automate:[a-z0-9-]+:ec2:(stop|terminate|recover|reboot)|swf:[a-z0-9-]+:\d{12}:\S+|aiops:[a-z0-9-]+:\d{12}:\S+)$")]
    private static partial Regex Action();

    [GeneratedRegex(@"^(p(100(\.0{1,2})?|\d{1,2}(\.\d{1,10})?)|IQM|(tm|tc|ts|wm)\d{1,2}(\.\d+)?|(PR|TM|TC|TS|WM)\(.*:.*\))$")]
    private static partial Regex Percentile();
}
