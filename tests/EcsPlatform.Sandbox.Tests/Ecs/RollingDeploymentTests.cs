using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class RollingDeploymentTests
{
    private readonly EcsWorld _world = new();

    public RollingDeploymentTests() => _world.Register();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Theory]
    [InlineData(100, 200)]
    [InlineData(50, 100)]
    [InlineData(50, 200)]
    [InlineData(100, 150)]
    public void A_deployment_never_has_fewer_healthy_or_more_tasks_than_it_may(int minimum, int maximum)
    {
        Start(new DeploymentConfiguration { MinimumHealthyPercent = minimum, MaximumPercent = maximum }, count: 4);
        _world.Register();
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web" });
        var (fewest, most) = (4, 4);
        for (var second = 0; second < 300; second++)
        {
            _world.Wait(1);
            var tasks = _world.Tasks();
            fewest = Math.Min(fewest, tasks.Count(task => task.LastStatus == "RUNNING"));
            most = Math.Max(most, tasks.Count);
        }

        fewest.ShouldBeGreaterThanOrEqualTo(4 * minimum / 100);
        most.ShouldBeLessThanOrEqualTo(4 * maximum / 100);
        _world.Look().Deployments.ShouldHaveSingleItem().RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
        _world.Tasks().ShouldAllBe(task => task.TaskDefinitionArn.EndsWith("web:2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_count_changes_without_a_deployment_and_the_task_definition_with_one()
    {
        var first = Start().Deployments[0].Id;

        _world.Update(new UpdateServiceRequest { DesiredCount = 3 }).Deployments.ShouldHaveSingleItem().Id.ShouldBe(first);
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web:1", NetworkConfiguration = _world.Network() }).Deployments.ShouldHaveSingleItem().Id.ShouldBe(first);
        _world.Update(new UpdateServiceRequest { ForceNewDeployment = true }).Deployments.Select(deployment => deployment.Status).ShouldBe(["PRIMARY", "ACTIVE"]);
    }

    [Fact]
    public void A_count_that_goes_down_stops_tasks_and_the_service_is_steady_again()
    {
        Start(count: 3);
        _world.Update(new UpdateServiceRequest { DesiredCount = 1 });
        _world.Wait(60);

        _world.Look().RunningCount.ShouldBe(1);
        _world.Events()[0].ShouldBe("(service web) has reached a steady state.");
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Without_a_circuit_breaker_a_bad_deployment_goes_on_and_the_old_tasks_stay()
    {
        Start();
        Break();
        _world.Wait(1800);

        _world.Look().Deployments[0].RolloutState.ShouldBe(DeploymentRolloutState.IN_PROGRESS);
        Running("web:1").ShouldBe(2);
    }

    [Fact]
    public void The_circuit_breaker_rolls_back_to_the_last_deployment_that_completed()
    {
        var good = Start(Breaker(rollback: true)).Deployments[0].Id;
        Break();
        _world.Wait(600);

        var service = _world.Look();
        var primary = service.Deployments.ShouldHaveSingleItem();
        primary.Id.ShouldBe(good);
        primary.RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
        service.TaskDefinition.ShouldEndWith("web:1");
        service.RunningCount.ShouldBe(2);
        _world.Events().ShouldContain($"(service web) rolling back to deployment {good}.");
        var last = ServiceDeployments()[0];
        last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        last.DeploymentCircuitBreaker.Status.ShouldBe(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        last.DeploymentCircuitBreaker.Threshold.ShouldBe(3);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void The_circuit_breaker_without_rollback_leaves_the_deployment_failed_and_the_old_tasks_running()
    {
        Start(Breaker(rollback: false));
        Break();
        _world.Wait(600);

        var primary = _world.Look().Deployments[0];
        primary.RolloutState.ShouldBe(DeploymentRolloutState.FAILED);
        primary.RolloutStateReason.ShouldBe("ECS deployment circuit breaker: tasks failed to start.");
        primary.FailedTasks.ShouldBe(3);
        Running("web:1").ShouldBe(2);
        ServiceDeployments()[0].Status.ShouldBe(ServiceDeploymentStatus.STOPPED);
    }

    [Fact]
    public void A_first_deployment_that_fails_has_nothing_to_roll_back_to()
    {
        Sandbox.Faults.SetContainerCrash("web");
        var request = _world.Service();
        request.DeploymentConfiguration = Breaker(rollback: true);
        _world.Create(request);
        _world.Wait(600);

        _world.Look().Deployments.ShouldHaveSingleItem().RolloutState.ShouldBe(DeploymentRolloutState.FAILED);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_failing_container_health_check_fails_the_deployment()
    {
        Start(Breaker(rollback: true));
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].HealthCheck = new HealthCheck { Command = ["CMD", "check"], Interval = 5, Retries = 2 };
        definition.ContainerDefinitions[0].Image = "public.ecr.aws/nginx/nginx:sick";
        _world.Register(definition);
        Sandbox.Faults.SetHealthCheckFailure("*:sick");
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web" });
        _world.Wait(900);

        _world.Look().TaskDefinition.ShouldEndWith("web:1");
        _world.Tasks("STOPPED").ShouldContain(task => task.StoppedReason == "Task failed container health checks");
    }

    [Fact]
    public void A_deployment_that_somebody_stops_rolls_back()
    {
        Start();
        Break();
        _world.Wait(5);
        var running = ServiceDeployments()[0].ServiceDeploymentArn;
        Sandbox.Call(ECSModel.StopServiceDeployment, new StopServiceDeploymentRequest { ServiceDeploymentArn = running, StopType = "ROLLBACK" });
        _world.Wait(120);

        ServiceDeployments()[0].Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Look().TaskDefinition.ShouldEndWith("web:1");
        Sandbox.Refuses(ECSModel.StopServiceDeployment, new StopServiceDeploymentRequest { ServiceDeploymentArn = running }).Code.ShouldBe("ConflictException");
    }

    private Service Start(DeploymentConfiguration? configuration = null, int count = 2)
    {
        var request = _world.Service(count: count);
        request.DeploymentConfiguration = configuration;
        _world.Create(request);
        _world.Wait(60);
        return _world.Look();
    }

    private void Break()
    {
        _world.Register();
        Sandbox.Faults.SetContainerCrash("web:2");
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web:2" });
    }

    private int Running(string definition) =>
        _world.Tasks().Count(task => task.LastStatus == "RUNNING" && task.TaskDefinitionArn.EndsWith(definition, StringComparison.Ordinal));

    private List<ServiceDeployment> ServiceDeployments()
    {
        var arns = Sandbox.Call(ECSModel.ListServiceDeployments, new ListServiceDeploymentsRequest { Cluster = EcsWorld.Cluster, Service = "web" })
            .ServiceDeployments.Select(brief => brief.ServiceDeploymentArn);
        return Sandbox.Call(ECSModel.DescribeServiceDeployments, new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [.. arns] }).ServiceDeployments;
    }

    private static DeploymentConfiguration Breaker(bool rollback) => new()
    {
        DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = rollback },
    };
}
