using EcsPlatform.Core.Deployments;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>New tasks beside the old ones need vCPUs that the account may run: asked before anything changes.</summary>
public sealed class HeadRoomTests(ITestOutputHelper output)
{
    private static readonly DeploymentChange Restart = new() { Service = "payment-api", Restart = true };

    [Fact]
    public void A_version_that_the_account_may_not_run_beside_the_old_one_is_refused_with_the_figures()
    {
        var deployed = Deployed("{strategy: BLUE_GREEN}");
        deployed.Platform.Account.Faults.SetVcpuQuota("FARGATE", 0.75);
        var problem = deployed.Plan(null, Restart).Problems.ShouldHaveSingleItem();
        output.WriteLine($"{problem.Message} {problem.Advice}");
        problem.Id.ShouldBe("QuotaShort");
        problem.Message.ShouldBe("Its new tasks need 0.5 vCPU of FARGATE beside the old ones; 0.5 of the 0.75 that the account may run are in use.");
        problem.Advice.ShouldContain("L-3032A538");
        deployed.Platform.Account.Faults.SetVcpuQuota("FARGATE", 1);
        deployed.Plan(null, Restart).Problems.ShouldBeEmpty();
        deployed.Plan(null, Restart with { DesiredCount = 3 }).Problems.ShouldHaveSingleItem().Message.ShouldContain("need 0.75 vCPU");
        deployed.Plan(null, Restart with { Cpu = 512, Memory = 1024, Restart = false }).Problems.ShouldHaveSingleItem().Message.ShouldContain("need 1 vCPU");
    }

    [Fact]
    public void Accepted_by_name_ECS_places_what_it_may_and_goes_on_when_there_is_more()
    {
        var deployed = Deployed("{strategy: BLUE_GREEN, bakeTimeMinutes: 1}");
        using var traffic = deployed.MeasureTraffic();
        var faults = deployed.Platform.Account.Faults;
        faults.SetVcpuQuota("FARGATE", 0.75);
        var outcome = deployed.InProcess(async deployments => await deployments.RunAsync(
            await deployments.PlanAsync([Restart], new DeploymentChecks { AcceptedProblems = ["QuotaShort"] }),
            new DeploymentOptions(),
            status =>
            {
                if (status is { Stage: "SCALE_UP", New.Running: 1 })
                {
                    faults.SetVcpuQuota("FARGATE", null);
                }
            })).ShouldHaveSingleItem();
        outcome.Succeeded.ShouldBeTrue(outcome.Explain());
        var events = deployed.Platform.ByHand(aws => aws.ECS.DescribeServicesAsync(new() { Cluster = "cluster-shifting-t1", Services = ["service-payment-api-t1"] })).Services[0].Events;
        events.ShouldContain(happening => happening.Message.Contains("You've reached the limit on the number of vCPUs you can run concurrently"));
        output.NobodyNoticed(traffic);
    }

    [Theory]
    [InlineData("{strategy: ROLLING}", 0.75, true)]
    [InlineData("{strategy: ROLLING}", 0.6, false)]
    [InlineData("{strategy: ROLLING, minimumHealthyPercent: 50}", 0.5, true)]
    [InlineData("{controller: CODE_DEPLOY, strategy: BLUE_GREEN}", 1.0, true)]
    [InlineData("{controller: CODE_DEPLOY, strategy: BLUE_GREEN}", 0.9, false)]
    public void What_is_needed_depends_on_how_new_tasks_replace_old_ones(string deployment, double quota, bool isEnough)
    {
        var deployed = Deployed(deployment);
        deployed.Platform.Account.Faults.SetVcpuQuota("FARGATE", quota);
        deployed.Plan(null, Restart).Problems.Select(problem => problem.Id).ShouldBe(isEnough ? [] : ["QuotaShort"]);
    }

