using System.Text.RegularExpressions;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using EcsPlatform.Sandbox.Services.Ecs;
using EcsPlatform.Sandbox.Services.ServiceQuotas;

namespace EcsPlatform.Sandbox.Services.CloudWatch;

/// <summary>Reading metrics: what was put, and what Fargate runs now (AWS/Usage). No expressions, no percentiles.</summary>
internal sealed partial class CloudWatchService
{
    private const int MostQueries = 500;
    private const int MostDataPoints = 100800;

    private GetMetricDataResponse GetMetricData(GetMetricDataRequest request)
    {
        var (start, end) = (request.StartTime!.Value.ToUniversalTime(), request.EndTime!.Value.ToUniversalTime());
        Require(start < end, "The parameter StartTime must be less than the parameter EndTime.");
        Require(request.MetricDataQueries.Count <= MostQueries, $"The collection MetricDataQueries must not have a size greater than {MostQueries}.");
        Require(request.MetricDataQueries.DistinctBy(query => query.Id).Count() == request.MetricDataQueries.Count, "The values for parameter id in MetricDataQueries are not unique.");
        foreach (var query in request.MetricDataQueries)
        {
            Require(QueryId().IsMatch(query.Id), $"The value {query.Id} for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
            Require(query.MetricStat is not null, "The EcsPlatform sandbox reads metrics only, no expressions.");
            Require(query.MetricStat!.Period is 1 or 5 or 10 or 30 || query.MetricStat.Period > 0 && query.MetricStat.Period % 60 == 0, "Period must be 1, 5, 10, 30 or a multiple of 60.");
            Require(query.MetricStat.Stat is "SampleCount" or "Average" or "Sum" or "Minimum" or "Maximum", $"The EcsPlatform sandbox has no statistic {query.MetricStat.Stat}.");
        }

        var isAscending = request.ScanBy == ScanBy.TimestampAscending;
        return new GetMetricDataResponse
        {
            MetricDataResults = [.. request.MetricDataQueries.Where(query => query.ReturnData != false).Select(query => Result(query, start, end, isAscending))],
            Messages = [],
        };
    }

    private MetricDataResult Result(MetricDataQuery query, DateTime start, DateTime end, bool isAscending)
    {
        var stat = query.MetricStat;
        var period = TimeSpan.FromSeconds(stat.Period!.Value);
        var points = Samples(stat.Metric)
            .Where(sample => sample.Time >= Floor(start, period) && sample.Time < end)
            .GroupBy(sample => Floor(sample.Time, period))
            .OrderBy(bucket => isAscending ? bucket.Key.Ticks : -bucket.Key.Ticks)
            .Take(MostDataPoints)
            .ToList();
        return new MetricDataResult
        {
            Id = query.Id,
            Label = query.Label ?? stat.Metric.MetricName,
            Timestamps = points.ConvertAll(point => point.Key),
            Values = points.ConvertAll(point => Statistic(point, stat.Stat)),
            StatusCode = StatusCode.Complete,
        };
    }

    /// <summary>What was put for a metric; a usage metric has what runs at this moment, and nothing when nothing does.</summary>
    private IEnumerable<Sample> Samples(Metric metric)
    {
        var dimensions = (metric.Dimensions ?? []).ToDictionary(dimension => dimension.Name, dimension => dimension.Value, StringComparer.Ordinal);
        if (FargateQuotas.Counted(metric.Namespace, metric.MetricName, dimensions) is not { } provider)
        {
            return State.Samples.GetValueOrDefault(Key(metric.Namespace, metric.MetricName, metric.Dimensions)) ?? [];
        }

        var used = Region.Get<EcsService>().VcpusInUse(provider);
        return used == 0 ? [] : [new Sample { Time = Today, Sum = used, Count = 1, Minimum = used, Maximum = used }];
    }

    private static double Statistic(IEnumerable<Sample> samples, string statistic) => statistic switch
    {
        "SampleCount" => samples.Sum(sample => sample.Count),
        "Sum" => samples.Sum(sample => sample.Sum),
        "Minimum" => samples.Min(sample => sample.Minimum),
        "Maximum" => samples.Max(sample => sample.Maximum),
        _ => samples.Sum(sample => sample.Sum) / samples.Sum(sample => sample.Count),
    };

    private static DateTime Floor(DateTime time, TimeSpan period) => new(time.Ticks - (time.Ticks % period.Ticks), DateTimeKind.Utc);

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new AwsError("ValidationError", message);
        }
    }

    [GeneratedRegex("^[a-z][a-zA-Z0-9_]*$")]
    private static partial Regex QueryId();
}
