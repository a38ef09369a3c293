using System.Collections.Concurrent;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources;
using EcsPlatform.Core.Resources.Ecs;

using ResourceType = EcsPlatform.Core.Definition.Naming.ResourceType;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Deployments;

/// <summary>Deployments that ECS carries out itself, rolling ones included (ECS API: service deployments and service revisions).</summary>
internal sealed class NativeDeployments(AwsClients aws, PlatformScope scope) : IDeploymentController
{
    private const int DeploymentsPerCall = 20; // ECS API, DescribeServiceDeployments
    private const int RevisionsPerCall = 20; // ECS API, DescribeServiceRevisions

    private static readonly string[] Unfinished =
    [
        ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS, ServiceDeploymentStatus.STOP_REQUESTED,
        ServiceDeploymentStatus.ROLLBACK_REQUESTED, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS,
    ];

    // A revision never changes: its task definition is asked for once.
    private readonly ConcurrentDictionary<string, string> _taskDefinitions = new(StringComparer.Ordinal);

    public async Task<string?> StartAsync(PlannedDeployment planned, CancellationToken cancellation)
    {
        var (service, change) = (planned.Service!, planned.Change);
        var taskDefinition = await RevisionRegistration.WantedAsync(aws, planned, cancellation);
        var deploys = taskDefinition != service.Service.TaskDefinition || change.Restart || !service.IsWhole; // a new count alone is no deployment
        var known = deploys ? await ListAsync(service, runningOnly: false, cancellation) : [];
        var answer = await aws.ECS.UpdateServiceAsync(
            new UpdateServiceRequest
            {
                Cluster = service.Service.ClusterArn,
                Service = service.Service.ServiceArn,
                TaskDefinition = taskDefinition,
                DesiredCount = change.DesiredCount,
                ForceNewDeployment = change.Restart || !service.IsWhole ? true : null,
            },
            cancellation);

        if (!deploys)
        {
            return null;
        }

        return answer.Service.CurrentServiceDeployment is { } current && !known.Contains(current)
            ? current
            : (await ListAsync(service, runningOnly: false, cancellation)).FirstOrDefault(id => !known.Contains(id));
    }

