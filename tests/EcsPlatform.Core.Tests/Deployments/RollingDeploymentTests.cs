using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Deployments;

public sealed class RollingDeploymentTests
{
    private readonly DeployedPlatform _deployed = new(Platforms.SmallYaml);

    [Fact]
    public void A_new_image_is_rolled_out_and_the_next_plan_leaves_it_alone()
    {
        var outcome = _deployed.Deploy("front", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        outcome.Status.Strategy.ShouldBe(RolloutStrategy.Rolling);
        outcome.Status.New!.TaskDefinition.ShouldBe("task-front-t1:2");
        _deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void An_image_that_is_not_there_and_a_service_that_is_not_there_are_both_said_before_anything_changes()
    {
        var plan = _deployed.Plan(null, new DeploymentChange { Service = "front", Image = "v9" }, new DeploymentChange { Service = "nobody", Image = "v9" });
        plan.Problems.Select(problem => (problem.Id, problem.Service)).ShouldBe([("ImageNotFound", "front"), ("MicroserviceNotFound", "nobody")]);
        Should.Throw<DeploymentRefusedException>(() => _deployed.InProcess(deployments => deployments.StartAsync(plan)));
    }

    [Fact]
    public void Containers_that_crash_trip_the_circuit_breaker_and_the_outcome_says_why()
    {
        _deployed.Platform.Account.Faults.SetContainerCrash("*:v2");
        var outcome = _deployed.Deploy("front", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.StoppedTasks.ShouldNotBeEmpty();
        outcome.StoppedTasks.ShouldAllBe(task => task.TaskDefinition == "task-front-t1:2");
        outcome.Explain().ShouldContain("exit code 1");
    }

    [Fact]
    public void Environment_and_size_change_in_a_new_revision_and_limits_keep_their_share()
    {
        var change = new DeploymentChange { Service = "worker", Memory = 2048, Environment = new Dictionary<string, string?> { ["LEVEL"] = "debug" } };
        _deployed.Run(null, change).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        var revision = _deployed.Platform.ByHand(aws => aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = "task-worker-t1" })).TaskDefinition;
        revision.Memory.ShouldBe("2048");
        revision.ContainerDefinitions[0].Memory.ShouldBe(2048);
        revision.ContainerDefinitions[0].MemoryReservation.ShouldBe(1536);
        revision.ContainerDefinitions[0].Environment.ShouldContain(variable => variable.Name == "LEVEL" && variable.Value == "debug");
    }

    [Fact]
    public void A_new_count_alone_is_no_deployment() =>
        _deployed.Run(null, new DeploymentChange { Service = "worker", DesiredCount = 2 }).ShouldBeEmpty();

    [Fact]
    public void Returning_to_an_earlier_revision_is_one_change()
    {
        _deployed.Deploy("front", "v2").Succeeded.ShouldBeTrue();
        var outcome = _deployed.Run(null, new DeploymentChange { Service = "front", Revision = "1" }).ShouldHaveSingleItem();
        outcome.Status.New!.TaskDefinition.ShouldBe("task-front-t1:1");
        _deployed.InProcess(deployments => deployments.HistoryAsync(["front"], 10)).Select(status => status.New!.TaskDefinition)
            .ShouldBe(["task-front-t1:1", "task-front-t1:2", "task-front-t1:1"]);
    }

    [Fact]
    public void Callees_are_deployed_before_their_callers()
    {
        _deployed.Push("front", "v2");
        _deployed.Push("worker", "v2");
        var changes = new[] { new DeploymentChange { Service = "front", Image = "v2" }, new DeploymentChange { Service = "worker", Image = "v2" } };
        var outcomes = _deployed.Run(new DeploymentOptions { Order = DeploymentOrder.Callees }, changes);
        outcomes.Select(outcome => outcome.Status.Service).ShouldBe(["worker", "front"]);
        outcomes[1].Status.StartedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(outcomes[0].Status.FinishedAt.ShouldNotBeNull());
    }

    [Fact]
    public void The_callers_do_not_begin_when_a_callee_fails()
    {
        _deployed.Platform.Account.Faults.SetContainerCrash("*worker*:v2");
        _deployed.Push("front", "v2");
        _deployed.Push("worker", "v2");
        var changes = new[] { new DeploymentChange { Service = "front", Image = "v2" }, new DeploymentChange { Service = "worker", Image = "v2" } };
        _deployed.Run(new DeploymentOptions { Order = DeploymentOrder.Callees }, changes).ShouldHaveSingleItem().Status.Service.ShouldBe("worker");
    }

    [Fact]
    public void All_that_are_followed_share_one_poll()
    {
        _deployed.Push("front", "v2");
        _deployed.Push("worker", "v2");
        var before = _deployed.Platform.Account.Journal.Entries.Count;
        _deployed.Run(null, new DeploymentChange { Service = "front", Image = "v2" }, new DeploymentChange { Service = "worker", Image = "v2" }).Count.ShouldBe(2);
        var polls = _deployed.Platform.Account.Journal.Entries.Skip(before).Where(entry => entry.Operation == "DescribeServiceDeployments").ToList();
        polls.Zip(polls.Skip(1)).ShouldAllBe(pair => pair.Second.Start - pair.First.Start > TimeSpan.FromSeconds(9));
    }
}
