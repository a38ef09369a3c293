using Amazon.ECS;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>Blue/green, linear and canary deployments by ECS. In every one of them healthy targets serve every request at every instant.</summary>
public sealed class ShiftingDeploymentTests(ITestOutputHelper output)
{
    private const string BlueGreen = "{strategy: BLUE_GREEN, bakeTimeMinutes: 3}";

    [Theory]
    [InlineData(BlueGreen, "0 100")]
    [InlineData("{strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 25, stepMinutes: 2}}", "0 25 50 75 100")]
    [InlineData("{strategy: CANARY, bakeTimeMinutes: 2, canary: {percent: 10, bakeMinutes: 5}}", "0 10 100")]
    public void A_good_version_takes_over_as_the_strategy_says(string deployment, string shares)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(deployment));
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        string.Join(' ', deployed.Seen.Select(status => status.New?.Traffic ?? 0).Distinct()).ShouldBe(shares);
        output.NobodyNoticed(traffic);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void The_next_deployment_goes_back_to_the_first_colour()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Deploy("payment-api", "v2").Succeeded.ShouldBeTrue();
        var first = deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Services[0].Traffic;
        using var traffic = deployed.MeasureTraffic();
        deployed.Deploy("payment-api", "v3").Succeeded.ShouldBeTrue();
        var second = deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Services[0].Traffic;
        second.ShouldBe(first.ToDictionary(share => share.Key, share => 100 - share.Value), ignoreOrder: true);
        output.NobodyNoticed(traffic);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_version_that_never_becomes_healthy_gets_no_traffic_and_goes()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Platform.Account.Faults.SetContainerCrash("*:v2");
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain("exit code 1");
        (outcome.Status.FinishedAt - outcome.Status.StartedAt).ShouldNotBeNull().ShouldBeLessThan(TimeSpan.FromHours(1));
        deployed.Seen.ShouldAllBe(status => (status.New == null ? 0 : status.New.Traffic ?? 0) == 0);
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void Errors_in_the_middle_of_a_shift_bring_the_traffic_back()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(
            "{strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 20, stepMinutes: 3}, errorAlarm: {count: 5}}"));
        deployed.Platform.Account.Faults.SetErrorRate("*:v2", 0.5);
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Status.TriggeredAlarms.ShouldNotBeEmpty();
        deployed.Seen.Max(status => status.New?.Traffic ?? 0).ShouldBeInRange(20, 80);
        output.NobodyNoticed(traffic);
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Problems.Select(problem => problem.Id).ShouldNotContain("TrafficSplit");
    }

    [Fact]
    public void A_pause_waits_until_somebody_goes_on()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: BLUE_GREEN, bakeTimeMinutes: 1, hooks: [{stages: [POST_TEST_TRAFFIC_SHIFT], timeoutMinutes: 60}]}"));
        using var traffic = deployed.MeasureTraffic();
        var paused = deployed.Deploy("payment-api", "v2");
        paused.Status.State.ShouldBe(DeploymentState.Paused);
        paused.Status.New!.TestTraffic.ShouldBe(100);
        paused.Status.New.Traffic.ShouldBe(0);

        // Another person, another machine.
        var found = deployed.InProcess(deployments => deployments.RunningAsync([])).ShouldHaveSingleItem();
        found.Pauses.ShouldHaveSingleItem().OnTimeout.ShouldBe(HookTimeoutAction.Rollback);
        deployed.InProcess(async deployments =>
        {
            await deployments.ResumeAsync(found, rollBack: false);
            return true;
        });
        deployed.InProcess(deployments => deployments.WaitAsync([found], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        output.NobodyNoticed(traffic);
    }

    [Theory]
    [InlineData("ROLLBACK", DeploymentState.RolledBack)]
    [InlineData("CONTINUE", DeploymentState.Succeeded)]
    public void A_pause_that_nobody_ends_does_what_it_was_told(string onTimeout, DeploymentState end)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With($"{{strategy: BLUE_GREEN, bakeTimeMinutes: 1, hooks: [{{stages: [POST_SCALE_UP], timeoutMinutes: 30, onTimeout: {onTimeout}}}]}}"));
        deployed.Push("payment-api", "v2");
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Run(new DeploymentOptions { ThroughPauses = true }, new DeploymentChange { Service = "payment-api", Image = "v2" }).ShouldHaveSingleItem();
        outcome.Status.State.ShouldBe(end, outcome.Explain());
        output.NobodyNoticed(traffic);
    }

    [Theory]
    [InlineData("SUCCEEDED", DeploymentState.Succeeded)]
    [InlineData("FAILED", DeploymentState.RolledBack)]
    public void A_function_decides_before_anybody_gets_the_new_version(string answer, DeploymentState end)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        var function = ShiftingPlatforms.Function(deployed.Platform, "check", answer);
        deployed.Platform.Definition = Engine.Platforms.Read(ShiftingPlatforms.With(
            $"{{strategy: BLUE_GREEN, bakeTimeMinutes: 3, hooks: [{{function: '{function}', stages: [POST_TEST_TRAFFIC_SHIFT]}}]}}"));
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(end, outcome.Explain());
        deployed.Seen.ShouldContain(status => status.New!.TestTraffic == 100 && status.New.Traffic == 0);
        deployed.Seen.Max(status => status.New?.Traffic ?? 0).ShouldBe(end == DeploymentState.Succeeded ? 100 : 0);
        if (end == DeploymentState.RolledBack)
        {
            outcome.Explain().ShouldContain(function);
        }

        output.NobodyNoticed(traffic);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_client_that_lets_go_harms_nothing_and_another_one_takes_over()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Push("payment-api", "v2");
        using var traffic = deployed.MeasureTraffic();
        using var gone = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => deployed.InProcess(async deployments =>
        {
            var plan = await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks());
            return await deployments.RunAsync(
                plan,
                new DeploymentOptions(),
                status =>
                {
                    if (status.Stage == "SCALE_UP")
                    {
                        gone.Cancel();
                    }
                },
                gone.Token);
        }));
        var found = deployed.InProcess(deployments => deployments.RunningAsync(["payment-api"])).ShouldHaveSingleItem();
        deployed.InProcess(deployments => deployments.WaitAsync([found], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void A_second_deployment_is_refused_while_one_runs()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Push("payment-api", "v2");
        deployed.Push("payment-api", "v3");
        var running = deployed.InProcess(async deployments =>
            await deployments.StartAsync(await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks()))).ShouldHaveSingleItem();
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Image = "v3" }).Problems.ShouldHaveSingleItem().Id.ShouldBe("DeploymentRunning");
        deployed.InProcess(deployments => deployments.WaitAsync([running], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Stopping_goes_back_to_the_version_before()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: CANARY, canary: {percent: 10, bakeMinutes: 30}}"));
        deployed.Push("payment-api", "v2");
        using var traffic = deployed.MeasureTraffic();
        var running = deployed.InProcess(async deployments =>
            await deployments.StartAsync(await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks()))).ShouldHaveSingleItem();
        deployed.Platform.Clock.Run(() => Task.Delay(TimeSpan.FromMinutes(8), deployed.Platform.Clock));
        deployed.InProcess(async deployments =>
        {
            await deployments.StopAsync(running, rollBack: true);
            return true;
        });
        var outcome = deployed.InProcess(deployments => deployments.WaitAsync([running], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem();
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void A_rollback_that_itself_fails_is_said_and_what_serves_stays_up()
    {
        // The new version makes errors, and while it bakes the old one loses its tasks and finds no room for others.
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: BLUE_GREEN, bakeTimeMinutes: 30, errorAlarm: {count: 5}}"));
        deployed.Push("payment-api", "v2");
        using var traffic = deployed.MeasureTraffic();
        var faults = deployed.Platform.Account.Faults;
        var outcome = deployed.InProcess(async deployments =>
        {
            var plan = await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks());
            var outcomes = await deployments.RunAsync(
                plan,
                new DeploymentOptions(),
                status =>
                {
                    if (status is { Stage: "BAKE_TIME", State: DeploymentState.InProgress })
                    {
                        faults.SetCapacityShortage("task-payment-api-t1:1");
                        faults.SetHealthCheckFailure("*:latest");
                        faults.SetErrorRate("*:v2", 0.5);
                    }
                });
            return outcomes.ShouldHaveSingleItem();
        });
        outcome.Status.State.ShouldBe(DeploymentState.Failed, outcome.Explain());
        outcome.Explain().ShouldContain("going back failed too");
        output.NobodyNoticed(traffic);

        // The cause gone, the next deployment brings everything in order.
        faults.SetCapacityShortage("task-payment-api-t1:1", false);
        faults.SetHealthCheckFailure("*:latest", false);
        faults.SetErrorRate("*:v2", 0);
        var next = deployed.InProcess(async deployments => await deployments.RunAsync(
            await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Revision = "1" }], new DeploymentChecks { AcceptedProblems = ["AlarmFiring", "TrafficSplit"] }),
            new DeploymentOptions(),
            _ => { })).ShouldHaveSingleItem();
        next.Succeeded.ShouldBeTrue(next.Explain());
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void A_service_without_tasks_is_deployed_too()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen, tasks: 0));
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
    }

    [Fact]
    public void An_alarm_that_fires_already_is_in_the_way_unless_it_is_accepted()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Platform.ByHand(aws => aws.CloudWatch.PutMetricAlarmAsync(new()
        {
            AlarmName = "business-errors",
            Namespace = "Shop",
            MetricName = "Errors",
            Statistic = Amazon.CloudWatch.Statistic.Sum,
            ComparisonOperator = Amazon.CloudWatch.ComparisonOperator.GreaterThanThreshold,
            Threshold = 1,
            Period = 60,
            EvaluationPeriods = 1,
        }));
        deployed.Platform.Definition = Engine.Platforms.Read(ShiftingPlatforms.With("{strategy: BLUE_GREEN, bakeTimeMinutes: 3, alarms: [business-errors]}"));
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        deployed.Platform.ByHand(aws => aws.CloudWatch.SetAlarmStateAsync(new() { AlarmName = "business-errors", StateValue = "ALARM", StateReason = "test" }));
        var change = new DeploymentChange { Service = "payment-api", Restart = true };
        deployed.Plan(null, change).Problems.ShouldHaveSingleItem().Id.ShouldBe("AlarmFiring");
        deployed.Plan(new DeploymentChecks { AcceptedProblems = ["AlarmFiring"] }, change).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Weights_that_somebody_moved_are_in_the_way()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Platform.ByHand(async aws =>
        {
            var service = (await aws.ECS.DescribeServicesAsync(new() { Cluster = "cluster-shifting-t1", Services = ["service-payment-api-t1"] })).Services[0];
            var balancer = service.LoadBalancers[0];
            return await aws.ElasticLoadBalancingV2.ModifyRuleAsync(new()
            {
                RuleArn = balancer.AdvancedConfiguration.ProductionListenerRule,
                Actions =
                [
                    new()
                    {
                        Type = "forward",
                        ForwardConfig = new() { TargetGroups = [new() { TargetGroupArn = balancer.TargetGroupArn, Weight = 9 }, new() { TargetGroupArn = balancer.AdvancedConfiguration.AlternateTargetGroupArn, Weight = 1 }] },
                    },
                ],
            });
        });
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Problems.ShouldHaveSingleItem().Message.ShouldContain("90 % to tg-payment-api-t1");
    }

    [Fact]
    public void A_strategy_is_changed_in_place_there_and_back()
    {
        var rolling = "{strategy: ROLLING}";
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(rolling));
        using var traffic = deployed.MeasureTraffic();
        foreach (var deployment in new[] { BlueGreen, "{strategy: CANARY}", rolling })
        {
            deployed.Platform.Definition = Engine.Platforms.Read(ShiftingPlatforms.With(deployment));
            if (deployed.Platform.Plan().Problems.Any(problem => problem.Id == "TrafficElsewhere"))
            {
                deployed.Run(null, new DeploymentChange { Service = "payment-api", Restart = true }).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
            }

            deployed.Platform.Plan().Changes.ShouldAllBe(step => step.Type != "service" || step.Action == Core.Engine.PlanAction.Update);
            deployed.Platform.Up().Failures.ShouldBeEmpty();
            deployed.Platform.Plan().Changes.ShouldBeEmpty(deployment);
        }

        output.NobodyNoticed(traffic);
        deployed.Platform.Down().Succeeded.ShouldBeTrue();
        deployed.Platform.Account.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void Rolling_again_is_refused_while_the_other_colour_is_live()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(BlueGreen));
        deployed.Deploy("payment-api", "v2").Succeeded.ShouldBeTrue();
        deployed.Platform.Definition = Engine.Platforms.Read(ShiftingPlatforms.With("{strategy: ROLLING}"));
        deployed.Platform.Plan().Problems.ShouldContain(problem => problem.Id == "TrafficElsewhere");
    }
}
