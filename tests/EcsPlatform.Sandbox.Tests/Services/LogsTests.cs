using Amazon.CloudWatchLogs.Model;
using EcsPlatform.Sandbox.Services;
using static EcsPlatform.Aws.Models.CloudWatchLogsModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class LogsTests
{
    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public void A_group_shows_its_ARN_with_and_without_the_star()
    {
        Make("/ecs/web");

        var group = _sandbox.Call(DescribeLogGroups, new DescribeLogGroupsRequest { LogGroupNamePrefix = "/ecs/" }).LogGroups.ShouldHaveSingleItem();

        group.Arn.ShouldBe("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:*");
        group.LogGroupArn.ShouldBe("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web");
        group.RetentionInDays.ShouldBeNull();
        group.CreationTime.ShouldBe(VirtualClock.DefaultStart.UtcDateTime);
    }

    [Fact]
    public void A_group_exists_once()
    {
        Make("/ecs/web");

        _sandbox.Refuses(CreateLogGroup, new CreateLogGroupRequest { LogGroupName = "/ecs/web" }).Code.ShouldBe("ResourceAlreadyExistsException");
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(13, false)]
    public void Retention_takes_certain_numbers_of_days(int days, bool fits)
    {
        Make("/ecs/web");
        var request = new PutRetentionPolicyRequest { LogGroupName = "/ecs/web", RetentionInDays = days };

        if (fits)
        {
            _sandbox.Call(PutRetentionPolicy, request);
            _sandbox.Call(DescribeLogGroups, new()).LogGroups.Single().RetentionInDays.ShouldBe(days);
        }
        else
        {
            _sandbox.Refuses(PutRetentionPolicy, request).Code.ShouldBe("InvalidParameterException");
        }
    }

    [Fact]
    public void Retention_of_a_group_that_is_not_there_is_refused()
    {
        var refusal = _sandbox.Refuses(PutRetentionPolicy, new PutRetentionPolicyRequest { LogGroupName = "x", RetentionInDays = 1 });

        (refusal.Code, refusal.Said).ShouldBe(("ResourceNotFoundException", "The specified log group does not exist."));
    }

    [Fact]
    public void Tags_are_read_by_ARN()
    {
        _sandbox.Call(CreateLogGroup, new CreateLogGroupRequest { LogGroupName = "/ecs/web", Tags = new() { ["team"] = "pay" } });
        const string arn = "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web";
        _sandbox.Call(TagResource, new TagResourceRequest { ResourceArn = arn, Tags = new() { ["env"] = "prod" } });
        _sandbox.Call(UntagResource, new UntagResourceRequest { ResourceArn = arn, TagKeys = ["team"] });

        _sandbox.Call(ListTagsForResource, new ListTagsForResourceRequest { ResourceArn = arn }).Tags
            .ShouldBe(new Dictionary<string, string> { ["env"] = "prod" });
    }

    [Fact]
    public void What_services_write_is_read_and_filtered()
    {
        Make("/ecs/web");
        foreach (var line in new[] { "started", "ERROR no database", "listening" })
        {
            _sandbox.Look((LogsService logs) => logs.Write("/ecs/web", "web/1", line)).ShouldBeTrue();
        }

        _sandbox.Look((LogsService logs) => logs.Write("/ecs/gone", "web/1", "lost")).ShouldBeFalse();
        var events = _sandbox.Call(GetLogEvents, new GetLogEventsRequest { LogGroupName = "/ecs/web", LogStreamName = "web/1", StartFromHead = true });
        var errors = _sandbox.Call(FilterLogEvents, new FilterLogEventsRequest { LogGroupName = "/ecs/web", FilterPattern = "ERROR" });

        events.Events.Select(entry => entry.Message).ShouldBe(["started", "ERROR no database", "listening"]);
        errors.Events.ShouldHaveSingleItem().Message.ShouldBe("ERROR no database");
    }

    [Fact]
    public void Reading_on_at_the_end_gives_the_same_token_again()
    {
        Make("/ecs/web");
        _sandbox.Call(CreateLogStream, new CreateLogStreamRequest { LogGroupName = "/ecs/web", LogStreamName = "s" });
        _sandbox.Call(PutLogEvents, new PutLogEventsRequest
        {
            LogGroupName = "/ecs/web",
            LogStreamName = "s",
            LogEvents = [.. Enumerable.Range(0, 5).Select(i => new InputLogEvent { Message = $"{i}", Timestamp = VirtualClock.DefaultStart.UtcDateTime.AddSeconds(i) })],
        });
        var request = new GetLogEventsRequest { LogGroupName = "/ecs/web", LogStreamName = "s", StartFromHead = true, Limit = 3 };
        var messages = new List<string>();
        for (string? token = null; ;)
        {
            request.NextToken = token;
            var page = _sandbox.Call(GetLogEvents, request);
            messages.AddRange((page.Events ?? []).Select(entry => entry.Message));
            if (page.NextForwardToken == token)
            {
                break;
            }

            token = page.NextForwardToken;
        }

        messages.ShouldBe(["0", "1", "2", "3", "4"]);
    }

    private void Make(string name) => _sandbox.Call(CreateLogGroup, new CreateLogGroupRequest { LogGroupName = name });
}
