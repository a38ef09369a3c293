using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>Deployments of a platform's microservices: planned, started, followed, resumed, stopped. Nothing is kept here: AWS knows what runs.</summary>
public sealed class PlatformDeployments
{
    private readonly AwsClients _aws;
    private readonly TimeProvider _clock;
    private readonly DeployedServices _services;
    private readonly Func<CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyList<string>>>> _calls;
    private readonly NativeDeployments _native;
    private readonly CodeDeployDeployments _codeDeploy;

    internal PlatformDeployments(
        AwsClients aws,
        TimeProvider clock,
        PlatformScope scope,
        Func<CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyList<string>>>> calls)
    {
        _aws = aws;
        _clock = clock;
        _services = new DeployedServices(aws, scope);
        _calls = calls;
        _native = new NativeDeployments(aws, scope);
        _codeDeploy = new CodeDeployDeployments(aws, scope);
    }

    /// <summary>What would be deployed, and everything that is in its way; changes nothing.</summary>
    /// <param name="changes">One for each service.</param>
    /// <param name="checks">What is asked.</param>
    /// <param name="cancellation">Ends the look.</param>
    public Task<DeploymentPlan> PlanAsync(IReadOnlyList<DeploymentChange> changes, DeploymentChecks checks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(checks);
        CallChain.Begin(0);
        return new Preflight(_aws, _clock, _services, Controller, checks).AskAsync(changes, cancellation);
    }

    /// <summary>Starts deployments and comes back at once.</summary>
    /// <exception cref="DeploymentRefusedException">Something is in the way; nothing was changed.</exception>
    public async Task<IReadOnlyList<DeploymentStatus>> StartAsync(DeploymentPlan plan, CancellationToken cancellation = default)
    {
        Refuse(plan);
        var ids = await Task.WhenAll(plan.Services.Select(async planned =>
            (planned.Service!.Controller, Id: await Controller(planned.Service!.Controller).StartAsync(planned, cancellation))).ToArray());
        return await ReadAsync(ids.Where(started => started.Id is not null).Select(started => (started.Controller, started.Id!)), cancellation);
    }

    /// <summary>Starts deployments in their order and follows them to the end. Cancelled, it lets go of them; they go on.</summary>
    /// <param name="plan">The plan, just made.</param>
    /// <param name="options">The order, and what a failure means for the others.</param>
    /// <param name="progress">Told of everything that moves; must not block.</param>
    /// <param name="cancellation">Lets go.</param>
    /// <exception cref="DeploymentRefusedException">Something is in the way; nothing was changed.</exception>
    public async Task<IReadOnlyList<DeploymentOutcome>> RunAsync(
        DeploymentPlan plan,
        DeploymentOptions options,
        Action<DeploymentStatus> progress,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Refuse(plan);
        var waves = options.Order == DeploymentOrder.Callees
            ? DeploymentWaves.Of([.. plan.Services.Select(planned => planned.Change.Service)], await _calls(cancellation))
                .Select(wave => (IReadOnlyList<PlannedDeployment>)[.. plan.Services.Where(planned => wave.Contains(planned.Change.Service))]).ToList()
            : [plan.Services];
        return await new DeploymentRun(Controller, new DeploymentDiagnosis(_aws), _clock, options, progress, cancellation).RunAsync(waves);
    }

    /// <summary>Deployments that run now, found anew.</summary>
    /// <param name="services">Of these services; of all where it is empty.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<IReadOnlyList<DeploymentStatus>> RunningAsync(IReadOnlyList<string> services, CancellationToken cancellation = default) =>
        await ListAsync(await FindAsync(services, cancellation), runningOnly: true, int.MaxValue, cancellation);

    /// <summary>The last deployments of services, newest first.</summary>
    /// <param name="services">Of these services; of all where it is empty.</param>
    /// <param name="most">Most of each service.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<IReadOnlyList<DeploymentStatus>> HistoryAsync(IReadOnlyList<string> services, int most, CancellationToken cancellation = default) =>
        await ListAsync(await FindAsync(services, cancellation), runningOnly: false, most, cancellation);

    /// <summary>Follows deployments that run already, whoever started them.</summary>
    public async Task<IReadOnlyList<DeploymentOutcome>> WaitAsync(
        IReadOnlyList<DeploymentStatus> deployments,
        DeploymentOptions options,
        Action<DeploymentStatus> progress,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(deployments);
        ArgumentNullException.ThrowIfNull(options);

        // Who only watches stops nothing.
        var run = new DeploymentRun(Controller, new DeploymentDiagnosis(_aws), _clock, options with { ContinueOnFailure = true }, progress, cancellation);
        var services = (await FindAsync([.. deployments.Select(deployment => deployment.Service).Distinct(StringComparer.Ordinal)], cancellation)).ToDictionary(service => service.Name, StringComparer.Ordinal);
        return await Task.WhenAll(deployments.Where(deployment => services.ContainsKey(deployment.Service))
            .Select(deployment => run.FollowAsync(services[deployment.Service], deployment.Id)).ToArray());
    }

    /// <summary>Stops a deployment: back to the version before, or where it is.</summary>
    public Task StopAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return Controller(deployment.Controller).StopAsync(deployment, rollBack, cancellation);
    }

    /// <summary>Ends the pauses of a deployment: goes on, or back.</summary>
    public Task ResumeAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return Controller(deployment.Controller).ResumeAsync(deployment, rollBack, cancellation);
    }

    private static void Refuse(DeploymentPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Problems.Any())
        {
            throw new DeploymentRefusedException(plan);
        }
    }

    private IDeploymentController Controller(RolloutController controller) => controller switch
    {
        RolloutController.Ecs => _native,
        _ => _codeDeploy,
    };

    private Task<IReadOnlyList<DeployedService>> FindAsync(IReadOnlyList<string> services, CancellationToken cancellation)
    {
        CallChain.Begin(0);
        return services.Count > 0 ? _services.FindAsync(services, cancellation) : _services.AllAsync(cancellation);
    }

    private async Task<IReadOnlyList<DeploymentStatus>> ListAsync(IReadOnlyList<DeployedService> services, bool runningOnly, int most, CancellationToken cancellation)
    {
        var lists = await Task.WhenAll(services.Select(async service =>
            (service.Controller, Ids: await Controller(service.Controller).ListAsync(service, runningOnly, cancellation))).ToArray());
        return await ReadAsync(lists.SelectMany(list => list.Ids.Take(most).Select(id => (list.Controller, id))), cancellation);
    }

    private async Task<IReadOnlyList<DeploymentStatus>> ReadAsync(IEnumerable<(RolloutController Controller, string Id)> deployments, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(deployments.GroupBy(deployment => deployment.Controller, deployment => deployment.Id)
            .Select(group => Controller(group.Key).ReadAsync([.. group], cancellation)).ToArray());
        return
        [
            .. read.SelectMany(statuses => statuses.Values)
                .OrderBy(status => status.Service, StringComparer.Ordinal).ThenByDescending(status => status.CreatedAt),
        ];
    }
}
