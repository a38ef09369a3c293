using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.CloudWatch;

public sealed class AlarmTests
{
    private readonly VirtualClock _clock = new();
    private readonly AwsSandbox _sandbox;

    public AlarmTests() => _sandbox = new AwsSandbox(new SandboxOptions { Clock = _clock });

    public static TheoryData<string, Action<PutMetricAlarmRequest>, string> Refusals => new()
    {
        { "period of 45 seconds", request => request.Period = 45, "ValidationError" },
        { "no period", request => request.Period = null, "ValidationError" },
        { "two statistics", request => request.ExtendedStatistic = "p99", "InvalidParameterCombination" },
        { "no statistic", request => request.Statistic = null, "InvalidParameterCombination" },
        { "a statistic besides metrics", request => request.Metrics = [new MetricDataQuery { Id = "m1", Expression = "1" }], "InvalidParameterCombination" },
        { "more datapoints than periods", request => request.DatapointsToAlarm = 4, "InvalidParameterCombination" },
        { "unknown treatment", request => request.TreatMissingData = "panic", "InvalidParameterValue" },
        { "an action that is no ARN", request => request.AlarmActions = ["page me"], "ValidationError" },
        { "no threshold", request => request.Threshold = null, "ValidationError" },
        { "longer than a day", request => (request.Period, request.EvaluationPeriods) = (300, 300), "ValidationError" },
        { "51 tags", request => request.Tags = [.. Enumerable.Range(0, 51).Select(i => new Tag { Key = $"k{i}", Value = "" })], "InvalidParameterValue" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void An_alarm_that_CloudWatch_cannot_evaluate_is_refused(string what, Action<PutMetricAlarmRequest> spoil, string code)
    {
        var request = Alarm();
        spoil(request);

        _sandbox.Refuses(CloudWatchModel.PutMetricAlarm, request).Code.ShouldBe(code, what);
    }

    [Fact]
    public void Putting_an_alarm_again_changes_it_and_keeps_state_and_tags()
    {
        var request = Alarm();
        request.Tags = [new Tag { Key = "a", Value = "1" }];
        Put(request);
        _sandbox.Call(CloudWatchModel.SetAlarmState, new SetAlarmStateRequest { AlarmName = "errors", StateValue = StateValue.OK, StateReason = "by hand" });
        Put(Alarm(threshold: 9));

        var alarm = Look();
        alarm.Threshold.ShouldBe(9);
        alarm.StateValue.ShouldBe(StateValue.OK);
        _sandbox.Call(CloudWatchModel.ListTagsForResource, new ListTagsForResourceRequest { ResourceARN = alarm.AlarmArn }).Tags.ShouldHaveSingleItem().Value.ShouldBe("1");
    }

    [Fact]
    public void Data_takes_an_alarm_from_INSUFFICIENT_DATA_to_OK_to_ALARM_and_back()
    {
        Put(Alarm());
        Wait(10);
        Look().StateValue.ShouldBe(StateValue.INSUFFICIENT_DATA);

        Measure(1);
        Look().StateValue.ShouldBe(StateValue.OK);
        Measure(50);
        Measure(50);
        Measure(50);
        Look().StateValue.ShouldBe(StateValue.ALARM);
        Look().StateReason.ShouldStartWith("Threshold Crossed");
        Wait(600);
        Look().StateValue.ShouldBe(StateValue.INSUFFICIENT_DATA);
        _clock.PendingTimers.ShouldBe(0);
    }

    [Theory]
    [InlineData("breaching", "ALARM")]
    [InlineData("notBreaching", "OK")]
    [InlineData("missing", "INSUFFICIENT_DATA")]
    [InlineData("ignore", "OK")]
    public void Missing_data_is_treated_as_asked(string treatment, string state)
    {
        var request = Alarm();
        request.TreatMissingData = treatment;
        Put(request);
        Measure(1);
        Wait(900);

        Look().StateValue.Value.ShouldBe(state);
    }

    [Fact]
    public void An_alarm_fires_on_demand()
    {
        _sandbox.Faults.SetAlarm("err*");
        Put(Alarm());
        Wait(10);

        Look().StateValue.ShouldBe(StateValue.ALARM);
    }

    [Fact]
    public void Alarms_are_found_by_name_prefix_state_and_page()
    {
        for (var i = 0; i < 120; i++)
        {
            Put(Alarm($"a-{i:000}"));
        }

        Put(Alarm());
        var first = Describe(new DescribeAlarmsRequest { AlarmNamePrefix = "a-", MaxRecords = 100 });
        first.MetricAlarms.Count.ShouldBe(100);
        Describe(new DescribeAlarmsRequest { AlarmNamePrefix = "a-", MaxRecords = 100, NextToken = first.NextToken }).MetricAlarms.Count.ShouldBe(20);
        Describe(new DescribeAlarmsRequest { AlarmNames = ["errors", "nobody"] }).MetricAlarms.ShouldHaveSingleItem();
        Describe(new DescribeAlarmsRequest { StateValue = StateValue.ALARM }).MetricAlarms.ShouldBeEmpty();
    }

    [Fact]
    public void Deleting_an_unknown_alarm_deletes_none()
    {
        Put(Alarm());

        _sandbox.Refuses(CloudWatchModel.DeleteAlarms, new DeleteAlarmsRequest { AlarmNames = ["errors", "nobody"] }).Code.ShouldBe("ResourceNotFound");
        Look().AlarmName.ShouldBe("errors");
        _sandbox.Call(CloudWatchModel.DeleteAlarms, new DeleteAlarmsRequest { AlarmNames = ["errors"] });
        _clock.PendingTimers.ShouldBe(0);
    }

    private static PutMetricAlarmRequest Alarm(string name = "errors", double threshold = 5) => new()
    {
        AlarmName = name,
        Namespace = "Payments",
        MetricName = "Errors",
        Statistic = Statistic.Sum,
        Period = 60,
        EvaluationPeriods = 3,
        Threshold = threshold,
        ComparisonOperator = ComparisonOperator.GreaterThanThreshold,
    };

    private void Put(PutMetricAlarmRequest request) => _sandbox.Call(CloudWatchModel.PutMetricAlarm, request);

    private void Measure(double value)
    {
        _sandbox.Call(CloudWatchModel.PutMetricData, new PutMetricDataRequest
        {
            Namespace = "Payments",
            MetricData = [new MetricDatum { MetricName = "Errors", Value = value }],
        });
        Wait(59);
    }

    private void Wait(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private MetricAlarm Look() => Describe(new DescribeAlarmsRequest { AlarmNames = ["errors"] }).MetricAlarms[0];

    private DescribeAlarmsResponse Describe(DescribeAlarmsRequest request) => _sandbox.Call(CloudWatchModel.DescribeAlarms, request);
}
