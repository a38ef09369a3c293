using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>Deployments of services that the load balancer does not know: in Service Connect ECS moves the calls, and what nobody calls gets all new tasks before the old ones end.</summary>
public sealed class UnroutedDeploymentTests
{
    private const string BlueGreen = "{strategy: BLUE_GREEN, bakeTimeMinutes: 3}";

    [Theory]
    [InlineData("orders", BlueGreen)]
    [InlineData("orders", "{strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 50, stepMinutes: 2}}")]
    [InlineData("orders", "{strategy: CANARY, bakeTimeMinutes: 2, canary: {percent: 10, bakeMinutes: 5}}")]
    [InlineData("worker", BlueGreen)]
    public void A_good_version_has_all_its_tasks_before_the_old_ones_end(string service, string deployment)
    {
        var deployed = new DeployedPlatform(With(service, deployment));
        deployed.Platform.Plan().Changes.ShouldBeEmpty();

        var outcome = deployed.Deploy(service, "v2");

        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        outcome.Status.New!.TaskDefinition.ShouldBe($"task-{service}-t1:2");
        deployed.Seen.ShouldContain(status => status.New != null && status.New.Running == 2 && status.Old.Sum(old => old.Running) == 2);
        deployed.Seen.Where(status => !status.HasEnded).ShouldAllBe(status => (status.New == null ? 0 : status.New.Running) + status.Old.Sum(old => old.Running) >= 2);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
        deployed.Platform.Export().Definition.Services.Single(read => read.Name == service).Deployment.Strategy
            .ShouldBe(deployed.Platform.Definition.Services.Single(written => written.Name == service).Deployment.Strategy);
    }

    [Theory, InlineData("orders"), InlineData("worker")]
    public void A_version_that_does_not_come_up_goes_back_and_the_old_tasks_stay(string service)
    {
        var deployed = new DeployedPlatform(With(service, BlueGreen));
        deployed.Platform.Account.Faults.SetContainerCrash("*:v2");

        var outcome = deployed.Deploy(service, "v2");

        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain("exit code 1");
        deployed.Seen.ShouldAllBe(status => status.Old.Count == 0 || status.Old.Sum(old => old.Running) == 2);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SUCCEEDED", DeploymentState.Succeeded)]
    [InlineData("FAILED", DeploymentState.RolledBack)]
    public void A_function_is_asked_here_too(string answer, DeploymentState end)
    {
        var deployed = new DeployedPlatform(With("worker", BlueGreen));
        var function = ShiftingPlatforms.Function(deployed.Platform, "check", answer);
        deployed.Platform.Definition = Platforms.Read(With("worker", $"{{strategy: BLUE_GREEN, bakeTimeMinutes: 1, hooks: [{{function: '{function}', stages: [POST_SCALE_UP]}}]}}"));
        deployed.Platform.Up().Failures.ShouldBeEmpty();

        deployed.Deploy("worker", "v2").Status.State.ShouldBe(end);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_strategy_is_changed_in_place_there_and_back_and_nothing_stays()
    {
        var deployed = new DeployedPlatform(With("orders", "{strategy: ROLLING}"));
        foreach (var deployment in new[] { BlueGreen, "{strategy: CANARY}", "{strategy: ROLLING}" })
        {
            deployed.Platform.Definition = Platforms.Read(With("orders", deployment));
            var step = deployed.Platform.Plan().Changes.ShouldHaveSingleItem();
            (step.LogicalId, step.Action).ShouldBe(("service/orders", PlanAction.Update));
            deployed.Platform.Up().Failures.ShouldBeEmpty();
            deployed.Platform.Plan().Changes.ShouldBeEmpty(deployment);
            deployed.Run(null, new DeploymentChange { Service = "orders", Restart = true }).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        }

        deployed.Platform.DownByName().ThrowIfFailed();
        deployed.Platform.Account.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void Without_service_connect_nothing_moves_in_steps_and_a_move_away_says_so()
    {
        var (becomes, losses, _) = MeshTranslation.Of(Platforms.Read(With("orders", "{strategy: CANARY}")), MeshType.CloudMap);

        losses.ShouldContain(loss => loss.Setting == "deployment.strategy" && loss.Service == "orders");
        DefinitionValidator.Validate(becomes).ShouldBeEmpty();
        becomes.Services.Single(service => service.Name == "orders").Deployment.Strategy.ShouldBe(RolloutStrategy.BlueGreen);
    }

    private static string With(string service, string deployment) =>
        $$"""
        name: inner
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        loadBalancer: {}
        mesh: serviceConnect
        services:
          - {name: front, port: 8080, cpu: 256, memory: 512, route: {paths: [/*]}, calls: [orders]}
          - {name: orders, port: 8081, cpu: 256, memory: 512, deployment: {{(service == "orders" ? deployment : "{}")}}}
          - {name: worker, cpu: 256, memory: 512, deployment: {{(service == "worker" ? deployment : "{}")}}}
        """;
}
