using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources;
using EcsPlatform.Core.Resources.CodeDeploy;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Deployments;

/// <summary>Deployments that CodeDeploy carries out: task sets that come and go, traffic that it moves between two target groups.</summary>
internal sealed class CodeDeployDeployments(AwsClients aws, PlatformScope scope) : IDeploymentController
{
    private readonly CodeDeployReading _reading = new(aws, scope);

    /// <summary>Statuses of deployments that have not ended.</summary>
    public static IReadOnlyList<string?> Unfinished { get; } = ["Created", "Queued", "InProgress", "Baking", "Ready"];

    private string Application => scope.Names.Shared(ResourceType.CodeDeployApplication);

    public async Task<string?> StartAsync(PlannedDeployment planned, CancellationToken cancellation)
    {
        var (service, change) = (planned.Service!, planned.Change);
        var taskDefinition = await RevisionRegistration.WantedAsync(aws, planned, cancellation);
        if (change.DesiredCount is { } count)
        {
            await aws.ECS.UpdateServiceAsync(new UpdateServiceRequest { Cluster = service.Service.ClusterArn, Service = service.Service.ServiceArn, DesiredCount = count }, cancellation);
        }

        if (taskDefinition == service.Service.TaskDefinition && !change.Restart)
        {
            return null; // a new count alone is no deployment
        }

        var balancer = service.Balancer!;
        var parts = service.Service.ServiceArn.Split(':'); // arn:partition:ecs:region:account:…
        var group = $"arn:{parts[1]}:codedeploy:{parts[3]}:{parts[4]}:{CodeDeployTags.Group}:{Application}/{service.GroupName}";
        var hooks = DeploymentEvents.Of(await CodeDeployTags.AskAsync(aws, group, cancellation));
        var answer = await aws.CodeDeploy.CreateDeploymentAsync(
            new CreateDeploymentRequest
            {
                ApplicationName = Application,
                DeploymentGroupName = service.GroupName,
                Revision = AppSpec.Of(taskDefinition, balancer.ContainerName, balancer.ContainerPort ?? 0, null, hooks),
            },
            cancellation);
        return answer.DeploymentId;
    }

    public async Task<IReadOnlyDictionary<string, DeploymentStatus>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var stories = await _reading.StoriesAsync(ids, [], cancellation);
        var read = await Task.WhenAll(stories.Select(async pair => (pair.Key, Story: pair.Value, Target: await _reading.TargetAsync(pair.Value, cancellation))).ToArray());
        await _reading.LearnAsync(read.Select(one => (one.Story, one.Target)), cancellation);
        return read.ToDictionary(one => one.Key, one => _reading.Tell(one.Story, one.Target), StringComparer.Ordinal);
    }

    public Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, DeploymentStatus>>> Watch() => new CodeDeployWatch(aws, scope, _reading).LookAsync;

    public async Task<IReadOnlyList<string>> ListAsync(DeployedService service, bool runningOnly, CancellationToken cancellation)
    {
        try
        {
            return await Pages.AllAsync(
                next => aws.CodeDeploy.ListDeploymentsAsync(
                    new ListDeploymentsRequest
                    {
                        ApplicationName = Application,
                        DeploymentGroupName = service.GroupName,
                        IncludeOnlyStatuses = runningOnly ? [.. Unfinished] : null,
                        NextToken = next,
                    },
                    cancellation),
                page => page.Deployments,
                page => page.NextToken);
        }
        catch (AmazonServiceException error) when (DeploymentGroupKind.Instance.IsGone(error))
        {
            return [];
        }
    }

    public Task StopAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation) =>
        aws.CodeDeploy.StopDeploymentAsync(new StopDeploymentRequest { DeploymentId = deployment.Id, AutoRollbackEnabled = rollBack }, cancellation);

    /// <summary>Ends the wait before the traffic moves, or the one before the old tasks end.</summary>
    public Task ResumeAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation) => rollBack
        ? StopAsync(deployment, rollBack, cancellation)
        : aws.CodeDeploy.ContinueDeploymentAsync(
            new ContinueDeploymentRequest
            {
                DeploymentId = deployment.Id,
                DeploymentWaitType = deployment.Stage == CodeDeployStory.TerminationWait ? DeploymentWaitType.TERMINATION_WAIT : DeploymentWaitType.READY_WAIT,
            },
            cancellation);
}
