using System.Text.Json;

namespace EcsPlatform.Cli.Tests;

public sealed class UpAndDownTests : IDisposable
{
    private readonly Account _account = new();
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Up_builds_and_shows_what_runs()
    {
        var run = _account.Start("up", _file.Path, "--yes");

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldMatch(@"\n00:0\d:\d\d  created  subnet/private-a  subnet-[0-9a-f]{17} \(\d");
        run.Out.ShouldMatch(@"up done: \d+ changed; .* calls in \d+ rounds, \d+ polls\.");
        run.Out.ShouldContain("web      2 of 2   completed   task-web-dev:1");
    }

    [Fact]
    public void Without_waiting_up_says_what_is_still_starting_and_the_next_one_waits_for_it()
    {
        var run = _account.Start("up", _file.Path, "--yes", "--no-wait");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldMatch(@"created  service/web  service-web-dev \(.* s\), still starting\n");
        run.Out.ShouldMatch(@"up done: \d+ changed, \d still starting; ");
        run.Out.ShouldContain("web      0 of 2");
        var report = _account.Start("up", _file.Path, "--yes", "--no-wait", "--json").Out.Split('\n').Single(line => line.Contains("\"report\"", StringComparison.Ordinal));
        JsonDocument.Parse(report).RootElement.GetProperty("starting").EnumerateArray().Select(item => item.GetString()).ShouldContain("service/web");

        _account.Start("up", _file.Path, "--yes").Out.ShouldContain("web      2 of 2   completed");
    }

    [Theory]
    [InlineData("up", "--yes")]
    [InlineData("plan")]
    public void Where_App_Mesh_is_gone_it_ends_with_its_own_code_before_anything_is_made(params string[] command)
    {
        _account.Sandbox.Faults.Discontinue("appmesh");
        using var file = new DefinitionFile(DefinitionFile.Small + "\nmesh: {type: appMesh}\n");

        var run = _account.Start([command[0], file.Path, .. command[1..]]);

        run.ExitCode.ShouldBe(ExitCode.AppMeshGone);
        run.Error.ShouldContain("serviceConnect");
        _account.Sandbox.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_terminal_a_missing_yes_is_an_error_and_nothing_is_changed()
    {
        var run = _account.Start("up", _file.Path);

        run.ExitCode.ShouldBe(ExitCode.CannotAsk);
        run.Error.ShouldContain("give --yes");
        _account.Sandbox.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void With_json_no_question_is_asked_even_on_a_terminal() =>
        _account.StartTyping("y\n", "up", _file.Path, "--json").ExitCode.ShouldBe(ExitCode.CannotAsk);

    [Theory]
    [InlineData("y\n", ExitCode.Ok)]
    [InlineData("YES\n", ExitCode.Ok)]
    [InlineData("\n", ExitCode.Declined)]
    [InlineData("no\n", ExitCode.Declined)]
    [InlineData("", ExitCode.Declined)]
    public void On_a_terminal_up_asks(string typed, int code)
    {
        _account.StartTyping(typed, "up", _file.Path).ExitCode.ShouldBe(code);

        _account.Sandbox.Inventory().Any().ShouldBe(code == ExitCode.Ok);
    }

    [Fact]
    public void A_stop_ends_up_with_130_and_the_next_run_goes_on()
    {
        using var stop = new CancellationTokenSource();
        _account.Sandbox.Journal.Completed += entry =>
        {
            if (entry.Operation == "CreateSubnet")
            {
                stop.Cancel();
            }
        };

        var stopped = _account.Start(stop.Token, "up", _file.Path, "--yes");

        stopped.ExitCode.ShouldBe(ExitCode.Stopped);
        stopped.Error.ShouldContain("Stopped. Run it again: it finds what is there and goes on; nothing is made twice.");
        stopped.Out.ShouldContain("up stopped: ");
        stopped.Out.ShouldNotContain("FAILED");
        stopped.Out.ShouldNotContain("skipped");
        _account.Start("up", _file.Path, "--yes").ExitCode.ShouldBe(ExitCode.Ok);
        _account.Start("plan", _file.Path).ExitCode.ShouldBe(ExitCode.Ok);
        _account.Sandbox.Inventory().Count(item => item.Contains("Ec2 Vpcs/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Down_removes_everything()
    {
        _account.Start("up", _file.Path, "--yes");

        var run = _account.Start("down", _file.Path, "--yes");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("- vpc/main");
        run.Out.ShouldMatch(@"down done: \d+ changed");
        _account.Sandbox.Inventory().ShouldBeEmpty();
        _account.Start("down", _file.Path, "--yes").Out.ShouldContain("Nothing is there.");
    }

    [Fact]
    public void Down_finds_a_platform_by_its_name_alone()
    {
        _account.Start("up", _file.Path, "--yes");

        _account.Start("down", "--platform", "shop", "--suffix", "dev", "--region", "us-east-1", "--yes").ExitCode.ShouldBe(ExitCode.Ok);

        _account.Sandbox.Inventory().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("shop\n", ExitCode.Ok)]
    [InlineData("shp\n", ExitCode.Declined)]
    [InlineData("y\n", ExitCode.Declined)]
    public void On_a_terminal_down_wants_the_name_typed(string typed, int code)
    {
        _account.Start("up", _file.Path, "--yes");

        _account.StartTyping(typed, "down", _file.Path).ExitCode.ShouldBe(code);

        _account.Sandbox.Inventory().Any().ShouldBe(code != ExitCode.Ok);
    }

    [Fact]
    public void Status_shows_what_runs_and_fails_where_there_is_nothing()
    {
        _account.Start("status", _file.Path).ExitCode.ShouldBe(ExitCode.Failed);
        _account.Start("up", _file.Path, "--yes");

        _account.Start("status", _file.Path).Out.ShouldContain("web      2 of 2   completed");
        var status = JsonDocument.Parse(_account.Start("status", "--platform", "shop", "--suffix", "dev", "--region", "us-east-1", "--json").Out).RootElement;
        status.GetProperty("exists").GetBoolean().ShouldBeTrue();
        status.GetProperty("services")[0].GetProperty("name").GetString().ShouldBe("web");
    }

    [Fact]
    public void Json_lines_are_plan_events_report_and_status()
    {
        var run = _account.Start("up", _file.Path, "--yes", "--json");

        var types = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()).ToList();
        types[0].ShouldBe("plan");
        types[1..^2].ShouldAllBe(type => type == "event");
        types[^2..].ShouldBe(["report", "status"]);
    }
}
