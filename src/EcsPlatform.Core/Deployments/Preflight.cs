using System.Globalization;
using Amazon.CloudWatch.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources;

namespace EcsPlatform.Core.Deployments;

/// <summary>Looks at everything that could make a deployment hurt, before anything is changed.</summary>
/// <param name="aws">The clients.</param>
/// <param name="clock">The clock that a running scan is waited for by.</param>
/// <param name="services">Where the services are found.</param>
/// <param name="controllers">Who knows whether a deployment runs.</param>
/// <param name="checks">What is asked, and what is let through.</param>
internal sealed class Preflight(AwsClients aws, TimeProvider clock, DeployedServices services, Func<RolloutController, IDeploymentController> controllers, DeploymentChecks checks)
{
    private const int AlarmsPerCall = 100; // CloudWatch API, DescribeAlarms

    /// <summary>All reasons of all services at once.</summary>
    public async Task<DeploymentPlan> AskAsync(IReadOnlyList<DeploymentChange> changes, CancellationToken cancellation)
    {
        var found = (await services.FindAsync(changes.Select(change => change.Service), cancellation)).ToDictionary(service => service.Name, StringComparer.Ordinal);
        var there = found.Values.ToList();
        var known = changes.Where(change => found.ContainsKey(change.Service)).Select(change => (Service: found[change.Service], Change: change)).ToList();
        var traffic = LiveTraffic.ReadAsync(aws, there, cancellation);
        var firing = FiringAsync(there, cancellation);
        var room = HeadRoom.AskAsync(aws, clock, known, cancellation);
        var looks = known.DistinctBy(one => one.Service.Name).ToDictionary(one => one.Service.Name, one => LookedAt.AskAsync(aws, clock, one.Service, one.Change, checks, cancellation), StringComparer.Ordinal);
        var running = RunningAsync(there, cancellation);
        await Task.WhenAll([traffic, firing, room, running, .. looks.Values]);
        var together = await TogetherAsync(looks.Values);
        var planned = new List<PlannedDeployment>();
        foreach (var change in changes)
        {
            if (!found.TryGetValue(change.Service, out var service))
            {
                planned.Add(new PlannedDeployment
                {
                    Change = change,
                    Problems = [new DeploymentProblem("MicroserviceNotFound", change.Service, "There is no such microservice.", "Get-FargateMicroservice (ecsplatform status) lists what is there.")],
                });
                continue;
            }

            var look = await looks[service.Name];
            planned.Add(new PlannedDeployment
            {
                Change = change,
                Service = service,
                Running = look.Running,
                RunningImage = look.RunningImage,
                NewImage = look.NewImage,
                Digest = look.Digest,
                Traffic = (await traffic).Shares(service),
                Problems =
                [
                    .. (await running).Contains(service.Name) ? [Running(service)] : Array.Empty<DeploymentProblem>(),
                    .. Group(service),
                    .. Traffic(service, await traffic),
                    .. Alarms(service, await firing),
                    .. (await room).Addresses(service, change),
                    .. (await room).Vcpus(service, look.Vcpus, together),
                    .. look.Problems,
                ],
            });
        }

        return new DeploymentPlan([.. planned.Select(deployment => deployment with { Problems = [.. deployment.Problems.Where(IsInTheWay)] })]) { Unasked = (await room).Unasked };
    }

    private bool IsInTheWay(DeploymentProblem problem) => !checks.AcceptedProblems.Contains(problem.Id, StringComparer.OrdinalIgnoreCase);

    private static DeploymentProblem Running(DeployedService service) =>
        new("DeploymentRunning", service.Name, "A deployment runs already.", "Wait for it (Wait-BlueGreenDeployment), or stop it (Stop-BlueGreenDeployment).");

    private static IEnumerable<DeploymentProblem> Group(DeployedService service)
    {
        if (service is { Controller: RolloutController.CodeDeploy, Group: null })
        {
            yield return new DeploymentProblem("GroupMissing", service.Name, $"CodeDeploy deploys it, but has no deployment group {service.GroupName}.", "Publish the platform: it makes the group.");
        }
    }