    public async Task<IReadOnlyDictionary<string, DeploymentStatus>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(ids.Chunk(DeploymentsPerCall).Select(chunk =>
            aws.ECS.DescribeServiceDeploymentsAsync(new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [.. chunk] }, cancellation)).ToArray());
        var deployments = answers.SelectMany(answer => answer.ServiceDeployments ?? []).ToList();
        await LearnRevisionsAsync(deployments.SelectMany(deployment => (deployment.SourceServiceRevisions ?? []).Append(deployment.TargetServiceRevision)), cancellation);
        return deployments.ToDictionary(deployment => deployment.ServiceDeploymentArn, Status, StringComparer.Ordinal);
    }

    /// <summary>One call tells everything of twenty deployments.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, DeploymentStatus>>> Watch() => ReadAsync;

    public async Task<IReadOnlyList<string>> ListAsync(DeployedService service, bool runningOnly, CancellationToken cancellation)
    {
        var briefs = await Pages.AllAsync(
            next => aws.ECS.ListServiceDeploymentsAsync(
                new ListServiceDeploymentsRequest
                {
                    Cluster = service.Service.ClusterArn,
                    Service = service.Service.ServiceArn,
                    Status = runningOnly ? [.. Unfinished] : null,
                    MaxResults = 100,
                    NextToken = next,
                },
                cancellation),
            page => page.ServiceDeployments,
            page => page.NextToken);
        return [.. briefs.OrderByDescending(brief => brief.CreatedAt).Select(brief => brief.ServiceDeploymentArn)];
    }

    public Task StopAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation) => aws.ECS.StopServiceDeploymentAsync(
        new StopServiceDeploymentRequest
        {
            ServiceDeploymentArn = deployment.Id,
            StopType = rollBack ? StopServiceDeploymentStopType.ROLLBACK : StopServiceDeploymentStopType.ABORT,
        },
        cancellation);

    public async Task ResumeAsync(DeploymentStatus deployment, bool rollBack, CancellationToken cancellation)
    {
        foreach (var pause in deployment.Pauses)
        {
            await aws.ECS.ContinueServiceDeploymentAsync(
                new ContinueServiceDeploymentRequest
                {
                    ServiceDeploymentArn = deployment.Id,
                    HookId = pause.HookId,
                    Action = rollBack ? DeploymentLifecycleHookAction.ROLLBACK : DeploymentLifecycleHookAction.CONTINUE,
                },
                cancellation);
        }
    }

    private async Task LearnRevisionsAsync(IEnumerable<ServiceRevisionSummary?> revisions, CancellationToken cancellation)
    {
        var unknown = revisions.Select(revision => revision?.Arn).OfType<string>().Where(arn => !_taskDefinitions.ContainsKey(arn)).Distinct(StringComparer.Ordinal);
        var answers = await Task.WhenAll(unknown.Chunk(RevisionsPerCall).Select(chunk =>
            aws.ECS.DescribeServiceRevisionsAsync(new DescribeServiceRevisionsRequest { ServiceRevisionArns = [.. chunk] }, cancellation)).ToArray());
        foreach (var revision in answers.SelectMany(answer => answer.ServiceRevisions ?? []))
        {
            _taskDefinitions[revision.ServiceRevisionArn] = revision.TaskDefinition;
        }
    }

    private DeploymentStatus Status(ServiceDeployment deployment)
    {
        var paused = (deployment.LifecycleHookDetails ?? []).Where(hook => hook.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION).ToList();
        var strategy = deployment.DeploymentConfiguration?.Strategy is { } told ? EnumSpelling.Parse<RolloutStrategy>(told.Value) : RolloutStrategy.Rolling;
        return new DeploymentStatus
        {
            Scope = scope,
            Service = scope.Names.ServiceOf(ResourceType.Service, deployment.ServiceArn.AfterLastSlash()),
            Id = deployment.ServiceDeploymentArn,
            Controller = RolloutController.Ecs,
            Strategy = strategy,
            State = State(deployment.Status, paused.Count > 0),
            Stage = deployment.LifecycleStage?.Value,
            Reason = deployment.Rollback?.Reason ?? deployment.StatusReason,
            New = deployment.TargetServiceRevision is { } target ? Version(target, strategy) : null,
            Old = [.. (deployment.SourceServiceRevisions ?? []).Select(source => Version(source, strategy))],
            CreatedAt = deployment.CreatedAt ?? default,
            StartedAt = deployment.StartedAt,
            FinishedAt = deployment.FinishedAt ?? deployment.StoppedAt,
            BakesUntil = deployment.LifecycleStage == ServiceDeploymentLifecycleStage.BAKE_TIME && deployment.UpdatedAt is { } since
                ? since + TimeSpan.FromMinutes(deployment.DeploymentConfiguration?.BakeTimeInMinutes ?? 0)
                : null,
            Pauses = [.. paused.Select(hook => new DeploymentPause(hook.HookId, hook.ExpiresAt, hook.TimeoutAction is { } action ? EnumSpelling.Parse<HookTimeoutAction>(action.Value) : HookTimeoutAction.Rollback))],
            TriggeredAlarms = deployment.Alarms?.TriggeredAlarmNames ?? [],
        };
    }

    private DeploymentVersion Version(ServiceRevisionSummary revision, RolloutStrategy strategy) => new(
        revision.Arn,
        _taskDefinitions.TryGetValue(revision.Arn, out var arn) ? arn.AfterLastSlash() : null,
        revision.RequestedTaskCount ?? 0,
        revision.RunningTaskCount ?? 0,
        revision.PendingTaskCount ?? 0,
        strategy == RolloutStrategy.Rolling ? null : revision.RequestedProductionTrafficWeight,
        strategy == RolloutStrategy.Rolling ? null : revision.RequestedTestTrafficWeight);

    private static DeploymentState State(ServiceDeploymentStatus? status, bool paused) => status?.Value switch
    {
        "PENDING" => DeploymentState.Pending,
        "SUCCESSFUL" => DeploymentState.Succeeded,
        "STOPPED" => DeploymentState.Stopped,
        "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS" => DeploymentState.RollingBack,
        "ROLLBACK_SUCCESSFUL" => DeploymentState.RolledBack,
        "ROLLBACK_FAILED" => DeploymentState.Failed,
        _ => paused ? DeploymentState.Paused : DeploymentState.InProgress,
    };
}
