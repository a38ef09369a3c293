using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using EcsPlatform.Core.Deployments;

namespace EcsPlatform.Core.Tests.Deployments;

public sealed class FiredAlarmsTests
{
    private const string Stopped = "One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped.";

    [Theory]
    [InlineData(" Activated alarms: <errors-web-dev>", "errors-web-dev")]
    [InlineData(" Activated alarms: <errors-web-dev> <latency of web>", "errors-web-dev|latency of web")]
    [InlineData(" Activated alarms: <p99>250ms> <5xx <2%>.", "p99>250ms|5xx <2%")]
    [InlineData(" Activated alarms: <twice> <twice>", "twice")]
    public void Their_names_are_read_from_what_CodeDeploy_says(string end, string names) =>
        string.Join('|', FiredAlarms.Of(Info(ErrorCode.ALARM_ACTIVE, Stopped + end))).ShouldBe(names);

    [Fact]
    public void Where_no_name_is_said_the_only_one_that_was_watched_has_fired()
    {
        var info = Info(ErrorCode.ALARM_ACTIVE, Stopped);
        FiredAlarms.Of(info).ShouldBeEmpty();
        info.OverrideAlarmConfiguration = new AlarmConfiguration { Enabled = true, Alarms = [new Alarm { Name = "errors" }] };
        FiredAlarms.Of(info).ShouldBe(["errors"]);
        info.OverrideAlarmConfiguration.Alarms.Add(new Alarm { Name = "latency" });
        FiredAlarms.Of(info).ShouldBeEmpty();
    }

    [Fact]
    public void What_stopped_for_another_reason_was_stopped_by_no_alarm() =>
        FiredAlarms.Of(Info(ErrorCode.MANUAL_STOP, "The deployment was stopped by a user. Activated alarms: <none>")).ShouldBeEmpty();

    private static DeploymentInfo Info(ErrorCode code, string message) => new() { ErrorInformation = new ErrorInformation { Code = code, Message = message } };
}
