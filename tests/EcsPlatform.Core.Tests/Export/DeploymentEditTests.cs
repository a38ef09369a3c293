using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Tests.Deployments;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Export;

/// <summary>How a service is deployed, changed line by line on a service that runs.</summary>
public sealed class DeploymentEditTests(ITestOutputHelper output)
{
    private const string Service = "payment-api";
    private const string Rich = "{strategy: CANARY, canary: {percent: 15, bakeMinutes: 4}, bakeTimeMinutes: 3, errorAlarm: {count: 9, evaluationPeriods: 2}, hooks: [{stages: [POST_SCALE_UP], timeoutMinutes: 30}]}";

    [Fact]
    public void A_service_moves_from_rolling_to_blue_green_to_CodeDeploy_and_back_while_it_serves()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: ROLLING}"));
        using var traffic = Measure(deployed);
        foreach (var (line, strategy, controller) in new[]
        {
            ("""{"strategy": "BLUE_GREEN", "bakeTimeMinutes": 3, "errorAlarm": {"count": 5}}""", RolloutStrategy.BlueGreen, RolloutController.Ecs),
            ("""{"strategy": "CANARY", "canary": {"percent": 20}}""", RolloutStrategy.Canary, RolloutController.Ecs),
            ("""{"controller": "CODE_DEPLOY", "canary": {"bakeMinutes": 2}}""", RolloutStrategy.Canary, RolloutController.CodeDeploy),
            ("""{"strategy": "LINEAR", "linear": {"stepPercent": 25, "stepMinutes": 1}}""", RolloutStrategy.Linear, RolloutController.CodeDeploy),
            ("""{"controller": "ECS"}""", RolloutStrategy.Linear, RolloutController.Ecs),
            ("""{"strategy": "ROLLING"}""", RolloutStrategy.Rolling, RolloutController.Ecs),
        })
        {
            if (!Plan(deployed, line, out var refused).Changes.Any())
            {
                // The colour that rolling deployments know is not the one that serves: as the error says, one more deployment.
                refused.ShouldHaveSingleItem().Problems.ShouldHaveSingleItem().Id.ShouldBe("TrafficElsewhere", line);
                Restart(deployed);
            }

            var plan = Plan(deployed, line, out refused);
            refused.ShouldBeEmpty(line);
            plan.Changes.ShouldAllBe(step => step.Type != "service" || step.Action == PlanAction.Update, line);
            plan.Changes.ShouldAllBe(step => step.Action != PlanAction.Replace, line);
            deployed.Platform.InProcess(session => session.ApplyAsync(plan, _ => { })).ThrowIfFailed();

            Plan(deployed, line, out _).Changes.ShouldBeEmpty(line);
            Plan(deployed, "{}", out _).Changes.ShouldBeEmpty(line);
            var read = Read(deployed);
            (read.Strategy, read.Controller).ShouldBe((strategy, controller), line);
            read.ErrorAlarm!.Count.ShouldBe(5, line);
            Restart(deployed);
        }

        output.WriteLine($"least healthy share at any of {traffic.Samples.Count} instants: {traffic.LeastHealthyShare:P0}");
        traffic.LeastHealthyShare.ShouldBe(1.0);
        deployed.Platform.DownByName().ThrowIfFailed();
        deployed.Platform.Account.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_said_stays_and_what_is_said_is_all_that_is_planned()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(Rich));

        var step = Plan(deployed, """{"bakeTimeMinutes": 7}""", out _).Changes.ShouldHaveSingleItem();
        (step.LogicalId, step.Differences.ShouldHaveSingleItem().Property).ShouldBe(($"service/{Service}", "bakeTimeInMinutes"));

        Make(deployed, """{"canary": {"percent": 20}, "alarms": []}""");
        var read = Read(deployed);
        read.Canary.ShouldBe(new CanaryShift { Percent = 20, BakeMinutes = 4 });
        read.ErrorAlarm.ShouldBe(new ErrorAlarm { Count = 9, EvaluationPeriods = 2 });
        read.Hooks.ShouldHaveSingleItem().TimeoutMinutes.ShouldBe(30);
    }

    [Fact]
    public void An_error_alarm_with_a_count_of_nothing_goes()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(Rich));

        Make(deployed, """{"errorAlarm": {"count": 0}}""");

        Read(deployed).ErrorAlarm.ShouldBeNull();
        deployed.Platform.Inventory.ShouldNotContain(item => item.Contains("errors-payment-api", StringComparison.Ordinal));
        Plan(deployed, "{}", out _).Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"strategy": "ROLLING"}""", null)]
    [InlineData("""{"strategy": "ROLLING", "hooks": [{"stages": ["POST_SCALE_UP"]}]}""", "deployment.rolling-only")]
    [InlineData("""{"strategy": "ROLLING", "controller": "CODE_DEPLOY"}""", "deployment.controller")]
    [InlineData("""{"controller": "CODE_DEPLOY"}""", "deployment.code-deploy-pause")]
    [InlineData("""{"controller": "CODE_DEPLOY", "hooks": []}""", null)]
    [InlineData("""{"hooks": [{"stages": ["PRODUCTION_TRAFFIC_SHIFT"]}]}""", "hook.pause-stage")]
    [InlineData("""{"canary": {"percent": 101}}""", "value.range")]
    [InlineData("""{"strategy": "BLUEGREEN"}""", "value.choice")]
    public void What_another_way_has_no_use_for_goes_along_unless_it_is_asked_for(string line, string? problem)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(Rich));

        Plan(deployed, line, out var refused);

        refused.SelectMany(service => service.Problems).Select(each => each.Id).ShouldBe(problem is null ? [] : [problem]);
    }

    [Fact]
    public void A_test_port_comes_moves_and_goes_with_the_rules_of_the_services_that_want_it()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: BLUE_GREEN}").Replace(", {port: 9000, test: true}", "", StringComparison.Ordinal));
        using var traffic = Measure(deployed);

        foreach (var (port, listeners) in new[] { (9000, 2), (9001, 2), (0, 1) })
        {
            var change = new PlatformChange(deployed.Platform.Scope, PlatformParts.LoadBalancer, live => live with
            {
                LoadBalancer = live.LoadBalancer! with { Listeners = new ListenerEdit { TestPort = port }.Of(live.LoadBalancer.Listeners) },
            });
            deployed.Platform.Plan(change).Changes.ShouldContain(step => step.LogicalId == $"service/{Service}" && step.Action == PlanAction.Update);
            deployed.Platform.Make(change).ThrowIfFailed();
            deployed.Platform.Plan(change).Changes.ShouldBeEmpty();
            deployed.Platform.Export().Definition.LoadBalancer!.Listeners.Where(listener => listener.Test).Select(listener => listener.Port).ShouldBe(port == 0 ? [] : [port]);
            deployed.Platform.Inventory.Count(item => item.Contains("listener-rule", StringComparison.Ordinal)).ShouldBe(2 * listeners, "the service's rule, and the one that answers 404");
            Restart(deployed);
        }

        traffic.LeastHealthyShare.ShouldBe(1.0);
    }

    [Fact]
    public void Test_traffic_is_encrypted_where_production_traffic_is()
    {
        const string certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a";
        IReadOnlyList<ListenerDefinition> plain = [new ListenerDefinition { Port = 80 }];

        var tested = new ListenerEdit { TestPort = 9000 }.Of(plain);
        tested[1].ShouldBe(new ListenerDefinition { Port = 9000, Test = true });

        var secure = new ListenerEdit { CertificateArn = certificate }.Of(tested);
        secure.Select(listener => (listener.Port, listener.Protocol, listener.Test)).ShouldBe([(80, ListenerProtocol.Http, false), (443, ListenerProtocol.Https, false), (9000, ListenerProtocol.Https, true)]);
        secure[2].CertificateArn.ShouldBe(certificate);

        new ListenerEdit().Of(secure).ShouldBeSameAs(secure);
        new ListenerEdit { TestPort = 0 }.Of(secure).ShouldBe(secure.Take(2));
    }

    private static Plan Plan(DeployedPlatform deployed, string deployment, out IReadOnlyCollection<RefusedMicroservice> refused)
    {
        var change = new MicroserviceChange(deployed.Platform.Scope, [MicroserviceEdit.Of(Service, $$"""{"deployment": {{deployment}}}""")]);
        var plan = deployed.Platform.InProcess(session => change.PlanAsync(session));
        refused = change.Refused;
        return plan;
    }

    private static void Make(DeployedPlatform deployed, string deployment)
    {
        var plan = Plan(deployed, deployment, out var refused);
        refused.ShouldBeEmpty();
        deployed.Platform.InProcess(session => session.ApplyAsync(plan, _ => { })).ThrowIfFailed();
    }

    private static DeploymentDefinition Read(DeployedPlatform deployed) => deployed.Platform.Export().Definition.Services.ShouldHaveSingleItem().Deployment;

    private static void Restart(DeployedPlatform deployed)
    {
        var outcome = deployed.Run(null, new DeploymentChange { Service = Service, Restart = true }).ShouldHaveSingleItem();
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
    }

    private static TrafficMeter Measure(DeployedPlatform deployed)
    {
        var listener = deployed.Platform.ByHand(async aws =>
        {
            var balancer = (await aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new())).LoadBalancers[0];
            return (await aws.ElasticLoadBalancingV2.DescribeListenersAsync(new() { LoadBalancerArn = balancer.LoadBalancerArn })).Listeners.Find(listener => listener.Port == 80)!.ListenerArn;
        });
        return deployed.Platform.Account.MeasureTraffic(listener, new TrafficRequest("/payments/1"));
    }
}
