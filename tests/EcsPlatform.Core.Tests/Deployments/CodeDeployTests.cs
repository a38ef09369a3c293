using System.Diagnostics;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>Deployments by CodeDeploy. In every one of them healthy targets serve every request at every instant.</summary>
public sealed class CodeDeployTests(ITestOutputHelper output)
{
    private const string AtOnce = "{controller: CODE_DEPLOY, strategy: BLUE_GREEN, bakeTimeMinutes: 3}";
    private const string TenMinutes = "{controller: CODE_DEPLOY, strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 10, stepMinutes: 1}}";
    private const string ExactlyTenMinutes = "{controller: CODE_DEPLOY, strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 17, stepMinutes: 2}}";
    private const string Canary = "{controller: CODE_DEPLOY, strategy: CANARY, bakeTimeMinutes: 2, canary: {percent: 20, bakeMinutes: 30}}";

    // When a deployment has ended, the old version's tasks may be on their way out for a moment still.
    private static readonly TimeSpan LastTasksGo = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(AtOnce, "0 100")]
    [InlineData(TenMinutes, "0 10 20 30 40 50 60 70 80 90 100")]
    [InlineData("{controller: CODE_DEPLOY, strategy: LINEAR, bakeTimeMinutes: 1, linear: {stepPercent: 25, stepMinutes: 2}}", "0 25 50 75 100")]
    [InlineData(Canary, "0 20 100")]
    public void A_good_version_takes_over_as_the_strategy_says(string deployment, string shares)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(deployment));
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        string.Join(' ', deployed.Seen.Select(status => status.New?.Traffic ?? 0).Distinct()).ShouldBe(shares);
        deployed.Seen.Select(status => status.Stage).ShouldContain("TERMINATION_WAIT");
        outcome.Status.New!.TaskDefinition.ShouldBe("task-payment-api-t1:2");
        deployed.Seen.ShouldContain(status => status.Old.Count == 1 && status.Old[0].TaskDefinition == "task-payment-api-t1:1" && status.Old[0].Running == 2);
        output.NobodyNoticed(traffic);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    /// <summary>A step of time lies between two shifts: ten shifts have nine of them, and it takes other steps to have ten minutes from the first request to the last.</summary>
    [Theory]
    [InlineData("{controller: CODE_DEPLOY, strategy: LINEAR, linear: {stepPercent: 10, stepMinutes: 1}}", 9)]
    [InlineData(ExactlyTenMinutes, 10)]
    [InlineData("{controller: CODE_DEPLOY, strategy: CANARY, canary: {percent: 20, bakeMinutes: 10}}", 10)]
    public void From_the_first_request_to_the_last_the_shift_takes_as_long_as_its_steps_say(string deployment, int minutes)
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(deployment));
        using var traffic = deployed.MeasureTraffic();
        deployed.Deploy("payment-api", "v2").Succeeded.ShouldBeTrue();
        Shift(traffic).ShouldBe(TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(1));
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void A_shift_of_exactly_ten_minutes_takes_a_moment_and_the_same_seed_tells_the_same_story()
    {
        var watch = Stopwatch.StartNew();
        var first = Story(out var shift, out var real);
        var second = Story(out _, out _);
        output.WriteLine($"{shift.TotalMinutes:0.00} minutes on AWS, {real.TotalSeconds:0.00} s here; with two platforms built: {watch.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine(string.Join(Environment.NewLine, first));
        shift.ShouldBe(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));
        real.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        second.ShouldBe(first);

        static string[] Story(out TimeSpan shift, out TimeSpan real)
        {
            var deployed = new DeployedPlatform(ShiftingPlatforms.With(ExactlyTenMinutes), seed: 7);
            var told = new List<string>();
            deployed.Push("payment-api", "v2");
            using var traffic = deployed.MeasureTraffic();
            var watch = Stopwatch.StartNew();
            deployed.InProcess(async deployments => await deployments.RunAsync(
                await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks()),
                new DeploymentOptions(),
                status => told.Add(FormattableString.Invariant(
                    $"{deployed.Platform.Clock.GetUtcNow():HH:mm:ss} {status.Id} {status.State} {status.Stage} {status.New?.Traffic:0} % {status.New?.Running}/{status.New?.Requested}")))).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
            real = watch.Elapsed;
            shift = Shift(traffic);
            return [.. told];
        }
    }

    [Fact]
    public void A_version_that_never_becomes_healthy_gets_no_traffic_and_goes()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(AtOnce));
        deployed.Platform.Account.Faults.SetContainerCrash("*:v2");
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Explain().ShouldContain("exit code 1");
        deployed.Seen.ShouldAllBe(status => (status.New == null ? 0 : status.New.Traffic ?? 0) == 0);
        output.NobodyNoticed(traffic);
        deployed.Run(null, new DeploymentChange { Service = "payment-api", Restart = true }).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Errors_in_the_middle_of_a_shift_bring_the_traffic_back()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(
            "{controller: CODE_DEPLOY, strategy: LINEAR, bakeTimeMinutes: 2, linear: {stepPercent: 20, stepMinutes: 3}, errorAlarm: {count: 5, evaluationPeriods: 3}}"));
        deployed.Platform.Account.Faults.SetErrorRate("*:v2", 0.5);
        using var traffic = deployed.MeasureTraffic();
        var outcome = deployed.Deploy("payment-api", "v2");
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        outcome.Status.TriggeredAlarms.ShouldBe(["errors-payment-api-alt-t1"]);
        outcome.Explain().ShouldContain("Alarms that fired: errors-payment-api-alt-t1.");
        deployed.Seen.Max(status => status.New?.Traffic ?? 0).ShouldBeInRange(20, 80);
        output.NobodyNoticed(traffic);
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Problems.Select(problem => problem.Id).ShouldNotContain("TrafficSplit");
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Stopping_goes_back_to_the_version_before_and_another_session_sees_it_to_the_end()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(Canary));
        using var traffic = deployed.MeasureTraffic();
        var running = Start(deployed, "v2");
        deployed.Platform.Clock.Run(() => Task.Delay(TimeSpan.FromMinutes(8), deployed.Platform.Clock));
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Restart = true }).Problems.Select(problem => problem.Id).ShouldBe(["DeploymentRunning", "TrafficSplit"]);
        deployed.InProcess(async deployments =>
        {
            await deployments.StopAsync(running, rollBack: true);
            return true;
        });

        // While it is taken back CodeDeploy lists only the deployment that does so: to people it is still the first one.
        var found = deployed.InProcess(deployments => deployments.RunningAsync([])).ShouldHaveSingleItem();
        (found.Id, found.State).ShouldBe((running.Id, DeploymentState.RollingBack));
        var outcome = deployed.InProcess(deployments => deployments.WaitAsync([found], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem();
        outcome.Status.State.ShouldBe(DeploymentState.RolledBack, outcome.Explain());
        deployed.InProcess(deployments => deployments.HistoryAsync(["payment-api"], 10)).ShouldHaveSingleItem().State.ShouldBe(DeploymentState.RolledBack);
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void A_second_deployment_is_refused_while_one_runs()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(AtOnce));
        deployed.Push("payment-api", "v3");
        var running = Start(deployed, "v2");
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Image = "v3" }).Problems.ShouldHaveSingleItem().Id.ShouldBe("DeploymentRunning");

        // Whoever looks away from it is refused by CodeDeploy.
        Should.Throw<Amazon.Runtime.AmazonServiceException>(() => deployed.InProcess(async deployments => await deployments.StartAsync(await deployments.PlanAsync(
            [new DeploymentChange { Service = "payment-api", Image = "v3" }], new DeploymentChecks { AcceptedProblems = ["DeploymentRunning"] })))).ErrorCode.ShouldBe("DeploymentLimitExceededException");
        deployed.InProcess(deployments => deployments.WaitAsync([running], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void A_client_that_lets_go_harms_nothing_and_another_one_takes_over()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(TenMinutes));
        deployed.Push("payment-api", "v2");
        using var traffic = deployed.MeasureTraffic();
        using var gone = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => deployed.InProcess(async deployments => await deployments.RunAsync(
            await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = "v2" }], new DeploymentChecks()),
            new DeploymentOptions(),
            status =>
            {
                if (status.New?.Traffic == 40)
                {
                    gone.Cancel();
                }
            },
            gone.Token)));
        var found = deployed.InProcess(deployments => deployments.RunningAsync(["payment-api"])).ShouldHaveSingleItem();
        found.New!.Traffic.ShouldBe(40);
        found.Strategy.ShouldBe(RolloutStrategy.Linear);
        deployed.InProcess(deployments => deployments.WaitAsync([found], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void The_wait_before_the_old_tasks_end_is_cut_short()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{controller: CODE_DEPLOY, strategy: BLUE_GREEN, bakeTimeMinutes: 1000}"));
        var running = Start(deployed, "v2");
        deployed.Platform.Clock.Run(() => Task.Delay(TimeSpan.FromMinutes(20), deployed.Platform.Clock));
        var waiting = deployed.InProcess(deployments => deployments.RunningAsync([])).ShouldHaveSingleItem();
        (waiting.Stage, waiting.State, waiting.New!.Traffic).ShouldBe(("TERMINATION_WAIT", DeploymentState.InProgress, 100));
        (waiting.BakesUntil - deployed.Platform.Clock.GetUtcNow())!.Value.TotalMinutes.ShouldBeInRange(960, 1000);
        deployed.InProcess(async deployments =>
        {
            await deployments.ResumeAsync(waiting, rollBack: false);
            return true;
        });
        deployed.InProcess(deployments => deployments.WaitAsync([running], new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        deployed.Platform.Clock.GetUtcNow().ShouldBeLessThan(waiting.BakesUntil!.Value);
    }

    [Fact]
    public void An_earlier_version_comes_back_with_one_deployment()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(AtOnce));
        deployed.Deploy("payment-api", "v2").Succeeded.ShouldBeTrue();
        var outcome = deployed.Run(null, new DeploymentChange { Service = "payment-api", Revision = "1", DesiredCount = 3 }).ShouldHaveSingleItem();
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        outcome.Status.New!.TaskDefinition.ShouldBe("task-payment-api-t1:1");
        deployed.InProcess(deployments => deployments.HistoryAsync([], 10)).Select(status => status.New!.TaskDefinition).ShouldBe(["task-payment-api-t1:1", "task-payment-api-t1:2"]);
    }

    [Fact]
    public void What_the_definition_changes_is_deployed_by_the_platforms_update()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(TenMinutes));
        using var traffic = deployed.MeasureTraffic();
        deployed.Platform.Definition = Platforms.Read(ShiftingPlatforms.With(TenMinutes).Replace("memory: 512", "memory: 1024", StringComparison.Ordinal));
        var group = deployed.Platform.Plan().Changes.Where(step => step.Type == "deployment-group").ShouldHaveSingleItem();
        group.Action.ShouldBe(PlanAction.Update);
        group.Differences.ShouldHaveSingleItem().Property.ShouldBe("taskDefinition");
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        deployed.Platform.Events.OfType<StepWaiting>().ShouldContain(waiting => waiting.Reason.Contains("50 % of the traffic", StringComparison.Ordinal));
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
        output.NobodyNoticed(traffic);
    }

    [Fact]
    public void An_update_that_cannot_be_deployed_says_why()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(AtOnce));
        using var traffic = deployed.MeasureTraffic();
        deployed.Platform.Account.Faults.SetContainerCrash("*");
        deployed.Platform.Definition = Platforms.Read(ShiftingPlatforms.With(AtOnce).Replace("memory: 512", "memory: 1024", StringComparison.Ordinal));
        deployed.Platform.Up().Failures.ShouldHaveSingleItem().ToString().ShouldContain("rolled back");
        traffic.LeastHealthyShare.ShouldBe(1.0);
        deployed.Platform.Account.Faults.SetContainerCrash("*", false);
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_read_back_as_it_was_written_and_goes_without_a_trace()
    {
        const string rich = "{controller: CODE_DEPLOY, strategy: CANARY, bakeTimeMinutes: 7, canary: {percent: 15, bakeMinutes: 4}, errorAlarm: {count: 9}, rollback: true, "
            + "hooks: [{stages: [POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT], function: 'arn:aws:lambda:us-east-1:123456789012:function:check'}]}";
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(rich));
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
        var export = deployed.Platform.Export().Definition.Services.ShouldHaveSingleItem().Deployment;
        (export.Controller, export.Strategy, export.BakeTimeMinutes, export.Canary).ShouldBe((RolloutController.CodeDeploy, RolloutStrategy.Canary, 7, new CanaryShift { Percent = 15, BakeMinutes = 4 }));
        export.Hooks.Select(hook => hook.Stages.ShouldHaveSingleItem()).ShouldBe([DeploymentStage.PostScaleUp, DeploymentStage.PostTestTrafficShift]);
        export.ErrorAlarm!.Count.ShouldBe(9);
        deployed.Platform.Definition = deployed.Platform.Export().Definition;
        deployed.Platform.Plan().Changes.ShouldBeEmpty();

        // Other steps are another configuration; the old one goes.
        deployed.Platform.Definition = Platforms.Read(ShiftingPlatforms.With(TenMinutes));
        deployed.Platform.Up().Failures.ShouldBeEmpty();
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
        deployed.Platform.ByHand(aws => aws.CodeDeploy.ListDeploymentConfigsAsync(new())).DeploymentConfigsList.ShouldAllBe(name => name.StartsWith("CodeDeployDefault"));

        // Even while something is being deployed.
        Start(deployed, "v2");
        deployed.Platform.Clock.Run(() => Task.Delay(TimeSpan.FromMinutes(6), deployed.Platform.Clock));
        deployed.Platform.DownByName().Failures.ShouldBeEmpty();
        deployed.Platform.Account.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void The_controller_is_changed_in_place_there_and_back()
    {
        const string rolling = "{strategy: ROLLING}";
        const string native = "{strategy: CANARY, bakeTimeMinutes: 1, canary: {percent: 10, bakeMinutes: 1}}";
        var deployed = new DeployedPlatform(ShiftingPlatforms.With(rolling));
        using var traffic = deployed.MeasureTraffic();
        foreach (var deployment in new[] { TenMinutes, native, AtOnce, rolling })
        {
            deployed.Platform.Definition = Platforms.Read(ShiftingPlatforms.With(deployment));
            if (deployed.Platform.Plan().Problems.Any(problem => problem.Id == "TrafficElsewhere"))
            {
                deployed.Run(null, new DeploymentChange { Service = "payment-api", Restart = true }).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
            }

            deployed.Platform.Plan().Changes.ShouldAllBe(step => step.Type != "service" || step.Action == PlanAction.Update);
            deployed.Platform.Up().Failures.ShouldBeEmpty();
            deployed.Platform.Plan().Changes.ShouldBeEmpty(deployment);
            var outcome = deployed.Run(null, new DeploymentChange { Service = "payment-api", Restart = true }).ShouldHaveSingleItem();
            outcome.Succeeded.ShouldBeTrue(outcome.Explain());
            deployed.Platform.Plan().Changes.ShouldBeEmpty(deployment);
        }

        output.NobodyNoticed(traffic);
        deployed.Platform.Down().Succeeded.ShouldBeTrue();
        deployed.Platform.Account.Inventory().ShouldBeEmpty();
    }

    [Fact]
    public void A_platform_without_CodeDeploy_asks_CodeDeploy_nothing()
    {
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: BLUE_GREEN}"));
        deployed.Platform.Plan().Changes.ShouldBeEmpty();
        deployed.Platform.Account.Journal.Entries.ShouldAllBe(call => !call.ToString().Contains("codedeploy", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(KillMode.BeforeEffect)]
    [InlineData(KillMode.AfterEffect)]
    public void Killed_on_the_way_to_CodeDeploy_the_next_run_ends_it(KillMode mode)
    {
        var changed = Platforms.Read(ShiftingPlatforms.With(Canary).Replace("memory: 512", "memory: 1024", StringComparison.Ordinal));
        var undisturbed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: ROLLING}")).Platform;
        undisturbed.Definition = changed;
        var calls = undisturbed.CallsOf(() => undisturbed.Up().ThrowIfFailed());
        undisturbed.Clock.Advance(LastTasksGo);
        var expected = undisturbed.Inventory;
        for (var call = 5; call < calls; call += calls / 12)
        {
            var platform = new DeployedPlatform(ShiftingPlatforms.With("{strategy: ROLLING}")).Platform;
            platform.Definition = changed;
            platform.DiesAt(call, mode, platform.UpAsync).ShouldBeTrue();
            platform.Up().ThrowIfFailed();
            platform.Plan().Changes.ShouldBeEmpty($"call {call}");
            platform.Clock.Advance(LastTasksGo);
            platform.Inventory.ShouldBe(expected, $"call {call}");
            platform.DiesAt(call % 40, mode, (session, cancellation) => platform.DownAsync(session, null, cancellation)).ShouldBeTrue();
            platform.DownByName().ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        }
    }

    private static DeploymentStatus Start(DeployedPlatform deployed, string tag)
    {
        deployed.Push("payment-api", tag);
        return deployed.InProcess(async deployments =>
            await deployments.StartAsync(await deployments.PlanAsync([new DeploymentChange { Service = "payment-api", Image = tag }], new DeploymentChecks()))).ShouldHaveSingleItem();
    }

    /// <summary>From the first request that the new version gets to the last one that the old version gets.</summary>
    private static TimeSpan Shift(TrafficMeter traffic) =>
        traffic.Samples.First(sample => ShiftingPlatforms.ShareOfAlternate(sample) >= 1).At - traffic.Samples.First(sample => ShiftingPlatforms.ShareOfAlternate(sample) > 0).At;
}
