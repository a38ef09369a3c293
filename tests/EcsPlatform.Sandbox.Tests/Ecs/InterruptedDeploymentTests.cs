using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class InterruptedDeploymentTests
{
    [Fact]
    public void A_deployment_goes_on_where_it_was_after_the_sandbox_was_saved_and_loaded()
    {
        var world = new TrafficWorld();
        world.Start();
        world.World.Update(new UpdateServiceRequest
        {
            DeploymentConfiguration = new DeploymentConfiguration
            {
                Strategy = DeploymentStrategy.CANARY,
                CanaryConfiguration = new CanaryConfiguration { CanaryPercent = 20, CanaryBakeTimeInMinutes = 30 },
                LifecycleHooks = [TrafficWorld.Pause("POST_PRODUCTION_TRAFFIC_SHIFT")],
            },
        });
        world.Deploy();
        world.World.Wait(600);
        world.Weights().ShouldBe((80, 20));
        var path = Path.GetTempFileName();
        try
        {
            StateFile.Save(world.Sandbox, path);
            var clock = new VirtualClock();
            var again = new AwsSandbox(new SandboxOptions { Clock = clock });
            StateFile.Load(again, path);
            clock.Advance(TimeSpan.FromMinutes(40));
            var request = new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [world.Last.ServiceDeploymentArn] };
            var deployment = again.Call(ECSModel.DescribeServiceDeployments, request).ServiceDeployments[0];
            deployment.LifecycleStage.Value.ShouldBe("POST_PRODUCTION_TRAFFIC_SHIFT");
            again.Call(ECSModel.ContinueServiceDeployment, new ContinueServiceDeploymentRequest
            {
                ServiceDeploymentArn = deployment.ServiceDeploymentArn,
                HookId = deployment.LifecycleHookDetails.ShouldHaveSingleItem().HookId,
            });
            clock.Advance(TimeSpan.FromMinutes(10));

            again.Call(ECSModel.DescribeServiceDeployments, request).ServiceDeployments[0].Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Spot_tasks_that_are_interrupted_are_replaced()
    {
        var world = new EcsWorld();
        world.Sandbox.Call(ECSModel.PutClusterCapacityProviders, new PutClusterCapacityProvidersRequest
        {
            Cluster = EcsWorld.Cluster,
            CapacityProviders = ["FARGATE", "FARGATE_SPOT"],
            DefaultCapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = 1 }],
        });
        world.Register();
        var request = world.Service();
        request.LaunchType = null;
        world.Create(request);
        world.Wait(60);
        world.Sandbox.Faults.InterruptSpot("web");
        world.Wait(60);

        world.Tasks("STOPPED").Select(task => task.StopCode.Value).ShouldBe(["SpotInterruption", "SpotInterruption"]);
        world.Look().RunningCount.ShouldBe(2);
        world.Clock.PendingTimers.ShouldBe(0);
    }
}
