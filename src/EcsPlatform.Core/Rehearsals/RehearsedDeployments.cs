using Amazon.ECR.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Rehearsals;

/// <summary>Deploys two versions of every service whose deployments move traffic: a good one that must serve, and one that crashes and must be rolled back.</summary>
/// <param name="definition">The platform.</param>
/// <param name="scope">Which copy of it.</param>
/// <param name="breakImages">Makes containers of all images with a tag crash.</param>
/// <param name="progress">Told of everything that moves; must not block.</param>
internal sealed class RehearsedDeployments(PlatformDefinition definition, PlatformScope scope, Action<string> breakImages, Action<DeploymentStatus> progress)
{
    private const string Good = "rehearsal-good";
    private const string Bad = "rehearsal-bad";

    private readonly List<DeploymentOutcome> _outcomes = [];

    /// <summary>How all of them ended.</summary>
    public IReadOnlyList<DeploymentOutcome> Outcomes => _outcomes;

    /// <summary>Whether there is anything to deploy.</summary>
    public static bool ArePartOf(PlatformDefinition definition) => Moving(definition).Any();

    /// <summary>What went wrong with the good version; pauses are approved.</summary>
    public async Task<IReadOnlyList<string>> DeployGoodAsync(PlatformSession session, CancellationToken cancellation)
    {
        var outcomes = await DeployAsync(session, [.. Moving(definition)], Good, cancellation);
        return [.. outcomes.Where(outcome => !outcome.Succeeded).Select(outcome => outcome.Explain())];
    }

    /// <summary>What went wrong with the bad version: it came further than it should.</summary>
    public async Task<IReadOnlyList<string>> DeployBadAsync(PlatformSession session, CancellationToken cancellation)
    {
        breakImages(Bad);
        var outcomes = await DeployAsync(session, [.. Moving(definition).Where(CanFail)], Bad, cancellation);
        return [.. outcomes.Where(outcome => outcome.Status.State != DeploymentState.RolledBack).Select(outcome => $"A version that crashes was not rolled back. {outcome.Explain()}")];
    }

    private static IEnumerable<MicroserviceDefinition> Moving(PlatformDefinition definition) => definition.Services.Where(service => service.Deployment.Strategy != RolloutStrategy.Rolling);

    private static bool HasOwnRepository(MicroserviceDefinition service) => !service.Image.Contains('/', StringComparison.Ordinal);

    /// <summary>Without tasks nothing crashes, without a circuit breaker ECS tries for ever (CodeDeploy gives up by itself), and not every service goes back.</summary>
    private static bool CanFail(MicroserviceDefinition service) =>
        HasOwnRepository(service) && service is { DesiredCount: > 0, Deployment.Rollback: true }
        && (service.Deployment.CircuitBreaker || service.Deployment.Controller == RolloutController.CodeDeploy);

    private async Task<IReadOnlyList<DeploymentOutcome>> DeployAsync(PlatformSession session, IReadOnlyList<MicroserviceDefinition> services, string tag, CancellationToken cancellation)
    {
        foreach (var service in services.Where(HasOwnRepository))
        {
            await session.Aws.ECR.PutImageAsync(Image(scope.Names.ForService(ResourceType.Repository, service.Name), tag), cancellation);
        }

        var deployments = session.Deployments(scope);
        var changes = services.Select(service => HasOwnRepository(service)
            ? new DeploymentChange { Service = service.Name, Image = tag }
            : new DeploymentChange { Service = service.Name, Restart = true }).ToList();
        var options = new DeploymentOptions { ContinueOnFailure = true };
        var outcomes = await deployments.RunAsync(await deployments.PlanAsync(changes, new DeploymentChecks(), cancellation), options, progress, cancellation);
        while (outcomes.Where(outcome => outcome.Status.State == DeploymentState.Paused).Select(outcome => outcome.Status).ToList() is { Count: > 0 } paused)
        {
            foreach (var status in paused)
            {
                await deployments.ResumeAsync(status, rollBack: false, cancellation);
            }

            outcomes = [.. outcomes.Where(outcome => outcome.Status.HasEnded), .. await deployments.WaitAsync(paused, options, progress, cancellation)];
        }

        _outcomes.AddRange(outcomes.OrderBy(outcome => outcome.Status.Service, StringComparer.Ordinal));
        return outcomes;
    }

    private static PutImageRequest Image(string repository, string tag) => new()
    {
        RepositoryName = repository,
        ImageTag = tag,
        ImageManifest = $$"""{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"digest": "{{repository}} {{tag}}"}, "layers": []}""",
        ImageManifestMediaType = "application/vnd.docker.distribution.manifest.v2+json",
    };
}
