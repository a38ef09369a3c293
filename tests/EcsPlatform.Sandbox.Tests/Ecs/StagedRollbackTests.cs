using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class StagedRollbackTests
{
    private readonly TrafficWorld _world = new();

    private Faults Faults => _world.Sandbox.Faults;

    [Fact]
    public void An_alarm_in_the_middle_of_a_shift_takes_all_traffic_back()
    {
        _world.ErrorAlarm("errors", _world.Green);
        _world.Start();
        using var meter = _world.Measure();
        Reconfigure(Linear("errors"));
        Faults.SetErrorRate("web:2", 0.5);
        _world.Deploy();
        _world.Watch(1800, () => _world.Weights().Green).ShouldBe([0, 10, 0]);

        var last = _world.Last;
        last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        last.Alarms.TriggeredAlarmNames.ShouldBe(["errors"]);
        last.Rollback.ServiceRevisionArn.ShouldBe(last.SourceServiceRevisions[0].Arn);
        _world.World.Look().TaskDefinition.ShouldEndWith("web:1");
        _world.World.Look().RunningCount.ShouldBe(2);
        meter.LeastHealthyShare.ShouldBe(1);
        meter.LeastServedShare.ShouldBe(0.95, 0.0001);
        _world.World.Wait(600);
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void An_alarm_that_fires_already_does_not_count()
    {
        _world.ErrorAlarm("errors", _world.Green);
        _world.Start();
        _world.Sandbox.Call(CloudWatchModel.SetAlarmState, new() { AlarmName = "errors", StateValue = "ALARM", StateReason = "test" });
        Reconfigure(Linear("errors"));
        Faults.SetErrorRate("web:2", 0.5);
        _world.Deploy();
        _world.World.Wait(3600);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
    }

    [Fact]
    public void An_alarm_without_rollback_leaves_the_traffic_where_it_is()
    {
        _world.ErrorAlarm("errors", _world.Green);
        _world.Start();
        var configuration = Linear("errors");
        configuration.Alarms.Rollback = false;
        Reconfigure(configuration);
        Faults.SetErrorRate("web:2", 0.5);
        _world.Deploy();
        _world.World.Wait(1800);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.STOPPED);
        _world.Weights().ShouldBe((90, 10));
        _world.World.Look().RunningCount.ShouldBe(4);
    }

    [Fact]
    public void A_revision_that_never_is_healthy_gets_no_traffic_and_trips_the_circuit_breaker()
    {
        _world.Start();
        using var meter = _world.Measure();
        var configuration = TrafficWorld.BlueGreen();
        configuration.DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true };
        Reconfigure(configuration);
        Faults.SetHealthCheckFailure("web:2");
        _world.Deploy();
        _world.World.Wait(1800);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldBe("Service deployment rolled back because the circuit breaker threshold was exceeded.");
        meter.Samples.ShouldAllBe(sample => sample.ShareOf(_world.Green) == 0);
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void Without_a_circuit_breaker_it_is_given_up_after_a_day()
    {
        _world.Start();
        Faults.SetContainerCrash("web:2");
        _world.Deploy();
        _world.World.Wait(3600 * 23);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.SCALE_UP);
        _world.World.Wait(3600 * 2);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(75)]
    [InlineData(200)]
    public void A_deployment_that_is_stopped_goes_back_from_any_stage(int seconds)
    {
        _world.Start();
        using var meter = _world.Measure();
        _world.Deploy();
        _world.World.Wait(seconds);
        Stop("ROLLBACK");
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_REQUESTED);
        Stop("ROLLBACK");
        _world.World.Wait(300);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Weights().ShouldBe((100, 0));
        _world.Weights(_world.Test).ShouldBe((100, 0));
        _world.World.Look().Deployments.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:1");
        meter.LeastHealthyShare.ShouldBe(1);
        _world.Sandbox.Refuses(ECSModel.StopServiceDeployment, new StopServiceDeploymentRequest { ServiceDeploymentArn = _world.Last.ServiceDeploymentArn }).Code
            .ShouldBe("ConflictException");
    }

    [Fact]
    public void An_aborted_deployment_stays_where_it_is_until_the_next_one()
    {
        _world.Start();
        using var meter = _world.Measure();
        Reconfigure(Linear());
        _world.Deploy();
        _world.World.Wait(180);
        Stop("ABORT");
        _world.World.Wait(900);
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.STOPPED);
        _world.Weights().ShouldBe((90, 10));
        _world.World.Clock.PendingTimers.ShouldBe(0);

        _world.Deploy();
        _world.World.Wait(3600);
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void A_rollback_fails_when_the_old_revision_cannot_run_any_more()
    {
        _world.Start();
        _world.Deploy();
        _world.World.Wait(200);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.BAKE_TIME);
        using var meter = _world.Measure();
        Faults.SetContainerCrash("web:1");
        foreach (var task in _world.World.Tasks().Where(task => task.TaskDefinitionArn.EndsWith("web:1", StringComparison.Ordinal)))
        {
            _world.Sandbox.Call(ECSModel.StopTask, new StopTaskRequest { Cluster = EcsWorld.Cluster, Task = task.TaskArn });
        }

        Stop("ROLLBACK");
        _world.World.Wait(1800);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_FAILED);
        _world.Weights().ShouldBe((0, 100));
        meter.LeastHealthyShare.ShouldBe(1);
        _world.World.Events().ShouldContain(happening => happening.Contains("rollback has failed", StringComparison.Ordinal));
        _world.World.Clock.PendingTimers.ShouldBe(0);

        _world.Deploy();
        _world.World.Wait(1800);
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void A_first_deployment_that_fails_has_no_candidate_to_go_back_to()
    {
        Faults.SetContainerCrash("web");
        var configuration = TrafficWorld.BlueGreen();
        configuration.DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true };
        _world.World.Create(_world.Request(configuration));
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_FAILED);
        _world.Last.StatusReason.ShouldBe("No rollback candidate was found to run the rollback.");
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Without_room_for_the_new_tasks_the_deployment_waits_and_goes_on_when_there_is()
    {
        _world.Start();
        Faults.SetCapacityShortage("web:2");
        _world.Deploy();
        _world.World.Wait(600);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.SCALE_UP);
        _world.World.Events().ShouldContain(
            "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.");
        Faults.SetCapacityShortage("web:2", false);
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
    }

    [Fact]
    public void Slow_health_checks_make_the_deployment_slow_and_no_worse_within_the_grace_period()
    {
        var request = _world.Request();
        request.HealthCheckGracePeriodSeconds = 600;
        _world.World.Create(request);
        _world.World.Wait(1200);
        using var meter = _world.Measure();
        Faults.SetSlowStart("web:2", TimeSpan.FromSeconds(300));
        _world.Deploy();
        _world.World.Wait(290);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.SCALE_UP);
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        meter.LeastServedShare.ShouldBe(1);
    }

    private static DeploymentConfiguration Linear(params string[] alarms) => new()
    {
        Strategy = DeploymentStrategy.LINEAR,
        LinearConfiguration = new LinearConfiguration { StepPercent = 10, StepBakeTimeInMinutes = 3 },
        Alarms = new DeploymentAlarms { AlarmNames = [.. alarms], Enable = alarms.Length > 0, Rollback = alarms.Length > 0 },
    };

    private void Reconfigure(DeploymentConfiguration configuration) => _world.World.Update(new UpdateServiceRequest { DeploymentConfiguration = configuration });

    private void Stop(string type) => _world.Sandbox.Call(ECSModel.StopServiceDeployment,
        new StopServiceDeploymentRequest { ServiceDeploymentArn = _world.Last.ServiceDeploymentArn, StopType = type });
}
