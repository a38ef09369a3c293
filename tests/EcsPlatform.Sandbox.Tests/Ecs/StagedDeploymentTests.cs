using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class StagedDeploymentTests
{
    private readonly TrafficWorld _world = new();

    [Fact]
    public void A_blue_green_deployment_goes_through_its_stages_in_order_and_moves_all_traffic_at_once()
    {
        _world.Start();
        _world.Weights().ShouldBe((100, 0));
        using var meter = _world.Measure();
        _world.Deploy();

        _world.Watch(900, () => _world.Last.LifecycleStage?.Value).ShouldBe(
        [
            "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT",
            "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP",
        ]);
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        _world.Weights().ShouldBe((0, 100));
        _world.Weights(_world.Test).ShouldBe((0, 100));
        meter.LeastHealthyShare.ShouldBe(1);
        meter.Samples.Select(sample => sample.ShareOf(_world.Green)).Distinct().ShouldBe([0, 1]);
        var service = _world.World.Look();
        service.RunningCount.ShouldBe(2);
        service.Deployments.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:2");
        _world.World.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void The_old_revision_runs_until_the_bake_time_is_over_and_the_next_deployment_takes_the_other_colour()
    {
        _world.Start();
        _world.Deploy();
        _world.World.Wait(240);
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.BAKE_TIME);
        _world.World.Look().RunningCount.ShouldBe(4);
        var (target, source) = (_world.Last.TargetServiceRevision, _world.Last.SourceServiceRevisions.ShouldHaveSingleItem());
        (target.RequestedTaskCount, target.RunningTaskCount, target.RequestedProductionTrafficWeight).ShouldBe((2, 2, 100));
        (source.RequestedTaskCount, source.RunningTaskCount, source.RequestedProductionTrafficWeight).ShouldBe((2, 2, 0));
        _world.World.Wait(600);
        _world.World.Look().RunningCount.ShouldBe(2);

        _world.Deploy();
        _world.World.Wait(900);
        _world.Weights().ShouldBe((100, 0));
        _world.World.Look().TaskDefinition.ShouldEndWith("web:3");
    }

    [Fact]
    public void A_linear_deployment_moves_the_traffic_in_equal_steps()
    {
        _world.Start();
        using var meter = _world.Measure();
        Reconfigure(new DeploymentConfiguration
        {
            Strategy = DeploymentStrategy.LINEAR,
            BakeTimeInMinutes = 1,
            LinearConfiguration = new LinearConfiguration { StepPercent = 25, StepBakeTimeInMinutes = 2 },
        });
        _world.Deploy();
        _world.Watch(900, () => _world.Weights().Green).ShouldBe([0, 25, 50, 75, 100]);

        meter.LeastHealthyShare.ShouldBe(1);
        var shifts = meter.Samples.DistinctBy(sample => sample.ShareOf(_world.Green)).Skip(1).Select(sample => sample.At).ToList();
        shifts.Zip(shifts.Skip(1), (first, second) => second - first).ShouldAllBe(span => span >= TimeSpan.FromMinutes(2) && span < TimeSpan.FromMinutes(2.5));
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
    }

    [Theory]
    [InlineData(5, 95, 5)]
    [InlineData(0.1, 998, 1)]
    [InlineData(12.5, 874, 125)]
    public void A_canary_deployment_moves_a_share_first(double percent, int blue, int green)
    {
        _world.Start();
        Reconfigure(new DeploymentConfiguration
        {
            Strategy = DeploymentStrategy.CANARY,
            CanaryConfiguration = new CanaryConfiguration { CanaryPercent = percent, CanaryBakeTimeInMinutes = 10 },
        });
        _world.Deploy();

        _world.Watch(1500, () => _world.Weights()).ShouldBe([(100, 0), (blue, green), (0, 100)]);
    }

    [Fact]
    public void Ten_minutes_take_well_under_a_second()
    {
        _world.Start();
        Reconfigure(new DeploymentConfiguration
        {
            Strategy = DeploymentStrategy.LINEAR,
            LinearConfiguration = new LinearConfiguration { StepPercent = 10, StepBakeTimeInMinutes = 1 },
        });
        _world.Deploy();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        _world.World.Wait(1200);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        _world.Weights().ShouldBe((0, 100));
    }

    [Fact]
    public void A_service_without_tasks_deploys_too()
    {
        _world.Start(count: 0);
        _world.Deploy();
        _world.World.Wait(900);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        _world.Weights().ShouldBe((0, 100));
        _world.World.Look().TaskDefinition.ShouldEndWith("web:2");
    }

    [Fact]
    public void A_second_deployment_overtakes_the_first_which_is_stopped_and_taken_back()
    {
        _world.Start();
        using var meter = _world.Measure();
        Reconfigure(new DeploymentConfiguration
        {
            Strategy = DeploymentStrategy.CANARY,
            CanaryConfiguration = new CanaryConfiguration { CanaryPercent = 20, CanaryBakeTimeInMinutes = 10 },
        });
        _world.Deploy();
        _world.World.Wait(180);
        _world.Weights().ShouldBe((80, 20));

        _world.Deploy();
        _world.Weights().ShouldBe((100, 0));
        _world.Last.LifecycleStage.ShouldBe(ServiceDeploymentLifecycleStage.RECONCILE_SERVICE);
        _world.World.Wait(1800);

        _world.Deployments().Take(2).Select(deployment => deployment.Status.Value).ShouldBe(["SUCCESSFUL", "STOPPED"]);
        _world.World.Look().Deployments.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:3");
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void A_service_moves_from_rolling_to_blue_green_and_back_without_losing_a_request()
    {
        _world.Start(new DeploymentConfiguration { Strategy = DeploymentStrategy.ROLLING });
        using var meter = _world.Measure();
        Reconfigure(TrafficWorld.BlueGreen(bake: 1));
        _world.Deploy();
        _world.World.Wait(900);
        _world.Weights().ShouldBe((0, 100));

        Reconfigure(new DeploymentConfiguration { Strategy = DeploymentStrategy.ROLLING });
        _world.Deploy();
        _world.World.Wait(600);

        _world.World.Look().Deployments.ShouldHaveSingleItem().TaskDefinition.ShouldEndWith("web:3");
        _world.Weights().ShouldBe((0, 100));
        meter.LeastHealthyShare.ShouldBe(1);
    }

    [Fact]
    public void Revisions_say_what_was_deployed_and_where_it_stands()
    {
        _world.Start();
        _world.Deploy("public.ecr.aws/nginx/nginx:2");
        _world.World.Wait(900);

        var revision = _world.Sandbox.Call(ECSModel.DescribeServiceRevisions, new DescribeServiceRevisionsRequest
        {
            ServiceRevisionArns = [_world.Last.TargetServiceRevision.Arn],
        }).ServiceRevisions.ShouldHaveSingleItem();
        revision.TaskDefinition.ShouldEndWith("web:2");
        revision.ContainerImages.ShouldHaveSingleItem().Image.ShouldBe("public.ecr.aws/nginx/nginx:2");
        revision.ResolvedConfiguration.LoadBalancers.ShouldHaveSingleItem().TargetGroupArn.ShouldBe(_world.Green);
    }

    [Fact]
    public void The_same_seed_gives_the_same_deployment()
    {
        Story(7).ShouldBe(Story(7));
        Story(7).ShouldNotBe(Story(8));

        static List<string> Story(int seed)
        {
            var world = new TrafficWorld(new SandboxOptions { Seed = seed });
            world.Start();
            world.Sandbox.Faults.SetErrorRate("web:2", 0.1);
            world.Deploy();
            world.World.Wait(900);
            return [.. world.World.Events(), .. world.Sandbox.Journal.Entries.Select(call => call.ToString())];
        }
    }

    private void Reconfigure(DeploymentConfiguration configuration) => _world.World.Update(new UpdateServiceRequest { DeploymentConfiguration = configuration });
}
