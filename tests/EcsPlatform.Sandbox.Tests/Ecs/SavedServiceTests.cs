using System.Diagnostics;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class SavedServiceTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly EcsWorld _world = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_deployment_goes_on_in_another_process()
    {
        _world.Register();
        _world.Create();
        _world.Create(_world.Service("gone"));
        _world.Wait(60);
        _world.Delete(service: "gone");
        _world.Wait(60);
        _world.Register();
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web:2" });
        _world.Wait(5);

        StateFile.Save(_world.Sandbox, _path);
        var clock = new VirtualClock();
        var next = new AwsSandbox(new SandboxOptions { Clock = clock });
        StateFile.Load(next, _path);
        clock.Advance(TimeSpan.FromMinutes(5));

        var services = next.Call(ECSModel.DescribeServices, new DescribeServicesRequest { Cluster = EcsWorld.Cluster, Services = ["web", "gone"] }).Services;
        var primary = services[0].Deployments.ShouldHaveSingleItem();
        primary.RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
        primary.TaskDefinition.ShouldEndWith("web:2");
        services[0].RunningCount.ShouldBe(2);
        services[1].Status.ShouldBe("INACTIVE");
    }

    [Fact]
    public void Nothing_is_left_of_a_platform_that_was_taken_down()
    {
        var before = _world.Sandbox.Inventory();
        _world.Register();
        _world.Create();
        _world.Wait(60);
        _world.Delete();
        _world.Wait(60);
        _world.Sandbox.Call(ECSModel.DeregisterTaskDefinition, new DeregisterTaskDefinitionRequest { TaskDefinition = "web:1" });

        _world.Sandbox.Inventory().ShouldBe(before);
    }

    [Fact]
    public void A_hundred_services_become_steady_in_a_moment()
    {
        _world.Register();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            _world.Create(_world.Service($"web-{i}"));
        }

        _world.Wait(120);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        _world.Clock.PendingTimers.ShouldBe(0);
        _world.Tasks().Count.ShouldBe(100);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
    }
}
