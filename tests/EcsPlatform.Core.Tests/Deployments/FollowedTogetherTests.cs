using EcsPlatform.Core.Deployments;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>What following costs: one question at each look for all deployments by CodeDeploy together, however many they are.</summary>
public sealed class FollowedTogetherTests(ITestOutputHelper output)
{
    private const string Canary = "{controller: CODE_DEPLOY, strategy: CANARY, bakeTimeMinutes: 10, canary: {percent: 20, bakeMinutes: 30}}";
    private const string Native = "{strategy: CANARY, bakeTimeMinutes: 10, canary: {percent: 20, bakeMinutes: 30}}";

    // The APIs' own batches (CodeDeploy: BatchGetDeployments; ECS: DescribeServices; Elastic Load Balancing: DescribeRules of one listener).
    private static readonly Dictionary<string, int> Batches = new(StringComparer.Ordinal) { ["BatchGetDeployments"] = 25, ["DescribeServices"] = 10, ["DescribeRules"] = int.MaxValue };

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(26)]
    public void While_nothing_but_time_passes_a_look_is_one_question_for_all_of_them(int services)
    {
        var (calls, seen, shifted) = Follow(Platform(services, 0));

        // Half an hour in which a fifth of the traffic goes to the new versions.
        var looks = Looks(calls.Where(call => call.Start > shifted + TimeSpan.FromMinutes(2) && call.Start < shifted + TimeSpan.FromMinutes(28)));
        output.WriteLine($"{services} deployments, {looks.Count} looks in 26 minutes: {looks.Sum(look => look.Count)} calls; all of it: {Looks(calls).Count} looks, {calls.Count} calls");
        output.WriteLine(string.Join(", ", calls.GroupBy(call => call.Operation).Select(group => $"{group.Key} {group.Count()}")));
        looks.Count.ShouldBeInRange(150, 157);
        foreach (var look in looks)
        {
            var question = look.Select(call => call.Operation).Distinct().ShouldHaveSingleItem();
            look.Count.ShouldBe((int)Math.Ceiling((double)services / Batches[question]), question);
        }

        // What one of them does is asked for when it has gone on, not at each look: nearly an hour, a few times.
        calls.Count(call => call.Operation == "BatchGetDeploymentTargets").ShouldBeLessThanOrEqualTo(9 * services);
        foreach (var service in seen.GroupBy(status => status.Service))
        {
            string.Join(' ', service.Select(status => status.New?.Traffic ?? 0).Distinct()).ShouldBe("0 20 100");
            service.Select(status => status.Stage).ShouldContain("Install");
            service.Select(status => status.Stage).ShouldContain("AllowTraffic");
            service.Select(status => status.Stage).ShouldContain("TERMINATION_WAIT");
            service.Select(status => status.New?.Running ?? 0).ShouldContain(1);
            service.ShouldContain(status => status.BakesUntil != null);
        }
    }

    [Fact]
    public void With_ECS_and_CodeDeploy_side_by_side_a_look_is_one_question_to_each()
    {
        var (calls, _, shifted) = Follow(Platform(2, 2));
        var looks = Looks(calls.Where(call => call.Start > shifted + TimeSpan.FromMinutes(2) && call.Start < shifted + TimeSpan.FromMinutes(25)));
        looks.ShouldAllBe(look => look.Count <= 2 && look.Count(call => call.Operation == "DescribeServiceDeployments") == 1);
    }

    private static (List<JournalEntry> Calls, List<DeploymentStatus> Seen, DateTimeOffset Shifted) Follow(DeployedPlatform deployed)
    {
        var names = deployed.Platform.Definition.Services.Select(service => service.Name).ToList();
        var started = deployed.InProcess(async deployments => await deployments.StartAsync(
            await deployments.PlanAsync([.. names.Select(name => new DeploymentChange { Service = name, Restart = true })], new DeploymentChecks())));
        started.Count.ShouldBe(names.Count);
        var seen = new List<DeploymentStatus>();
        var shifted = DateTimeOffset.MaxValue;
        var before = deployed.Platform.Account.Journal.Count;
        var outcomes = deployed.InProcess(deployments => deployments.WaitAsync(started, new DeploymentOptions(), status =>
        {
            seen.Add(status);
            shifted = status.New?.Traffic == 20 && shifted == DateTimeOffset.MaxValue ? deployed.Platform.Clock.GetUtcNow() : shifted;
        }));
        outcomes.ShouldAllBe(outcome => outcome.Succeeded);

        // What is asked before the first look, which services these are, does not belong to the following.
        return ([.. deployed.Platform.Account.Journal.Entries.Skip(before).SkipWhile(call => call.Operation is not ("BatchGetDeployments" or "DescribeServiceDeployments"))], seen, shifted);
    }

    private static List<List<JournalEntry>> Looks(IEnumerable<JournalEntry> calls)
    {
        var looks = new List<List<JournalEntry>>();
        foreach (var call in calls)
        {
            if (looks.Count == 0 || call.Start - looks[^1][0].Start > TimeSpan.FromSeconds(5))
            {
                looks.Add([]);
            }

            looks[^1].Add(call);
        }

        return looks;
    }

    private static DeployedPlatform Platform(int byCodeDeploy, int byEcs)
    {
        var services = Enumerable.Range(1, byCodeDeploy).Select(number => Service($"code-{number}", Canary)).Concat(Enumerable.Range(1, byEcs).Select(number => Service($"native-{number}", Native)));
        return new DeployedPlatform(
            $$"""
            name: many
            environmentSuffix: t1
            region: us-east-1
            network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
            loadBalancer: {listeners: [{port: 80}]}
            services:
            {{string.Join('\n', services)}}
            """);
    }

    private static string Service(string name, string deployment) =>
        $$"""
          - name: {{name}}
            port: 8080
            cpu: 256
            memory: 512
            desiredCount: 1
            route: {paths: [/{{name}}/*]}
            targetHealth: {path: /health, intervalSeconds: 5, timeoutSeconds: 2, healthyThreshold: 2, unhealthyThreshold: 2}
            deployment: {{deployment}}
        """;
}
