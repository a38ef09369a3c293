using System.Text.Json.Nodes;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services;
using EcsPlatform.Sandbox.Tests.Lambda;
using static EcsPlatform.Aws.Models.SecretsManagerModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class SecretRotationTests
{
    private readonly LambdaWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    public SecretRotationTests()
    {
        _world.Create();
        Sandbox.Call(CreateSecret, new() { Name = "db", SecretString = """{"username":"app","password":"first"}""" });
    }

    [Fact]
    public void The_function_must_let_Secrets_Manager_invoke_it()
    {
        Sandbox.Refuses(RotateSecret, Every(7)).Code.ShouldBe("AccessDeniedException");
        Sandbox.Refuses(RotateSecret, new() { SecretId = "db" }).Code.ShouldBe("InvalidRequestException");
    }

    [Fact]
    public void A_rotation_happens_on_its_day()
    {
        _world.Permit();
        Sandbox.Call(RotateSecret, Every(7));
        var before = Described();
        before.RotationEnabled.ShouldBe(true);
        before.LastRotatedDate.ShouldBeNull();
        before.NextRotationDate.ShouldBe(VirtualClock.DefaultStart.AddDays(8).AddSeconds(-1).UtcDateTime);
        Password().ShouldBe("first");
        _world.Clock.PendingTimers.ShouldBe(0);

        _world.Clock.Advance(TimeSpan.FromDays(7));

        Password().ShouldNotBe("first");
        var after = Described();
        after.LastRotatedDate!.Value.Date.ShouldBe(VirtualClock.DefaultStart.AddDays(7).UtcDateTime.Date);
        after.NextRotationDate.ShouldBe(VirtualClock.DefaultStart.AddDays(15).AddSeconds(-1).UtcDateTime);
        after.VersionIdsToStages.Values.SelectMany(stages => stages).ShouldBe(["AWSCURRENT", "AWSPREVIOUS"], ignoreOrder: true);
        _world.Clock.Advance(TimeSpan.FromDays(7));
        Described().LastRotatedDate!.Value.Date.ShouldBe(VirtualClock.DefaultStart.AddDays(14).UtcDateTime.Date);
    }

    [Fact]
    public void A_failing_function_leaves_the_version_pending_until_it_works()
    {
        _world.Permit();
        Sandbox.Faults.SetFunctionFailure("rotate:setSecret");

        var token = Sandbox.Call(RotateSecret, new() { SecretId = "db", RotationLambdaARN = "rotate", RotationRules = new() { AutomaticallyAfterDays = 7 } }).VersionId;
        _world.Clock.Advance(TimeSpan.FromMinutes(2));

        Described().LastRotatedDate.ShouldBeNull();
        Described().VersionIdsToStages[token].ShouldBe(["AWSPENDING"]);
        Password().ShouldBe("first");
        Sandbox.Refuses(RotateSecret, Every(7)).Said.ShouldContain("A previous rotation isn't complete");
        Sandbox.Call(CloudWatchLogsModel.FilterLogEvents, new() { LogGroupName = "/aws/lambda/rotate" }).Events.ShouldContain(line => line.Message.Contains("ERROR"));

        Sandbox.Faults.Clear();
        _world.Clock.Advance(TimeSpan.FromMinutes(10));

        Described().VersionIdsToStages[token].ShouldBe(["AWSCURRENT"]);
        Described().LastRotatedDate.ShouldNotBeNull();
    }

    [Fact]
    public void A_function_whose_role_may_not_read_the_secret_fails()
    {
        var world = new LambdaWorld("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*","secretsmanager:DescribeSecret"],"Resource":"*"}]}""");
        world.Create();
        world.Permit();
        world.Sandbox.Call(CreateSecret, new() { Name = "db", SecretString = "x" });

        world.Sandbox.Call(RotateSecret, new() { SecretId = "db", RotationLambdaARN = "rotate", RotationRules = new() { AutomaticallyAfterDays = 7 } });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        world.Sandbox.Call(DescribeSecret, new() { SecretId = "db" }).LastRotatedDate.ShouldBeNull();
        world.Sandbox.Call(CloudWatchLogsModel.FilterLogEvents, new() { LogGroupName = "/aws/lambda/rotate" }).Events
            .ShouldContain(line => line.Message.Contains("not authorized to perform: secretsmanager:GetSecretValue"));
    }

    [Fact]
    public void A_value_put_by_hand_counts_as_a_rotation()
    {
        _world.Permit();
        Sandbox.Call(RotateSecret, Every(7));
        _world.Clock.Advance(TimeSpan.FromDays(3));

        Sandbox.Call(PutSecretValue, new() { SecretId = "db", SecretString = "second" });

        Described().NextRotationDate!.Value.Date.ShouldBe(VirtualClock.DefaultStart.AddDays(10).UtcDateTime.Date);
    }

    [Fact]
    public void A_cancelled_rotation_keeps_its_rules_and_does_not_happen()
    {
        _world.Permit();
        Sandbox.Call(RotateSecret, Every(7));
        Sandbox.Call(CancelRotateSecret, new() { SecretId = "db" });
        _world.Clock.Advance(TimeSpan.FromDays(30));

        Password().ShouldBe("first");
        Described().RotationEnabled.ShouldBe(false);
        Described().RotationRules.AutomaticallyAfterDays.ShouldBe(7);
        Described().NextRotationDate.ShouldBeNull();
    }

    [Fact]
    public void The_current_label_moves_by_name_of_the_version_that_has_it()
    {
        var first = Described().VersionIdsToStages.Keys.Single();
        var second = Sandbox.Call(PutSecretValue, new() { SecretId = "db", SecretString = "second", VersionStages = ["AWSPENDING"] }).VersionId;

        Sandbox.Refuses(UpdateSecretVersionStage, new() { SecretId = "db", VersionStage = "AWSCURRENT", MoveToVersionId = second }).Said.ShouldContain("RemoveFromVersionId");
        Sandbox.Refuses(UpdateSecretVersionStage, new() { SecretId = "db", VersionStage = "AWSCURRENT", RemoveFromVersionId = first }).Code.ShouldBe("InvalidParameterException");
        Sandbox.Call(UpdateSecretVersionStage, new() { SecretId = "db", VersionStage = "AWSCURRENT", MoveToVersionId = second, RemoveFromVersionId = first });

        var versions = Sandbox.Call(ListSecretVersionIds, new() { SecretId = "db" }).Versions.ToDictionary(version => version.VersionId, version => version.VersionStages);
        versions[second].ShouldBe(["AWSPENDING", "AWSCURRENT"]);
        versions[first].ShouldBe(["AWSPREVIOUS"]);
    }

    [Fact]
    public void A_pending_rotation_survives_the_state_file()
    {
        _world.Permit();
        Sandbox.Call(RotateSecret, Every(7));
        var path = Path.GetTempFileName();
        try
        {
            StateFile.Save(Sandbox, path);
            var other = new AwsSandbox();
            StateFile.Load(other, path);
            ((VirtualClock)other.Clock).Advance(TimeSpan.FromDays(8));

            other.Call(DescribeSecret, new() { SecretId = "db" }).LastRotatedDate.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("rate(4 hours)", 1, 0)]
    [InlineData("cron(0 8 1 * ? *)", 1, 8)]
    [InlineData("cron(0 16 ? * MON *)", 4, 16)]
    [InlineData("cron(0 0 L * ? *)", 31, 0)]
    public void A_schedule_opens_its_window(string expression, int day, int hour)
    {
        var last = VirtualClock.DefaultStart.AddHours(-4);

        RotationSchedule.Next(new() { ScheduleExpression = expression }, last, VirtualClock.DefaultStart.AddSeconds(-1))!.Value.Opens
            .ShouldBe(new DateTimeOffset(2027, 1, day, hour, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("rate(3 hours)")]
    [InlineData("cron(5 8 1 * ? *)")]
    [InlineData("cron(0 8 1 * MON *)")]
    [InlineData("every week")]
    public void A_schedule_that_means_nothing_is_refused(string expression)
    {
        _world.Permit();

        Sandbox.Refuses(RotateSecret, new() { SecretId = "db", RotationLambdaARN = "rotate", RotationRules = new() { ScheduleExpression = expression } })
            .Code.ShouldBe("InvalidParameterException");
    }

    private static RotateSecretRequest Every(int days) => new()
    {
        SecretId = "db", RotationLambdaARN = "rotate", RotationRules = new() { AutomaticallyAfterDays = days }, RotateImmediately = false,
    };

    private DescribeSecretResponse Described() => Sandbox.Call(DescribeSecret, new() { SecretId = "db" });

    private string Password() => JsonNode.Parse(Sandbox.Call(GetSecretValue, new() { SecretId = "db" }).SecretString)!["password"]!.ToString();
}