    [Fact]
    public void Spot_and_on_demand_are_asked_apart_and_all_that_start_together_count()
    {
        const string other = """
              - name: refunds
                port: 8090
                cpu: 512
                memory: 1024
                desiredCount: 2
                capacityProviderStrategy: [{provider: FARGATE, base: 1, weight: 0}, {provider: FARGATE_SPOT, weight: 1}]
                route: {paths: [/refunds/*]}
                deployment: {strategy: BLUE_GREEN}
            cluster: {capacityProviders: [FARGATE, FARGATE_SPOT]}
            """;
        var deployed = new DeployedPlatform(ShiftingPlatforms.With("{strategy: BLUE_GREEN}", other));
        var faults = deployed.Platform.Account.Faults;
        var both = new[] { Restart, Restart with { Service = "refunds" } };

        // In use: 0.5 + 0.5 On-Demand, 0.5 Spot; each deployment alone fits, the two together do not.
        faults.SetVcpuQuota("FARGATE", 1.5);
        faults.SetVcpuQuota("FARGATE_SPOT", 1);
        deployed.Plan(null, both[0]).Problems.ShouldBeEmpty();
        deployed.Plan(null, both[1]).Problems.ShouldBeEmpty();
        deployed.Plan(null, both).Problems.Select(problem => (problem.Service, problem.Id)).ShouldBe([("payment-api", "QuotaShort"), ("refunds", "QuotaShort")]);
        deployed.Plan(null, both).Problems.First().Message.ShouldContain("and all that are deployed with it 1;");
        deployed.Plan(new DeploymentChecks { Order = DeploymentOrder.Callees }, both).Problems.ShouldBeEmpty();
        faults.SetVcpuQuota("FARGATE", 2);
        faults.SetVcpuQuota("FARGATE_SPOT", 0.75);
        deployed.Plan(null, both).Problems.ShouldHaveSingleItem().Message.ShouldBe("Its new tasks need 0.5 vCPU of FARGATE_SPOT beside the old ones; 0.5 of the 0.75 that the account may run are in use.");
    }

    [Theory]
    [InlineData(Sandbox.Discontinuation.Refuses)]
    [InlineData(Sandbox.Discontinuation.NoSuchHost)]
    public void Where_it_cannot_be_asked_a_deployment_starts_without_the_answer_and_that_is_said(Sandbox.Discontinuation how)
    {
        var deployed = Deployed("{strategy: BLUE_GREEN}");
        deployed.Platform.Account.Faults.SetVcpuQuota("FARGATE", 0.75);
        deployed.Platform.Account.Faults.Discontinue("servicequotas", how);
        var plan = deployed.Plan(null, Restart);
        plan.Problems.ShouldBeEmpty();
        plan.Unasked.ShouldHaveSingleItem().ShouldContain("servicequotas:GetServiceQuota");
    }

    [Fact]
    public void It_costs_two_calls_for_all_services_beside_the_others_and_a_revision_is_asked_for_once()
    {
        var deployed = Deployed("{strategy: BLUE_GREEN, bakeTimeMinutes: 0}");
        deployed.Push("payment-api", "v2");
        var before = deployed.Platform.Account.Journal.Count;
        var plan = deployed.Plan(null, new DeploymentChange { Service = "payment-api", Image = "v2" });
        var asked = deployed.Platform.Account.Journal.Entries.Skip(before).ToList();
        output.WriteLine(string.Join(", ", asked.Select(call => call.Operation)) + $"; {deployed.Platform.Account.Journal.LongestChain(asked)} rounds");
        asked.Count(call => call.Service is "servicequotas" || call.Operation == "GetMetricData").ShouldBe(2);
        deployed.Platform.Account.Journal.LongestChain(asked).ShouldBe(3); // services; everything else; the image in its registry
        deployed.InProcess(deployments => deployments.RunAsync(plan, new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
        deployed.Platform.Account.Journal.Entries.Skip(before).Count(call => call.Operation == "DescribeTaskDefinition").ShouldBe(1);
        deployed.Platform.Plan().Changes.ShouldBeEmpty();

        // The same plan once more writes the next revision into an answer of its own.
        deployed.InProcess(deployments => deployments.RunAsync(plan, new DeploymentOptions(), _ => { })).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void An_earlier_revision_that_is_not_there_is_said_before_anything_changes()
    {
        var deployed = Deployed("{strategy: BLUE_GREEN}");
        deployed.Plan(null, new DeploymentChange { Service = "payment-api", Revision = "7" }).Problems.ShouldHaveSingleItem().Id.ShouldBe("RevisionNotFound");
    }

    private static DeployedPlatform Deployed(string deployment) => new(ShiftingPlatforms.With(deployment));
}
