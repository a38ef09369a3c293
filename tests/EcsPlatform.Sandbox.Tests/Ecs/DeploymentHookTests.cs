using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Lambda;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class DeploymentHookTests
{
    private readonly TrafficWorld _world = new();

    private DeploymentLifecycleHookDetail? Hook => _world.Last.LifecycleHookDetails?.SingleOrDefault();

    [Fact]
    public void A_pause_holds_the_deployment_until_somebody_goes_on()
    {
        StartWith(TrafficWorld.Pause("POST_TEST_TRAFFIC_SHIFT"));
        _world.World.Wait(1200);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT);
        Hook!.Status.ShouldBe(DeploymentLifecycleHookStatus.AWAITING_ACTION);
        (_world.Weights(), _world.Weights(_world.Test)).ShouldBe(((100, 0), (0, 100)));

        Continue(null);
        _world.World.Wait(600);
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
    }

    [Fact]
    public void A_pause_that_is_answered_with_rollback_goes_back()
    {
        StartWith(TrafficWorld.Pause("POST_TEST_TRAFFIC_SHIFT"));
        _world.World.Wait(600);
        Continue("ROLLBACK");
        _world.World.Wait(300);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldStartWith("Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed.");
        _world.Weights(_world.Test).ShouldBe((100, 0));
    }

    [Theory]
    [InlineData("ROLLBACK", "ROLLBACK_SUCCESSFUL")]
    [InlineData("CONTINUE", "SUCCESSFUL")]
    public void A_pause_that_times_out_does_what_it_was_told(string action, string status)
    {
        StartWith(TrafficWorld.Pause("PRE_PRODUCTION_TRAFFIC_SHIFT", minutes: 30, action));
        _world.World.Wait(1500);
        Hook!.Status.ShouldBe(DeploymentLifecycleHookStatus.AWAITING_ACTION);
        _world.World.Wait(1500);

        _world.Last.Status.Value.ShouldBe(status);
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_pause_of_days_outlasts_the_limit_of_a_stage()
    {
        StartWith(TrafficWorld.Pause("POST_SCALE_UP", minutes: 20160));
        _world.World.Wait(3600 * 24 * 13);
        Continue("CONTINUE");
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
    }

    [Fact]
    public void A_pause_before_each_step_asks_each_time()
    {
        var configuration = new DeploymentConfiguration
        {
            Strategy = DeploymentStrategy.LINEAR,
            LinearConfiguration = new LinearConfiguration { StepPercent = 50, StepBakeTimeInMinutes = 1 },
            LifecycleHooks = [TrafficWorld.Pause("PRE_PRODUCTION_TRAFFIC_SHIFT")],
        };
        StartWith(configuration);
        _world.World.Wait(600);
        var first = Hook!.HookId;
        Continue(null);
        _world.World.Wait(300);
        _world.Weights().ShouldBe((50, 50));
        Hook!.HookId.ShouldNotBe(first);
        Continue(null);
        _world.World.Wait(300);

        _world.Weights().ShouldBe((0, 100));
    }

    [Fact]
    public void A_hook_that_is_not_waiting_cannot_be_continued()
    {
        StartWith(TrafficWorld.Pause("POST_SCALE_UP"));
        _world.World.Wait(600);
        var request = new ContinueServiceDeploymentRequest { ServiceDeploymentArn = _world.Last.ServiceDeploymentArn, HookId = "ecs-pause-other" };
        _world.Sandbox.Refuses(ECSModel.ContinueServiceDeployment, request).Code.ShouldBe("InvalidParameterException");
        request.ServiceDeploymentArn += "x";
        _world.Sandbox.Refuses(ECSModel.ContinueServiceDeployment, request).Code.ShouldBe("ServiceDeploymentNotFoundException");
    }

    [Fact]
    public void A_function_that_cannot_be_called_fails_the_deployment()
    {
        StartWith(Ask("arn:aws:lambda:us-east-1:123456789012:function:missing"));
        _world.World.Wait(600);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldStartWith("Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. ECS was unable to invoke hook target");
        _world.Last.StatusReason.ShouldContain("Function not found: arn:aws:lambda:us-east-1:123456789012:function:missing");
        _world.World.Look().RunningCount.ShouldBe(2);
    }

    [Fact]
    public void A_function_is_told_what_is_being_deployed_and_lets_it_go_on()
    {
        var told = new List<JsonNode>();
        StartWith(Ask(_world.Function("check", invocation =>
        {
            told.Add(invocation.Payload!.DeepClone());
            return new JsonObject { ["hookStatus"] = "SUCCEEDED" };
        })));
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        var asked = told.ShouldHaveSingleItem();
        asked["lifecycleStage"]!.ToString().ShouldBe("POST_SCALE_UP");
        asked["resourceArn"]!.ToString().ShouldBe(_world.Last.ServiceDeploymentArn);
        asked["executionDetails"]!["serviceArn"]!.ToString().ShouldBe(_world.World.Look().ServiceArn);
    }

    [Fact]
    public void A_function_that_is_not_done_is_asked_again_with_what_it_kept()
    {
        var asked = new List<(DateTimeOffset At, string? Kept)>();
        StartWith(Ask(_world.Function("check", invocation =>
        {
            asked.Add((_world.World.Clock.GetUtcNow(), invocation.Payload!["hookDetails"]?["tried"]?.ToString()));
            return asked.Count < 3
                ? new JsonObject { ["hookStatus"] = "IN_PROGRESS", ["callBackDelay"] = 60, ["hookDetails"] = new JsonObject { ["tried"] = asked.Count } }
                : new JsonObject { ["hookStatus"] = "SUCCEEDED" };
        })));
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        asked.Select(call => call.Kept).ShouldBe([null, "1", "2"]);
        (asked[1].At - asked[0].At).ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("FAILED", "returned FAILED status")]
    [InlineData("throws", "Unhandled")]
    [InlineData("YES", "unable to parse the response")]
    public void A_function_that_says_no_or_fails_brings_the_old_version_back(string answer, string reason)
    {
        StartWith(Ask(
            _world.Function("check", _ => answer == "throws" ? throw new LambdaFailureException("Error", "no database") : new JsonObject { ["hookStatus"] = answer }),
            "POST_TEST_TRAFFIC_SHIFT"));
        using var traffic = _world.Measure();
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldContain(reason);
        _world.Weights().ShouldBe((100, 0));
        traffic.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void A_role_that_may_not_invoke_the_function_fails_the_deployment()
    {
        var hook = Ask(_world.Function("check", _ => new JsonObject { ["hookStatus"] = "SUCCEEDED" }));
        _world.Sandbox.Call(IdentityManagementModel.DeleteRolePolicy, new() { RoleName = "infrastructure", PolicyName = "hooks" });
        StartWith(hook);
        _world.World.Wait(600);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldContain("assumed-role/infrastructure/session is not authorized to perform: lambda:InvokeFunction");
    }

    [Fact]
    public void Hooks_stand_only_where_they_may()
    {
        Refused(TrafficWorld.Pause("PRODUCTION_TRAFFIC_SHIFT")).ShouldContain("PAUSE");
        Refused(TrafficWorld.Pause("SCALE_UP")).ShouldContain("SCALE_UP");
        Refused(TrafficWorld.Pause("POST_SCALE_UP", minutes: 20161)).ShouldContain("20160");
        Refused(new DeploymentLifecycleHook { LifecycleStages = ["POST_SCALE_UP"] }).ShouldContain("hookTargetArn");

        string Refused(DeploymentLifecycleHook hook) =>
            _world.Sandbox.Refuses(ECSModel.CreateService, _world.Request(TrafficWorld.BlueGreen(5, hook))).Said;
    }

    private DeploymentLifecycleHook Ask(string function, string stage = "POST_SCALE_UP") => new()
    {
        HookTargetArn = function,
        RoleArn = _world.Role,
        LifecycleStages = [stage],
    };

    private void StartWith(DeploymentLifecycleHook hook) => StartWith(TrafficWorld.BlueGreen(0, hook));

    /// <summary>A service that runs, and a deployment with the configuration on its way.</summary>
    private void StartWith(DeploymentConfiguration configuration)
    {
        _world.Start();
        _world.World.Update(new UpdateServiceRequest { DeploymentConfiguration = configuration });
        _world.Deploy();
    }

    private void Continue(string? action) => _world.Sandbox.Call(ECSModel.ContinueServiceDeployment, new ContinueServiceDeploymentRequest
    {
        ServiceDeploymentArn = _world.Last.ServiceDeploymentArn,
        HookId = Hook!.HookId,
        Action = action,
    });
}
