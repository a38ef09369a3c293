using System.Collections.Concurrent;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources;
using EcsPlatform.Core.Resources.Ecs;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Deployments;

/// <summary>The questions that tell how deployments by CodeDeploy stand. No single one tells everything: CodeDeploy's batch has statuses, events come one deployment at a time, ECS knows the tasks.</summary>
internal sealed class CodeDeployReading(AwsClients aws, PlatformScope scope)
{
    private const int DeploymentsPerCall = 25; // CodeDeploy API, BatchGetDeployments

    // What a task set runs never changes: it is asked for once.
    private readonly ConcurrentDictionary<string, string> _taskDefinitions = new(StringComparer.Ordinal);

    // Nor does what failed a deployment; empty where its events do not say it.
    private readonly ConcurrentDictionary<string, string> _failedEvents = new(StringComparer.Ordinal);

    private string Cluster => scope.Names.Shared(ResourceType.Cluster);

    /// <summary>The stories that these deployments are part of, by the ids that were asked for.</summary>
    /// <param name="ids">Deployments.</param>
    /// <param name="more">Others that belong to them as far as is known, so that one call has all of them.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<Dictionary<string, CodeDeployStory>> StoriesAsync(IReadOnlyList<string> ids, IEnumerable<string> more, CancellationToken cancellation)
    {
        var infos = await InfosAsync(ids.Concat(more), cancellation);

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

        return stories;
    }

    /// <summary>What people are told of a story, with what has been asked for so far.</summary>
    public DeploymentStatus Tell(CodeDeployStory story, ECSTarget? target) =>
        story.Tell(scope, target, _taskDefinitions, _failedEvents.GetValueOrDefault(story.Id) is { Length: > 0 } happening ? happening : null);

    /// <summary>Events and task sets of what runs; null for what has ended or has not begun. A function that failed it is found out too.</summary>
    public async Task<ECSTarget?> TargetAsync(CodeDeployStory story, CancellationToken cancellation)
    {
        if (story.HidesFunction && !_failedEvents.ContainsKey(story.Id))
        {
            var failed = await TargetAsync(story, story.Id, cancellation);
            _failedEvents[story.Id] = failed?.LifecycleEvents?.Find(happening => happening.Status == LifecycleEventStatus.Failed)?.LifecycleEventName ?? "";
        }

        return story.Runs ? await TargetAsync(story, story.TargetOf, cancellation) : null;
    }

    /// <summary>The task sets of microservices as ECS has them.</summary>
    /// <param name="services">The microservices' names.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<IReadOnlyDictionary<string, List<TaskSet>>> TaskSetsAsync(IEnumerable<string> services, CancellationToken cancellation)
    {
        var names = services.Distinct(StringComparer.Ordinal).ToDictionary(service => scope.Names.ForService(ResourceType.Service, service), StringComparer.Ordinal);
        var found = (await aws.ECS.DescribeInBatchesAsync(Cluster, names.Keys, withTags: false, cancellation)).Where(service => names.ContainsKey(service.ServiceName))
            .ToDictionary(service => names[service.ServiceName], service => service.TaskSets ?? [], StringComparer.Ordinal);
        foreach (var set in found.Values.SelectMany(sets => sets))
        {
            _taskDefinitions[set.Id] = set.TaskDefinition.AfterLastSlash();
        }

        return found;
    }

    /// <summary>Asks what task sets run, of those of which that is not known yet.</summary>
    public async Task LearnAsync(IEnumerable<(CodeDeployStory Story, ECSTarget? Target)> read, CancellationToken cancellation)
    {
        var unknown = read
            .Where(pair => (pair.Target?.TaskSetsInfo ?? []).Exists(set => set.Status != "DRAINING" && !_taskDefinitions.ContainsKey(set.Identifer)))
            .Select(pair => pair.Story.Service(scope)).ToList();
        if (unknown.Count > 0)
        {
            await TaskSetsAsync(unknown, cancellation);
        }
    }

    private async Task<ECSTarget?> TargetAsync(CodeDeployStory story, string deployment, CancellationToken cancellation)
    {
        try
        {
            // CodeDeploy API, BatchGetDeploymentTargets: "target IDs are pairs of Amazon ECS clusters and services" with a colon between them.
            var target = $"{Cluster}:{scope.Names.ForService(ResourceType.Service, story.Service(scope))}";
            var answer = await aws.CodeDeploy.BatchGetDeploymentTargetsAsync(new BatchGetDeploymentTargetsRequest { DeploymentId = deployment, TargetIds = [target] }, cancellation);
            return answer.DeploymentTargets?.FirstOrDefault()?.EcsTarget;
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "DeploymentNotStartedException" or "DeploymentTargetDoesNotExistException")
        {
            return null; // it begins, or its service has just gone
        }
    }

    private async Task<Dictionary<string, DeploymentInfo>> InfosAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Chunk(DeploymentsPerCall).Select(chunk =>
            aws.CodeDeploy.BatchGetDeploymentsAsync(new BatchGetDeploymentsRequest { DeploymentIds = [.. chunk] }, cancellation)).ToArray());
        return answers.SelectMany(answer => answer.DeploymentsInfo ?? []).ToDictionary(info => info.DeploymentId, StringComparer.Ordinal);
    }
}