    private static IEnumerable<DeploymentProblem> Traffic(DeployedService service, LiveTraffic traffic)
    {
        if (service.Strategy == RolloutStrategy.Rolling || service.Balancer is null)
        {
            yield break;
        }

        var shares = traffic.Shares(service);
        var groups = traffic.Pair(service);
        if (groups.Count != 2 || !groups.All(shares.ContainsKey))
        {
            yield return new DeploymentProblem(
                "RuleIncomplete", service.Name, "The production rule does not forward to both target groups, so the deployment would not get its traffic.", "Publish the platform: it mends the rule.");
            yield break;
        }

        var live = groups.Where(group => shares[group] > 0).ToList();
        if (live.Count != 1)
        {
            yield return new DeploymentProblem(
                "TrafficSplit",
                service.Name,
                $"The traffic is split: {string.Join(", ", groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{shares[group]:0.#} % to {group.TargetGroupName()}")))}.",
                "Find out who moved the weights; give one target group all of the traffic first.");
        }
        else if (service.Service.DesiredCount > 0 && traffic.Targets(live[0]) is { Healthy: 0 } targets)
        {
            yield return new DeploymentProblem(
                "NoHealthyTarget",
                service.Name,
                $"None of the {targets.All} targets in the live target group {live[0].TargetGroupName()} is healthy: there is nothing to go back to.",
                "Mend what runs, or accept this with -Accept NoHealthyTarget.");
        }
    }

    private static IEnumerable<DeploymentProblem> Alarms(DeployedService service, IReadOnlySet<string> firing) => service.Alarms.Where(firing.Contains)
        .Select(alarm => new DeploymentProblem(
            "AlarmFiring", service.Name, $"The alarm {alarm} fires already; {(service.Group is null ? "ECS would ignore it for this deployment" : "CodeDeploy would stop the deployment at once")}.", "Clear its cause first, or accept this with -Accept AlarmFiring."));

    /// <summary>Services with more than one version, or with one that is not complete, are asked about: after a rollback that failed they look so, and nothing runs.</summary>
    private async Task<IReadOnlySet<string>> RunningAsync(List<DeployedService> there, CancellationToken cancellation)
    {
        var suspects = there.Where(service => !service.IsWhole).ToList();
        var lists = await Task.WhenAll(suspects.Select(async service => (service.Name, Ids: await controllers(service.Controller).ListAsync(service, runningOnly: true, cancellation))).ToArray());
        return lists.Where(list => list.Ids.Count > 0).Select(list => list.Name).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<IReadOnlySet<string>> FiringAsync(List<DeployedService> there, CancellationToken cancellation)
    {
        var names = there.SelectMany(service => service.Alarms).Distinct(StringComparer.Ordinal);
        var answers = await Task.WhenAll(names.Chunk(AlarmsPerCall).Select(chunk =>
            aws.CloudWatch.DescribeAlarmsAsync(new DescribeAlarmsRequest { AlarmNames = [.. chunk], MaxRecords = AlarmsPerCall }, cancellation)).ToArray());
        return answers.SelectMany(answer => answer.MetricAlarms ?? []).Where(alarm => alarm.StateValue?.Value == "ALARM").Select(alarm => alarm.AlarmName).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>vCPUs by capacity provider of all that start at once; callees first, the others wait for their turn.</summary>
    private async Task<IReadOnlyDictionary<string, double>> TogetherAsync(IEnumerable<Task<LookedAt>> looks) => checks.Order == DeploymentOrder.Callees
        ? new Dictionary<string, double>()
        : (await Task.WhenAll(looks)).SelectMany(look => look.Vcpus).GroupBy(need => need.Key, StringComparer.Ordinal).ToDictionary(needs => needs.Key, needs => needs.Sum(need => need.Value), StringComparer.Ordinal);
}
