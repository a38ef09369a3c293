using System.Text.Json.Nodes;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Services.Lambda;
using EcsPlatform.Sandbox.Tests.Ecs;

namespace EcsPlatform.Sandbox.Tests.CodeDeploy;

public sealed class CodeDeployTests
{
    private readonly TrafficWorld _world = new();

    public CodeDeployTests()
    {
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration = null;
        request.DeploymentConfiguration = null;
        request.DeploymentController = new Amazon.ECS.Model.DeploymentController { Type = "CODE_DEPLOY" };
        _world.World.Create(request);
        _world.World.Wait(120);
        Sandbox.Call(CodeDeployModel.CreateApplication, new CreateApplicationRequest { ApplicationName = "web", ComputePlatform = ComputePlatform.ECS });
    }

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_linear_shift_of_ten_minutes_loses_no_request_and_takes_well_under_a_second()
    {
        Group("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", termination: 5);
        using var meter = _world.Measure();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var id = Deploy();
        _world.World.Wait(1800);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));

        var info = Info(id);
        info.Status.ShouldBe(DeploymentStatus.Succeeded);
        Events(id).ShouldBe(["BeforeInstall Succeeded", "Install Succeeded", "AfterInstall Succeeded", "AllowTestTraffic Succeeded", "AfterAllowTestTraffic Succeeded",
            "BeforeAllowTraffic Succeeded", "AllowTraffic Succeeded", "AfterAllowTraffic Succeeded"]);
        Greens(meter).ShouldBe([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
        meter.LeastHealthyShare.ShouldBe(1);
        var service = _world.World.Look();
        service.TaskDefinition.ShouldEndWith("web:2");
        service.TaskSets.ShouldHaveSingleItem().Status.ShouldBe("PRIMARY");
        service.Deployments.ShouldBeEmpty();
        service.RunningCount.ShouldBe(2);
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Theory]
    [InlineData("CodeDeployDefault.ECSAllAtOnce", new[] { 0.0, 1 })]
    [InlineData("CodeDeployDefault.ECSCanary10Percent5Minutes", new[] { 0, 0.1, 1 })]
    [InlineData("ours", new[] { 0, 0.4, 0.8, 1 })]
    public void Each_configuration_has_its_shifts(string config, double[] shares)
    {
        Sandbox.Call(CodeDeployModel.CreateDeploymentConfig, new CreateDeploymentConfigRequest
        {
            DeploymentConfigName = "ours",
            ComputePlatform = ComputePlatform.ECS,
            TrafficRoutingConfig = new TrafficRoutingConfig
            {
                Type = TrafficRoutingType.TimeBasedLinear,
                TimeBasedLinear = new TimeBasedLinear { LinearPercentage = 40, LinearInterval = 2 },
            },
        });
        Group(config);
        using var meter = _world.Measure();
        Deploy();
        _world.World.Wait(1800);

        Greens(meter).ShouldBe(shares);
        Deploy();
        _world.World.Wait(1800);
        _world.Weights().ShouldBe((100, 0));
    }

    [Fact]
    public void One_deployment_at_a_time()
    {
        Group();
        var id = Deploy();

        var refusal = Sandbox.Refuses(CodeDeployModel.CreateDeployment, Request("web:1"));
        refusal.Code.ShouldBe("DeploymentLimitExceededException");
        refusal.Said.ShouldBe($"The Deployment Group 'web' already has an active Deployment '{id}'");
    }

    [Fact]
    public void An_alarm_in_the_middle_stops_the_deployment_and_takes_it_back()
    {
        _world.ErrorAlarm("errors", _world.Green);
        Group("CodeDeployDefault.ECSLinear10PercentEvery3Minutes", alarm: "errors");
        using var meter = _world.Measure();
        Sandbox.Faults.SetErrorRate("web:2", 0.5);
        var id = Deploy();
        _world.World.Wait(1800);

        var info = Info(id);
        info.Status.ShouldBe(DeploymentStatus.Stopped);
        info.ErrorInformation.Code.ShouldBe(Amazon.CodeDeploy.ErrorCode.ALARM_ACTIVE);
        var rollback = Info(info.RollbackInfo.RollbackDeploymentId);
        (rollback.Status, rollback.Creator, rollback.RollbackInfo.RollbackTriggeringDeploymentId).ShouldBe((DeploymentStatus.Succeeded, DeploymentCreator.CodeDeployRollback, id));
        Greens(meter).ShouldBe([0, 0.1, 0]);
        meter.LeastHealthyShare.ShouldBe(1);
        _world.World.Look().TaskSets.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:1");
    }

    [Fact]
    public void A_replacement_that_never_is_healthy_times_out_after_an_hour()
    {
        Group();
        Sandbox.Faults.SetContainerCrash("web:2");
        var id = Deploy();
        _world.World.Wait(3500);
        Info(id).Status.ShouldBe(DeploymentStatus.InProgress);
        _world.World.Wait(600);

        var info = Info(id);
        info.Status.ShouldBe(DeploymentStatus.Failed);
        info.ErrorInformation.Message.ShouldBe("The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.");
        Events(id)[1].ShouldBe("Install Failed");
        Info(info.RollbackInfo.RollbackDeploymentId).Status.ShouldBe(DeploymentStatus.Succeeded);
        _world.Weights().ShouldBe((100, 0));
    }

    [Fact]
    public void A_deployment_waits_for_a_word_when_told_so_and_stops_without()
    {
        Group(ready: 30);
        var id = Deploy();
        _world.World.Wait(300);
        Info(id).Status.ShouldBe(DeploymentStatus.Ready);
        _world.Weights().ShouldBe((100, 0));
        _world.Weights(_world.Test).ShouldBe((0, 100));
        Sandbox.Call(CodeDeployModel.ContinueDeployment, new ContinueDeploymentRequest { DeploymentId = id, DeploymentWaitType = DeploymentWaitType.READY_WAIT });
        Sandbox.Refuses(CodeDeployModel.ContinueDeployment, new ContinueDeploymentRequest { DeploymentId = id }).Code.ShouldBe("DeploymentIsNotInReadyStateException");
        _world.World.Wait(600);
        Info(id).Status.ShouldBe(DeploymentStatus.Succeeded);

        var unheard = Deploy();
        _world.World.Wait(3600);
        Info(unheard).Status.ShouldBe(DeploymentStatus.Stopped);
        _world.Weights().ShouldBe((0, 100));
    }

    [Fact]
    public void The_original_waits_before_it_goes_and_can_be_taken_back_or_let_go()
    {
        Group(termination: 60);
        using var meter = _world.Measure();
        var id = Deploy();
        _world.World.Wait(600);
        Info(id).InstanceTerminationWaitTimeStarted.ShouldBe(true);
        _world.World.Look().TaskSets.Select(set => set.Status).ShouldBe(["PRIMARY", "ACTIVE"]);
        Sandbox.Call(CodeDeployModel.StopDeployment, new StopDeploymentRequest { DeploymentId = id, AutoRollbackEnabled = true });
        _world.World.Wait(300);
        _world.Weights().ShouldBe((100, 0));
        _world.World.Look().TaskSets.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:1");

        var second = Deploy();
        _world.World.Wait(600);
        Sandbox.Call(CodeDeployModel.ContinueDeployment, new ContinueDeploymentRequest { DeploymentId = second, DeploymentWaitType = DeploymentWaitType.TERMINATION_WAIT });
        _world.World.Wait(120);
        Info(second).Status.ShouldBe(DeploymentStatus.Succeeded);
        Sandbox.Refuses(CodeDeployModel.StopDeployment, new StopDeploymentRequest { DeploymentId = second }).Code.ShouldBe("DeploymentAlreadyCompletedException");
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void A_hook_whose_function_cannot_be_called_fails_the_deployment()
    {
        Group();
        _world.World.Register();
        var id = Sandbox.Call(CodeDeployModel.CreateDeployment, Request("web:2", hooks: """, "Hooks": [{"AfterInstall": "missing"}]""")).DeploymentId;
        _world.World.Wait(600);

        Info(id).ErrorInformation.Code.ShouldBe(Amazon.CodeDeploy.ErrorCode.HOOK_EXECUTION_FAILURE);
        Events(id)[2].ShouldBe("AfterInstall Failed");
        _world.World.Look().TaskSets.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Succeeded", "Succeeded")]
    [InlineData("Failed", "Failed")]
    public void A_hook_goes_on_or_back_as_its_function_says(string answer, string status)
    {
        _world.Function("check", _ => new JsonObject { ["status"] = answer });
        using var meter = _world.Measure();
        var id = DeployWithHook();
        _world.World.Wait(600);

        Info(id).Status.Value.ShouldBe(status);
        Events(id)[4].ShouldBe($"AfterAllowTestTraffic {status}");
        _world.World.Look().TaskSets.ShouldHaveSingleItem();
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_function_may_report_later(string status)
    {
        JsonNode? asked = null;
        _world.Function("check", invocation =>
        {
            asked = invocation.Payload!.DeepClone();
            return null;
        });
        var id = DeployWithHook();
        _world.World.Wait(1800);
        Info(id).Status.ShouldBe(DeploymentStatus.InProgress);
        asked!["DeploymentId"]!.ToString().ShouldBe(id);
        var report = new PutLifecycleEventHookExecutionStatusRequest
        {
            DeploymentId = id,
            LifecycleEventHookExecutionId = asked["LifecycleEventHookExecutionId"]!.ToString(),
            Status = status,
        };
        Sandbox.Call(CodeDeployModel.PutLifecycleEventHookExecutionStatus, report);
        Sandbox.Refuses(CodeDeployModel.PutLifecycleEventHookExecutionStatus, report).Code.ShouldBe("LifecycleEventAlreadyCompletedException");
        _world.World.Wait(600);

        Info(id).Status.Value.ShouldBe(status);
    }

    /// <summary>User Guide, "The deployment timed out while waiting for a status callback": one that breaks on its way reports nothing either.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_that_never_reports_fails_the_deployment_after_an_hour(bool breaks)
    {
        _world.Function("check", _ => breaks ? throw new LambdaFailureException("Error", "no database") : null);
        var id = DeployWithHook();
        _world.World.Wait(3600);
        Info(id).Status.ShouldBe(DeploymentStatus.InProgress);
        _world.World.Wait(600);

        Info(id).ErrorInformation.Code.ShouldBe(Amazon.CodeDeploy.ErrorCode.HOOK_EXECUTION_FAILURE);
        Info(id).ErrorInformation.Message.ShouldContain("status callback");
    }

    [Fact]
    public void An_AppSpec_file_is_JSON_or_YAML_and_must_be_whole()
    {
        Group();
        var request = Request("web:1");
        request.Revision.AppSpecContent.Content = "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: web:1\n";
        Sandbox.Refuses(CodeDeployModel.CreateDeployment, request).Code.ShouldBe("InvalidRevisionException");
        request.Revision.AppSpecContent.Content += "        LoadBalancerInfo:\n          ContainerName: app\n          ContainerPort: 8080\n";
        request.Revision.AppSpecContent.Sha256 = new string('0', 64);
        Sandbox.Refuses(CodeDeployModel.CreateDeployment, request).Code.ShouldBe("InvalidRevisionException");
        request.Revision.AppSpecContent.Sha256 = null;
        var id = Sandbox.Call(CodeDeployModel.CreateDeployment, request).DeploymentId;
        _world.World.Wait(600);

        Info(id).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public void A_group_needs_a_service_that_CodeDeploy_controls()
    {
        var other = _world.Request();
        other.ServiceName = "other";
        _world.World.Create(other);
        var request = GroupRequest();
        request.EcsServices[0].ServiceName = "other";
        Sandbox.Refuses(CodeDeployModel.CreateDeploymentGroup, request).Said.ShouldBe("Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.");

        Group();
        request = GroupRequest();
        request.DeploymentGroupName = "twice";
        Sandbox.Refuses(CodeDeployModel.CreateDeploymentGroup, request).Code.ShouldBe("ECSServiceMappingLimitExceededException");
    }

    [Fact]
    public void Groups_come_along_when_their_application_gets_another_name()
    {
        Group();
        var name = GroupRequest().ApplicationName;

        Sandbox.Call(CodeDeployModel.UpdateApplication, new() { ApplicationName = name, NewApplicationName = "renamed" });

        Sandbox.Call(CodeDeployModel.ListApplications, new()).Applications.ShouldBe(["renamed"]);
        var group = Sandbox.Call(CodeDeployModel.GetDeploymentGroup, new() { ApplicationName = "renamed", DeploymentGroupName = GroupRequest().DeploymentGroupName }).DeploymentGroupInfo;
        group.ApplicationName.ShouldBe("renamed");
        group.OutdatedInstancesStrategy.Value.ShouldBe("UPDATE");
        Sandbox.Refuses(CodeDeployModel.GetApplication, new() { ApplicationName = name }).Code.ShouldBe("ApplicationDoesNotExistException");
    }

    [Fact]
    public void ECS_leaves_what_is_deployed_to_CodeDeploy()
    {
        var refusal = Sandbox.Refuses(ECSModel.UpdateService, new UpdateServiceRequest { Cluster = EcsWorld.Cluster, Service = "web", ForceNewDeployment = true });
        refusal.Said.ShouldBe("Unable to force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");
        _world.World.Register();
        Sandbox.Refuses(ECSModel.UpdateService, new UpdateServiceRequest { Cluster = EcsWorld.Cluster, Service = "web", TaskDefinition = "web:2" }).Said
            .ShouldBe("Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");
        _world.World.Update(new UpdateServiceRequest { DesiredCount = 3 });
        _world.World.Wait(120);

        _world.World.Look().RunningCount.ShouldBe(3);
    }

    [Fact]
    public void A_service_changes_its_controller_in_place_both_ways()
    {
        using var meter = _world.Measure();
        _world.World.Update(new UpdateServiceRequest
        {
            DeploymentController = new Amazon.ECS.Model.DeploymentController { Type = "ECS" },
            DeploymentConfiguration = TrafficWorld.BlueGreen(bake: 0),
            LoadBalancers = _world.Request().LoadBalancers,
        });
        _world.World.Wait(600);
        _world.Last.Status.ShouldBe(Amazon.ECS.ServiceDeploymentStatus.SUCCESSFUL);
        _world.Weights().ShouldBe((0, 100));

        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration = null;
        request.LoadBalancers[0].TargetGroupArn = _world.Green;
        _world.World.Update(new UpdateServiceRequest
        {
            DeploymentController = new Amazon.ECS.Model.DeploymentController { Type = "CODE_DEPLOY" },
            DeploymentConfiguration = new DeploymentConfiguration { Strategy = "ROLLING" },
            LoadBalancers = request.LoadBalancers,
        });
        Group();
        var id = Deploy();
        _world.World.Wait(900);

        Info(id).Status.ShouldBe(DeploymentStatus.Succeeded);
        meter.LeastHealthyShare.ShouldBe(1);
    }

    private static List<double> Greens(TrafficMeter meter)
    {
        var shares = new List<double>();
        foreach (var share in meter.Samples.Select(sample => sample.Weights.FirstOrDefault(pair => pair.Key.Contains("web-green", StringComparison.Ordinal)).Value))
        {
            if (shares.Count == 0 || shares[^1] != share)
            {
                shares.Add(share);
            }
        }

        return shares;
    }

    private void Group(string config = "CodeDeployDefault.ECSAllAtOnce", int termination = 0, int ready = 0, string? alarm = null) =>
        Sandbox.Call(CodeDeployModel.CreateDeploymentGroup, GroupRequest(config, termination, ready, alarm));

    private CreateDeploymentGroupRequest GroupRequest(string config = "CodeDeployDefault.ECSAllAtOnce", int termination = 0, int ready = 0, string? alarm = null) => new()
    {
        ApplicationName = "web",
        DeploymentGroupName = "web",
        DeploymentConfigName = config,
        ServiceRoleArn = _world.Role,
        DeploymentStyle = new DeploymentStyle { DeploymentType = DeploymentType.BLUE_GREEN, DeploymentOption = DeploymentOption.WITH_TRAFFIC_CONTROL },
        BlueGreenDeploymentConfiguration = new BlueGreenDeploymentConfiguration
        {
            TerminateBlueInstancesOnDeploymentSuccess = new BlueInstanceTerminationOption { Action = InstanceAction.TERMINATE, TerminationWaitTimeInMinutes = termination },
            DeploymentReadyOption = new DeploymentReadyOption
            {
                ActionOnTimeout = ready > 0 ? DeploymentReadyAction.STOP_DEPLOYMENT : DeploymentReadyAction.CONTINUE_DEPLOYMENT,
                WaitTimeInMinutes = ready,
            },
        },
        LoadBalancerInfo = new LoadBalancerInfo
        {
            TargetGroupPairInfoList =
            [
                new TargetGroupPairInfo
                {
                    TargetGroups = [new TargetGroupInfo { Name = "web-blue" }, new TargetGroupInfo { Name = "web-green" }],
                    ProdTrafficRoute = new TrafficRoute { ListenerArns = [_world.Listener] },
                    TestTrafficRoute = new TrafficRoute { ListenerArns = [_world.TestListener] },
                },
            ],
        },
        EcsServices = [new ECSService { ClusterName = EcsWorld.Cluster, ServiceName = "web" }],
        AutoRollbackConfiguration = new AutoRollbackConfiguration { Enabled = true, Events = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
        AlarmConfiguration = alarm is null ? null : new AlarmConfiguration { Enabled = true, Alarms = [new Alarm { Name = alarm }] },
    };

    /// <summary>Deploys a new revision.</summary>
    private string Deploy() => Sandbox.Call(CodeDeployModel.CreateDeployment, Request(_world.World.Register().TaskDefinitionArn)).DeploymentId;

    /// <summary>Deploys a new revision, and the function "check" looks at it while test traffic reaches it.</summary>
    private string DeployWithHook()
    {
        Group();
        var definition = _world.World.Register().TaskDefinitionArn;
        return Sandbox.Call(CodeDeployModel.CreateDeployment, Request(definition, hooks: """, "Hooks": [{"AfterAllowTestTraffic": "check"}]""")).DeploymentId;
    }

    private static CreateDeploymentRequest Request(string definition, string hooks = "") => new()
    {
        ApplicationName = "web",
        DeploymentGroupName = "web",
        Revision = new RevisionLocation
        {
            RevisionType = RevisionLocationType.AppSpecContent,
            AppSpecContent = new AppSpecContent
            {
                Content = """{"version": 1, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": "DEFINITION", "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 8080}}}}]"""
                    .Replace("DEFINITION", definition, StringComparison.Ordinal) + hooks + "}",
            },
        },
    };

    private DeploymentInfo Info(string id) => Sandbox.Call(CodeDeployModel.GetDeployment, new GetDeploymentRequest { DeploymentId = id }).DeploymentInfo;

    private List<string> Events(string id)
    {
        var target = Sandbox.Call(CodeDeployModel.ListDeploymentTargets, new ListDeploymentTargetsRequest { DeploymentId = id }).TargetIds.ShouldHaveSingleItem();
        target.ShouldBe("payments:web");
        return [.. Sandbox.Call(CodeDeployModel.GetDeploymentTarget, new GetDeploymentTargetRequest { DeploymentId = id, TargetId = target })
            .DeploymentTarget.EcsTarget.LifecycleEvents.Select(happening => $"{happening.LifecycleEventName} {happening.Status.Value}")];
    }
}
