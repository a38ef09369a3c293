using System.Text.Json;
using EcsPlatform.Sandbox.Services;

namespace EcsPlatform.Cli.Tests;

public sealed class DeployTests : IDisposable
{
    private const string Platform = """
        name: shop
        environmentSuffix: dev
        network: {zones: 2, natGateway: single}
        loadBalancer: {listeners: [{port: 80}, {port: 9000, test: true}]}
        services:
          - name: web
            port: 8080
            cpu: 256
            memory: 512
            route: {paths: ["/*"]}
            targetHealth: {path: /health, intervalSeconds: 5, timeoutSeconds: 2, healthyThreshold: 2, unhealthyThreshold: 2}
            deregistrationDelaySeconds: 10
            deployment: {strategy: LINEAR, linear: {stepPercent: 25, stepMinutes: 2}, bakeTimeMinutes: 2}
          - name: orders
            port: 8080
            cpu: 256
            memory: 512
            route: {paths: ["/orders/*"]}
            deployment: {strategy: BLUE_GREEN, bakeTimeMinutes: 1, hooks: [{stages: [POST_TEST_TRAFFIC_SHIFT], timeoutMinutes: 60}]}
        """;

    private readonly Account _account = new();
    private readonly DefinitionFile _file = new(Platform);

    public DeployTests() => _account.Start("up", _file.Path, "--yes").ExitCode.ShouldBe(ExitCode.Ok);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_good_version_serves_and_each_change_is_a_line()
    {
        Push("web", "v2");

        var run = _account.Start("deploy", _file.Path, "--service", "web", "--image", "v2");

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldMatch(@"\n\d\d:\d\d:\d\d  web  production traffic shift  █████░░░░░  50 %  new 2/2, old 2/2\n");
        run.Out.ShouldMatch(@"web: task-web-dev:2 serves \(\d+ min \d\d s\)\.\n");
        _account.Start("plan", _file.Path).ExitCode.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public void A_bad_version_is_rolled_back_and_says_why()
    {
        Push("web", "bad");
        _account.Sandbox.Faults.SetContainerCrash("*:bad");

        var run = _account.Start("deploy", _file.Path, "--service", "web", "--image", "bad");

        run.ExitCode.ShouldBe(ExitCode.RolledBack);
        run.Out.ShouldContain("The deployment of web was rolled back; the version before serves.");
        run.Out.ShouldContain("web exit code 1");
    }

    [Fact]
    public void What_is_in_the_way_is_told_at_once_and_nothing_is_changed()
    {
        var run = _account.Start("deploy", "--platform", "shop", "--suffix", "dev", "--region", "us-east-1", "--service", "web", "--service", "nothing", "--image", "nowhere");

        run.ExitCode.ShouldBe(ExitCode.DeploymentRefused);
        run.Out.ShouldContain("(ImageNotFound)");
        run.Out.ShouldContain("(MicroserviceNotFound)");
        run.Out.ShouldEndWith("Nothing was changed.\n");
        _account.Start("deploy", _file.Path, "--follow").Out.ShouldBe("deployments of shop-dev (us-east-1)\nThere is no deployment.\n");
    }

    [Fact]
    public void A_quota_that_is_too_small_is_in_the_way_unless_it_is_accepted_or_cannot_be_asked()
    {
        _account.Sandbox.Faults.SetVcpuQuota("FARGATE", 1.25);
        var refused = _account.Start("deploy", _file.Path, "--service", "web");
        refused.ExitCode.ShouldBe(ExitCode.DeploymentRefused);
        refused.Out.ShouldContain("1 of the 1.25 that the account may run are in use.");
        refused.Out.ShouldContain("(QuotaShort)");

        _account.Sandbox.Faults.Discontinue("servicequotas", EcsPlatform.Sandbox.Discontinuation.Refuses);
        var unasked = _account.Start("deploy", _file.Path, "--service", "web", "--no-wait");
        unasked.ExitCode.ShouldBe(ExitCode.Ok);
        unasked.Out.ShouldContain("servicequotas:GetServiceQuota");
    }

    [Theory]
    [InlineData("--approve", "succeeded")]
    [InlineData("--reject", "rolled back")]
    public void A_pause_is_an_exit_code_of_its_own_and_somebody_else_ends_it(string answer, string end)
    {
        var paused = _account.Start("deploy", _file.Path, "--service", "orders");
        paused.ExitCode.ShouldBe(ExitCode.Paused);
        paused.Out.ShouldContain("deploy --platform shop --suffix dev --service orders --approve, or --reject.");

        var ended = _account.Start("deploy", _file.Path, "--service", "orders", answer);

        ended.ExitCode.ShouldBe(ExitCode.Ok);
        ended.Out.ShouldContain($"orders  {end}");
    }

    [Fact]
    public void Who_does_not_wait_comes_back_later()
    {
        var started = _account.Start("deploy", _file.Path, "--service", "web", "--no-wait");
        started.ExitCode.ShouldBe(ExitCode.Ok);
        started.Out.ShouldContain("It goes on by itself");

        _account.Start("deploy", _file.Path, "--follow").Out.ShouldContain("task-web-dev:1 serves");
    }

    [Fact]
    public void A_stop_lets_go_and_the_deployment_goes_on()
    {
        using var stop = new CancellationTokenSource();
        _account.Sandbox.Journal.Completed += entry =>
        {
            if (entry.Operation == "DescribeServiceDeployments")
            {
                stop.Cancel();
            }
        };

        var stopped = _account.Start(stop.Token, "deploy", _file.Path, "--service", "web");

        stopped.ExitCode.ShouldBe(ExitCode.Stopped);
        stopped.Error.ShouldContain("what has begun goes on by itself. To come back: the same platform with --follow.");
        _account.Start("deploy", _file.Path, "--follow").ExitCode.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public void Json_is_a_line_for_each_change_and_the_outcome_comes_last()
    {
        var run = _account.Start("deploy", _file.Path, "--service", "web", "--json");

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.SkipLast(1).ShouldAllBe(line => line.GetProperty("type").GetString() == "deployment");
        lines.SkipLast(1).Select(line => line.GetProperty("newVersion").TryGetProperty("traffic", out var share) ? share.GetDouble() : 100).Distinct().ShouldBe([0, 25, 50, 75, 100]);
        lines[^1].GetProperty("type").GetString().ShouldBe("outcome");
        lines[^1].GetProperty("result").GetString().ShouldBe("succeeded");
        lines[^1].GetProperty("deployments")[0].GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public void A_terminal_gets_a_bar_of_the_traffic()
    {
        var run = _account.StartTyping("", "deploy", _file.Path, "--service", "web");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("deploy to shop-dev (us-east-1)");
        run.Out.ShouldMatch(@"web: production traffic shift, 75 % of the traffic");
    }

    [Theory]
    [InlineData("deploy", "platform.yaml")]
    [InlineData("deploy", "platform.yaml", "--service", "web", "--image", "v2", "--revision", "1")]
    [InlineData("deploy", "platform.yaml", "--service", "web", "--order", "callees", "--no-wait")]
    [InlineData("deploy", "platform.yaml", "--follow", "--approve")]
    public void What_contradicts_itself_is_refused(params string[] args) => ToolRun.Start(args).ExitCode.ShouldBe(ExitCode.WrongCommandLine);

    private void Push(string service, string tag) => _account.Sandbox.Look((EcrService images) => images.Push($"repo-{service}-dev", tag)).ShouldNotBeNull();
}
