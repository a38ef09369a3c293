using System.Text.Json;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Cli.Tests;

public sealed class PlanTests : IDisposable
{
    private readonly Account _account = new();
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void It_lists_what_is_shared_first_and_then_service_by_service()
    {
        var run = _account.Start("plan", _file.Path);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.ChangesPending);
        run.Out.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "plan-from-nothing.txt")));
    }

    [Fact]
    public void Nothing_to_change_is_said_and_ends_with_0()
    {
        _account.Start("up", _file.Path, "--yes").ExitCode.ShouldBe(ExitCode.Ok);

        var run = _account.Start("plan", _file.Path);

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldMatch(@"Nothing to change: \d+ resources are as wanted\.");
    }

    [Fact]
    public void A_move_to_another_mesh_is_shown_with_what_it_loses_and_gains()
    {
        _file.Write(DefinitionFile.Small.Replace("services:", "mesh: {type: serviceConnect, accessLogs: true}\nservices:", StringComparison.Ordinal));
        _account.Start("up", _file.Path, "--yes").ExitCode.ShouldBe(ExitCode.Ok);

        var run = _account.Start("plan", _file.Path, "--mesh", "cloudMap");

        run.ExitCode.ShouldBe(ExitCode.ChangesPending);
        run.Out.ShouldStartWith("serviceConnect -> cloudMap\n\nloses\n  accessLogs  Calls are no longer logged by a proxy.\n");
        run.Out.ShouldContain("~ service/web");
        var json = _account.Start("plan", _file.Path, "--mesh", "cloudMap", "--json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var move = JsonDocument.Parse(json[0]);
        move.RootElement.GetProperty("type").GetString().ShouldBe("meshMove");
        move.RootElement.GetProperty("losses")[0].GetProperty("setting").GetString().ShouldBe("accessLogs");
        json[1].ShouldContain("\"type\":\"plan\"");
    }

    [Fact]
    public void What_differs_is_shown_with_old_and_new_value()
    {
        _account.Start("up", _file.Path, "--yes");
        _file.Write(DefinitionFile.Small.Replace("logRetentionDays: 7", "logRetentionDays: 14", StringComparison.Ordinal));

        var run = _account.Start("plan", _file.Path);

        run.ExitCode.ShouldBe(ExitCode.ChangesPending);
        run.Out.ShouldContain("\nweb\n  ~ log-group/web  /ecs/shop-dev/web\n      retentionInDays: 7 -> 14\n");
        run.Out.ShouldMatch(@"1 to update; \d+ as wanted\.");
    }

    [Fact]
    public void A_service_that_left_the_definition_goes()
    {
        _account.Start("up", _file.Path, "--yes");
        _file.Write(DefinitionFile.Small[..DefinitionFile.Small.IndexOf("services:", StringComparison.Ordinal)]);

        var run = _account.Start("plan", _file.Path);

        run.ExitCode.ShouldBe(ExitCode.ChangesPending);
        run.Out.ShouldContain("- service/web");
        run.Out.ShouldNotContain("+ ");
    }

    [Fact]
    public void Json_is_one_document()
    {
        var run = _account.Start("plan", _file.Path, "--json");

        var plan = JsonDocument.Parse(run.Out).RootElement;
        plan.GetProperty("type").GetString().ShouldBe("plan");
        plan.GetProperty("platform").GetString().ShouldBe("shop");
        plan.GetProperty("create").GetInt32().ShouldBe(plan.GetProperty("changes").GetArrayLength());
        var service = plan.GetProperty("changes").EnumerateArray().Single(change => change.GetProperty("resource").GetString() == "service/web");
        service.GetProperty("action").GetString().ShouldBe("create");
        service.GetProperty("service").GetString().ShouldBe("web");
    }

    [Fact]
    public void A_name_that_somebody_else_has_is_a_failure_that_names_it()
    {
        _account.Sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "/ecs/shop-dev/web" });

        var run = _account.Start("plan", _file.Path);

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Out.ShouldContain("log-group/web: The name '/ecs/shop-dev/web' is taken by");
        _account.Start("up", _file.Path, "--yes").ExitCode.ShouldBe(ExitCode.Failed);
        _account.Sandbox.Inventory().ShouldBe(["us-east-1 Logs Groups//ecs/shop-dev/web"]);
    }

    [Fact]
    public void Nothing_is_changed()
    {
        _account.Start("plan", _file.Path);

        _account.Sandbox.Inventory().ShouldBeEmpty();
    }
}
