namespace EcsPlatform.Core.Deployments;

/// <summary>Who carries deployments out: ECS itself, or CodeDeploy.</summary>
internal interface IDeploymentController
{
    /// <summary>Starts one; everything has been asked and found good.</summary>
    /// <returns>The deployment's id; null when there is nothing to change.</returns>
    Task<string?> StartAsync(PlannedDeployment planned, CancellationToken cancellation);

    /// <summary>Reads many at once, in as few calls as the API allows.</summary>
    Task<IReadOnlyDictionary<string, DeploymentStatus>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>Begins to follow deployments: what it gives is asked once every interval, for all of them together, and remembers what it has seen.</summary>
    Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, DeploymentStatus>>> Watch();

    /// <summary>The ids of a service's deployments, newest first.</summary>
    /// <param name="service">The service.</param>
    /// <param name="runningOnly">Only what has not ended.</param>
    /// <param name="cancellation">Ends the look.</param>
    Task<IReadOnlyList<string>> ListAsync(DeployedService service, bool runningOnly, CancellationToken cancellation);

    /// <summary>Stops one: back to the version before, or where it is.</summary>
    Task StopAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation);

    /// <summary>Ends a pause: goes on, or back.</summary>
    Task ResumeAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation);
}
