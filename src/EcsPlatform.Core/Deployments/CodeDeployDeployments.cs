using System.Collections.Concurrent;
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
/// <remarks>A poll is one call for all deployments and, for those that run, one more each, side by side: CodeDeploy tells a deployment's traffic and events only one by one.</remarks>
internal sealed class CodeDeployDeployments(AwsClients aws, PlatformScope scope) : IDeploymentController
{
    private const int DeploymentsPerCall = 25; // CodeDeploy API, BatchGetDeployments

    // What a task set runs never changes: it is asked for once.
    private readonly ConcurrentDictionary<string, string> _taskDefinitions = new(StringComparer.Ordinal);

    /// <summary>Statuses of deployments that have not ended.</summary>
    public static IReadOnlyList<string?> Unfinished { get; } = ["Created", "Queued", "InProgress", "Baking", "Ready"];

    private string Application => scope.Names.Shared(ResourceType.CodeDeployApplication);

    public async Task<string?> StartAsync(DeployedService service, DeploymentChange change, CancellationToken cancellation)
    {
        var taskDefinition = await RevisionRegistration.WantedAsync(aws, service, change, cancellation);
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
        var infos = await InfosAsync(ids, cancellation);

        // A deployment that fails is taken back by another one: the two are one story, told under the first one's id.
        var others = infos.Values.Select(info => info.RollbackInfo?.RollbackDeploymentId ?? info.RollbackInfo?.RollbackTriggeringDeploymentId)
            .OfType<string>().Where(id => id.Length > 0 && !infos.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var other in await InfosAsync(others, cancellation))
        {
            infos[other.Key] = other.Value;
        }

        var stories = new Dictionary<string, CodeDeployStory>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (infos.TryGetValue(id, out var info) && CodeDeployStory.Of(info, infos) is { } story && (id == story.Id || !ids.Contains(story.Id)))
            {
                stories[id] = story;
            }
        }

        var targets = await Task.WhenAll(stories.Select(async pair => (pair.Key, Target: await TargetAsync(pair.Value, cancellation))).ToArray());
        var read = targets.ToDictionary(target => target.Key, target => target.Target, StringComparer.Ordinal);
        await LearnTaskSetsAsync(stories, read, cancellation);
        return stories.ToDictionary(pair => pair.Key, pair => pair.Value.Tell(scope, read[pair.Key], _taskDefinitions), StringComparer.Ordinal);
    }

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

    private async Task<Dictionary<string, DeploymentInfo>> InfosAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Chunk(DeploymentsPerCall).Select(chunk =>
            aws.CodeDeploy.BatchGetDeploymentsAsync(new BatchGetDeploymentsRequest { DeploymentIds = [.. chunk] }, cancellation)).ToArray());
        return answers.SelectMany(answer => answer.DeploymentsInfo ?? []).ToDictionary(info => info.DeploymentId, StringComparer.Ordinal);
    }

    /// <summary>Events and task sets of what runs; null for what has ended or has not begun.</summary>
    private async Task<ECSTarget?> TargetAsync(CodeDeployStory story, CancellationToken cancellation)
    {
        if (!story.Runs)
        {
            return null;
        }

        try
        {
            // CodeDeploy API, BatchGetDeploymentTargets: "target IDs are pairs of Amazon ECS clusters and services" with a colon between them.
            var target = $"{scope.Names.Shared(ResourceType.Cluster)}:{scope.Names.ForService(ResourceType.Service, story.Service(scope))}";
            var answer = await aws.CodeDeploy.BatchGetDeploymentTargetsAsync(new BatchGetDeploymentTargetsRequest { DeploymentId = story.TargetOf, TargetIds = [target] }, cancellation);
            return answer.DeploymentTargets?.FirstOrDefault()?.EcsTarget;
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "DeploymentNotStartedException" or "DeploymentTargetDoesNotExistException")
        {
            return null; // it begins, or its service has just gone
        }
    }

    private async Task LearnTaskSetsAsync(Dictionary<string, CodeDeployStory> stories, Dictionary<string, ECSTarget?> targets, CancellationToken cancellation)
    {
        var unknown = stories.Select(story => (Service: story.Value.Service(scope), Sets: (targets[story.Key]?.TaskSetsInfo ?? [])
            .Where(set => set.Status != "DRAINING" && !_taskDefinitions.ContainsKey(set.Identifer)).Select(set => set.Identifer).ToList())).Where(service => service.Sets.Count > 0);
        var answers = await Task.WhenAll(unknown.Select(service => aws.ECS.DescribeTaskSetsAsync(
            new DescribeTaskSetsRequest
            {
                Cluster = scope.Names.Shared(ResourceType.Cluster),
                Service = scope.Names.ForService(ResourceType.Service, service.Service),
                TaskSets = service.Sets,
            },
            cancellation)).ToArray());
        foreach (var set in answers.SelectMany(answer => answer.TaskSets ?? []))
        {
            _taskDefinitions[set.Id] = set.TaskDefinition.AfterLastSlash();
        }
    }
}
