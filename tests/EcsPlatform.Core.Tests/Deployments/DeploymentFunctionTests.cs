using System.Text.Json.Nodes;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox.Services.Lambda;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>Functions that decide on the way whether a new version goes on: by CodeDeploy and by ECS, from the definition to the outcome.</summary>
public sealed class DeploymentFunctionTests
{
    private readonly List<JsonObject> _asked = [];

    [Theory]
    [InlineData("PRE_SCALE_UP", "BeforeInstall", 0)]
    [InlineData("POST_SCALE_UP", "AfterInstall", 0)]
    [InlineData("POST_TEST_TRAFFIC_SHIFT", "AfterAllowTestTraffic", 0)]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT", "BeforeAllowTraffic", 0)]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT", "AfterAllowTraffic", 100)]
    public void A_function_that_says_no_takes_the_version_back_at_its_event_and_the_error_names_it(string stage, string happening, double most)
    {
        var (deployed, function) = Deployed(RolloutController.CodeDeploy, stage, _ => new JsonObject { ["status"] = "Failed" });
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain($"({happening}: {function})");
        outcome.Status.TriggeredAlarms.ShouldBeEmpty();
        AskedOnce(outcome);
        (traffic.Samples.Max(ShiftingPlatforms.ShareOfAlternate) * 100).ShouldBe(most, happening);
        traffic.LeastHealthyShare.ShouldBe(1.0);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PRE_SCALE_UP")]
    [InlineData("POST_SCALE_UP")]
    [InlineData("POST_TEST_TRAFFIC_SHIFT")]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT")]
    public void A_function_that_says_yes_lets_it_go_on(string stage)
    {
        var (deployed, _) = Deployed(RolloutController.CodeDeploy, stage, _ => new JsonObject { ["status"] = "Succeeded" });
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        AskedOnce(outcome);
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    [Fact]
    public void A_function_that_never_reports_is_given_up_after_an_hour_and_the_view_shows_what_is_waited_for()
    {
        var (deployed, function) = Deployed(RolloutController.CodeDeploy, "POST_TEST_TRAFFIC_SHIFT", _ => null);
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain(function);
        outcome.Explain().ShouldContain("timed out while waiting for a status callback");
        (outcome.Status.FinishedAt - outcome.Status.StartedAt)!.Value.TotalMinutes.ShouldBeInRange(60, 63);
        deployed.Seen.Select(status => status.Stage).ShouldContain("AfterAllowTestTraffic");
        AskedOnce(outcome);
        (traffic.Samples.Max(ShiftingPlatforms.ShareOfAlternate) * 100).ShouldBe(0);
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    [Fact]
    public void A_function_that_takes_its_time_reports_by_itself()
    {
        var (deployed, _) = Deployed(RolloutController.CodeDeploy, "POST_TEST_TRAFFIC_SHIFT", _ => null);
        deployed.Push("payment-api", "v2");
        var running = deployed.InProcess(async deployments =>
            await deployments.StartAsync(await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks()))).ShouldHaveSingleItem();
        deployed.Platform.Clock.Run(() => Task.Delay(TimeSpan.FromMinutes(20), deployed.Platform.Clock));
        var asked = _asked.ShouldHaveSingleItem();
        asked["DeploymentId"]!.ToString().ShouldBe(running.Id);
        deployed.InProcess(deployments => deployments.RunningAsync([])).ShouldHaveSingleItem().Stage.ShouldBe("AfterAllowTestTraffic");
        deployed.Platform.ByHand(aws => aws.CodeDeploy.PutLifecycleEventHookExecutionStatusAsync(new()
        {
            DeploymentId = running.Id,
            LifecycleEventHookExecutionId = asked["LifecycleEventHookExecutionId"]!.ToString(),
            Status = "Succeeded",
        }));
        var outcome = deployed.InProcess(deployments => deployments.WaitAsync([running], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem();
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
    }

    [Fact]
    public void ECS_hears_at_once_of_a_function_that_breaks()
    {
        var (deployed, function) = Deployed(RolloutController.Ecs, "POST_TEST_TRAFFIC_SHIFT", _ => throw new LambdaFailureException("Runtime.ImportModuleError", "Cannot find module 'index'"));
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain(function);
        outcome.Explain().ShouldContain("Cannot find module");
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    [Fact]
    public void CodeDeploy_hears_nothing_of_a_function_that_breaks_and_gives_it_up_after_an_hour()
    {
        var (deployed, function) = Deployed(RolloutController.CodeDeploy, "PRE_PRODUCTION_TRAFFIC_SHIFT", _ => throw new LambdaFailureException("AccessDeniedException", "not authorized"));
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain($"(BeforeAllowTraffic: {function})");
        (outcome.Status.FinishedAt - outcome.Status.StartedAt)!.Value.TotalMinutes.ShouldBeInRange(60, 63);
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    [Fact]
    public void Of_several_functions_the_error_names_the_one_that_said_no()
    {
        var calls = 0;
        var (deployed, function) = Deployed(
            RolloutController.CodeDeploy, "POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT", _ => new JsonObject { ["status"] = ++calls < 2 ? "Succeeded" : "Failed" });
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain($"(AfterAllowTestTraffic: {function})");
        deployed.InProcess(deployments => deployments.HistoryAsync([], 10)).ShouldHaveSingleItem().Reason!.ShouldContain($"(AfterAllowTestTraffic: {function})");
    }

    [Fact]
    public void ECS_asks_again_while_a_function_is_still_at_it()
    {
        var (deployed, _) = Deployed(RolloutController.Ecs, "POST_TEST_TRAFFIC_SHIFT", _ => new JsonObject { ["hookStatus"] = _asked.Count < 5 ? "IN_PROGRESS" : "SUCCEEDED", ["callBackDelay"] = 60 });
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        _asked.Count.ShouldBe(5);
        (outcome.Status.FinishedAt - outcome.Status.StartedAt)!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(4));
    }

    [Fact]
    public void ECS_gives_a_function_up_that_never_comes_to_an_end()
    {
        var (deployed, _) = Deployed(RolloutController.Ecs, "POST_TEST_TRAFFIC_SHIFT", _ => new JsonObject { ["hookStatus"] = "IN_PROGRESS", ["callBackDelay"] = 1800 });
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain("timed out");
        (outcome.Status.FinishedAt - outcome.Status.StartedAt)!.Value.TotalHours.ShouldBeInRange(24, 25);
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    private (DeployedPlatform Deployed, string Function) Deployed(RolloutController controller, string stage, Func<LambdaInvocation, JsonNode?> behaviour)
    {
        var who = controller == RolloutController.CodeDeploy ? "controller: CODE_DEPLOY, " : "";
        var deployed = new DeployedPlatform(ShiftingPlatforms.With($"{{{who}strategy: BLUE_GREEN, bakeTimeMinutes: 3}}"));
        var function = ShiftingPlatforms.Function(deployed.Platform, "check", invocation =>
        {
            _asked.Add((JsonObject)invocation.Payload!.DeepClone());
            return behaviour(invocation);
        });
        deployed.Platform.Definition = Platforms.Read(ShiftingPlatforms.With($"{{{who}strategy: BLUE_GREEN, bakeTimeMinutes: 3, hooks: [{{function: '{function}', stages: [{stage}]}}]}}"));
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        deployed.Platform.Clock.Advance(TimeSpan.FromMinutes(1)); // a new function is Pending for a moment
        return (deployed, function);
    }

    private void AskedOnce(DeploymentOutcome outcome)
    {
        var asked = _asked.ShouldHaveSingleItem();
        asked["DeploymentId"]!.ToString().ShouldBe(outcome.Status.Id);
        asked["LifecycleEventHookExecutionId"].ShouldNotBeNull();
    }
}
