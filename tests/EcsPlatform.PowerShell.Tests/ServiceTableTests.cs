using System.Collections;
using System.Text.Json.Nodes;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Definitions;

namespace EcsPlatform.PowerShell.Tests;

/// <summary>What parameters, columns and hashtables say of a service, as the definition nests it.</summary>
public sealed class ServiceTableTests
{
    [Fact]
    public void Deployment_parameters_become_the_definitions_deployment()
    {
        var service = Read(new()
        {
            ["DeploymentStrategy"] = "CANARY",
            ["DeploymentController"] = "CODE_DEPLOY",
            ["BakeTimeMinutes"] = 7,
            ["CanaryPercent"] = 15.0,
            ["CanaryBakeTimeMinutes"] = 4,
            ["StepPercent"] = 20.0,
            ["StepBakeTimeMinutes"] = 3,
            ["DeploymentAlarm"] = "latency",
            ["ErrorAlarmCount"] = 9,
            ["ErrorAlarmPeriodSeconds"] = 120,
            ["ErrorAlarmPeriods"] = 2,
            ["MinimumHealthyPercent"] = 50,
            ["MaximumPercent"] = 150,
            ["CircuitBreaker"] = false,
            ["Rollback"] = false,
        }).Deployment;

        (service with { Hooks = [], Alarms = [] }).ShouldBe(new DeploymentDefinition
        {
            Strategy = RolloutStrategy.Canary,
            Controller = RolloutController.CodeDeploy,
            BakeTimeMinutes = 7,
            Canary = new CanaryShift { Percent = 15, BakeMinutes = 4 },
            Linear = new LinearShift { StepPercent = 20, StepMinutes = 3 },
            ErrorAlarm = new ErrorAlarm { Count = 9, PeriodSeconds = 120, EvaluationPeriods = 2 },
            MinimumHealthyPercent = 50,
            MaximumPercent = 150,
            CircuitBreaker = false,
            Rollback = false,
            Hooks = [],
            Alarms = [],
        });
        service.Alarms.ShouldBe(["latency"]);
    }

    [Fact]
    public void Cells_of_a_row_are_text_and_mean_the_same()
    {
        var deployment = Read(new()
        {
            ["DeploymentStrategy"] = "BlueGreen",
            ["DeploymentController"] = "code-deploy",
            ["BakeTimeMinutes"] = "7",
            ["CanaryPercent"] = "0.5",
            ["ErrorAlarmCount"] = "9",
            ["DeploymentAlarm"] = "latency; queue-depth",
            ["CircuitBreaker"] = "False",
            ["MaximumPercent"] = "",
        }).Deployment;

        (deployment.Strategy, deployment.Controller, deployment.BakeTimeMinutes, deployment.Canary.Percent, deployment.CircuitBreaker, deployment.MaximumPercent)
            .ShouldBe((RolloutStrategy.BlueGreen, RolloutController.CodeDeploy, 7, 0.5, false, 200));
        deployment.ErrorAlarm!.Count.ShouldBe(9);
        deployment.Alarms.ShouldBe(["latency", "queue-depth"]);
    }

    [Fact]
    public void Hooks_are_tables_whose_keys_and_stages_are_spelled_as_people_spell_them()
    {
        var hooks = Read(new()
        {
            ["DeploymentHook"] = new object[]
            {
                new Hashtable { ["Stages"] = "PostTestTrafficShift", ["TimeoutMinutes"] = "60", ["onTimeout"] = "continue" },
                new Hashtable { ["stages"] = new object[] { "PRE_SCALE_UP", "post-scale-up" }, ["function"] = "arn:aws:lambda:us-east-1:123456789012:function:check" },
            },
        }).Deployment.Hooks;

        hooks[0].Stages.ShouldBe([DeploymentStage.PostTestTrafficShift]);
        (hooks[0].Function, hooks[0].TimeoutMinutes, hooks[0].OnTimeout).ShouldBe((null, 60, HookTimeoutAction.Continue));
        hooks[1].Stages.ShouldBe([DeploymentStage.PreScaleUp, DeploymentStage.PostScaleUp]);
        hooks[1].Function.ShouldEndWith(":check");
        Read(new() { ["DeploymentHook"] = Array.Empty<object>() }).Deployment.Hooks.ShouldBeEmpty();
    }

    [Fact]
    public void One_hook_that_is_no_list_is_a_list_of_one() =>
        Read(new() { ["DeploymentHook"] = new Hashtable { ["stages"] = "POST_SCALE_UP" } }).Deployment.Hooks.ShouldHaveSingleItem();

    [Fact]
    public void A_slip_in_a_hook_is_named_and_what_there_is_is_said()
    {
        var problems = Edit(new() { ["DeploymentHook"] = new Hashtable { ["stage"] = "POST_SCALE_UP", ["stages"] = "POST_SCALE_DOWN" } }).Apply(null).Problems;

        problems.Select(problem => (problem.Id, problem.Path)).ShouldBe([("key.unknown", "deployment.hooks[0].stage"), ("value.choice", "deployment.hooks[0].stages[0]")], ignoreOrder: true);
        problems.ShouldContain(problem => problem.Message.Contains("POST_SCALE_DOWN", StringComparison.Ordinal) && (problem.Message + problem.Advice).Contains("POST_SCALE_UP", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_outranks_the_same_key_of_a_table_and_leaves_its_neighbours()
    {
        var deployment = new Hashtable { ["strategy"] = "CANARY", ["canary"] = new Hashtable { ["percent"] = 5, ["bakeMinutes"] = 3 } };
        var table = ServiceTable.Of(new Hashtable { ["Name"] = "web", ["Deployment"] = deployment });
        table.Set("CanaryPercent", 25.0);

        var json = JsonNode.Parse(ObjectText.Of(table.Values))!["deployment"]!;
        json["canary"]!.ToJsonString().ShouldBeOneOf("""{"percent":25,"bakeMinutes":3}""", """{"bakeMinutes":3,"percent":25}""");
        json["strategy"]!.GetValue<string>().ShouldBe("CANARY");
        ((Hashtable)deployment["canary"]!)["percent"].ShouldBe(5, "the caller's own table stays as it is");
    }

    [Fact]
    public void Every_parameter_that_says_something_of_a_service_is_known_to_the_table()
    {
        string[] others = ["InputObject", "PolicyDefinition", "Wait", "NoWait", "TimeoutSeconds"];
        var inherited = typeof(BuildingCmdlet).GetProperties().Select(property => property.Name).Concat(others).ToHashSet();

        CmdletMetadata.Named("New-FargateMicroservice").Parameters.Select(parameter => parameter.Name).Where(name => !inherited.Contains(name)).ShouldAllBe(name => ServiceTable.Knows(name));
    }

    private static MicroserviceEdit Edit(Hashtable said)
    {
        said["Name"] = "web";
        var table = ServiceTable.Of(said);
        return MicroserviceEdit.Of(table.NameOrThrow(), ObjectText.Of(table.Values));
    }

    private static MicroserviceDefinition Read(Hashtable said)
    {
        var (service, problems) = Edit(said).Apply(null);
        problems.ShouldBeEmpty();
        return service!;
    }
}
