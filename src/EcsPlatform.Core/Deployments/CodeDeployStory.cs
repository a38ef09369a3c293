using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.CodeDeploy;

namespace EcsPlatform.Core.Deployments;

/// <summary>A deployment by CodeDeploy, together with the one that takes it back if it fails.</summary>
/// <param name="Info">The deployment that somebody asked for.</param>
/// <param name="Rollback">The one that takes it back; null unless it failed.</param>
internal sealed record CodeDeployStory(DeploymentInfo Info, DeploymentInfo? Rollback)
{
    /// <summary>The stage in which all traffic has moved, and the old tasks wait.</summary>
    public const string TerminationWait = "TERMINATION_WAIT";

    private const string ReadyWait = "READY_WAIT";

    /// <summary>What it is known by.</summary>
    public string Id => Info.DeploymentId;

    /// <summary>Something still moves.</summary>
    public bool Runs => Status(Info) is "InProgress" or "Baking" or "Ready" || Rollback is not null && Status(Rollback) is "InProgress" or "Baking";

    /// <summary>The deployment whose target tells what moves now.</summary>
    public string TargetOf => Rollback is not null ? Rollback.DeploymentId : Info.DeploymentId;

    /// <summary>The deployments that it consists of.</summary>
    public IEnumerable<string> Deployments => Rollback is null ? [Id] : [Id, Rollback.DeploymentId];

    /// <summary>All that a batch of deployments tells of where it stands; what differs has gone on.</summary>
    public string Standing => $"{Status(Info)} {Info.InstanceTerminationWaitTimeStarted} {Rollback?.DeploymentId} {(Rollback is null ? null : Status(Rollback))}";

    /// <summary>Nothing moves by itself: before the traffic somebody decides, or after it the old tasks wait.</summary>
    public bool Waits => Status(Info) == "Ready" || Info.InstanceTerminationWaitTimeStarted == true;

    /// <summary>Its AppSpec file names functions, or cannot be seen.</summary>
    public bool CallsFunctions => AppSpec.FunctionsOf(Info.Revision) is not { Count: 0 };

    /// <summary>One of several functions failed it, and CodeDeploy's message does not say which: its events do.</summary>
    public bool HidesFunction => HasFailedInFunction && AppSpec.FunctionsOf(Info.Revision) is not { Count: 1 };

    private bool HasFailedInFunction => Info.ErrorInformation?.Code == ErrorCode.HOOK_EXECUTION_FAILURE;

    /// <summary>The listener whose rules it changes.</summary>
    public string? Listener => Info.LoadBalancerInfo?.TargetGroupPairInfoList?.FirstOrDefault()?.ProdTrafficRoute?.ListenerArns?.FirstOrDefault();

    /// <summary>The story that a deployment is part of; null for a rollback whose cause is gone.</summary>
    public static CodeDeployStory? Of(DeploymentInfo info, IReadOnlyDictionary<string, DeploymentInfo> all)
    {
        if (info.RollbackInfo?.RollbackTriggeringDeploymentId is { Length: > 0 } cause)
        {
            return all.TryGetValue(cause, out var failed) ? new CodeDeployStory(failed, info) : null;
        }

        return new CodeDeployStory(info, info.RollbackInfo?.RollbackDeploymentId is { Length: > 0 } back ? all.GetValueOrDefault(back) : null);
    }

    /// <summary>The microservice, by its deployment group's name.</summary>
    public string Service(PlatformScope scope) => scope.Names.ServiceOf(ResourceType.DeploymentGroup, Info.DeploymentGroupName);

    /// <summary>What people are told.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="target">Its events and task sets; null where nothing moves.</param>
    /// <param name="taskDefinitions">Task definition by task set.</param>
    /// <param name="failedEvent">The event whose function failed it; null where that has not been asked for.</param>
    public DeploymentStatus Tell(PlatformScope scope, ECSTarget? target, IReadOnlyDictionary<string, string> taskDefinitions, string? failedEvent)
    {
        var state = State();
        var stage = Stage(target);
        return new DeploymentStatus
        {
            Scope = scope,
            Service = Service(scope),
            Id = Id,
            Controller = RolloutController.CodeDeploy,
            Strategy = DeploymentConfigName.Parse(Info.DeploymentConfigName, scope.Names)?.Strategy ?? RolloutStrategy.BlueGreen,
            State = state,
            Stage = stage,
            Reason = Reason(failedEvent),
            New = Version(TargetLabel.Green, target, AppSpec.TaskDefinitionOf(Info.Revision), state == DeploymentState.Succeeded ? 100 : Ended(state) ? 0 : null, taskDefinitions),
            Old = Old(target, state, taskDefinitions),
            CreatedAt = Info.CreateTime ?? default,
            StartedAt = Info.StartTime,
            FinishedAt = Ended(state) ? Rollback?.CompleteTime ?? Info.CompleteTime : null,
            BakesUntil = stage == TerminationWait && target?.LifecycleEvents?.LastOrDefault()?.EndTime is { } moved
                ? moved + TimeSpan.FromMinutes(Info.BlueGreenDeploymentConfiguration?.TerminateBlueInstancesOnDeploymentSuccess?.TerminationWaitTimeInMinutes ?? 0)
                : null,
            Pauses = Status(Info) == "Ready" ? [new DeploymentPause(ReadyWait, null, HookTimeoutAction.Rollback)] : [],
            TriggeredAlarms = FiredAlarms.Of(Info),
        };
    }

    private string? Reason(string? failedEvent)
    {
        var message = Info.ErrorInformation?.Message;
        if (!HasFailedInFunction)
        {
            return message;
        }

        var functions = AppSpec.FunctionsOf(Info.Revision) ?? new Dictionary<string, string>();
        var happening = failedEvent ?? (functions.Count == 1 ? functions.Keys.Single() : null);
        return happening is null ? message : $"{message} ({happening}: {functions.GetValueOrDefault(happening) ?? "its function"})";
    }

    private DeploymentState State() => Status(Info) switch
    {
        "Created" or "Queued" => DeploymentState.Pending,
        "Ready" => DeploymentState.Paused,
        "Succeeded" => DeploymentState.Succeeded,
        "Failed" or "Stopped" when Rollback is not null => Status(Rollback) switch
        {
            "Succeeded" => DeploymentState.RolledBack,
            "Failed" or "Stopped" => DeploymentState.Failed,
            _ => DeploymentState.RollingBack,
        },
        "Failed" => DeploymentState.Failed,
        "Stopped" => DeploymentState.Stopped,
        _ => DeploymentState.InProgress,
    };

    private string? Stage(ECSTarget? target)
    {
        if (Rollback is not null)
        {
            return Runs ? "ROLLBACK" : null;
        }

        return Status(Info) switch
        {
            "Ready" => ReadyWait,
            _ when !Runs => null,
            _ when Info.InstanceTerminationWaitTimeStarted == true => TerminationWait,
            _ => target?.LifecycleEvents?.Find(happening => happening.Status?.Value is "InProgress" or "Pending")?.LifecycleEventName,
        };
    }

    private static DeploymentVersion? Version(TargetLabel label, ECSTarget? target, string? taskDefinition, double? end, IReadOnlyDictionary<string, string> taskDefinitions) =>
        target?.TaskSetsInfo?.Find(set => set.TaskSetLabel == label) is { } set
            ? new DeploymentVersion(
                set.Identifer,
                taskDefinitions.GetValueOrDefault(set.Identifer) ?? taskDefinition,
                (int)(set.DesiredCount ?? 0),
                (int)(set.RunningCount ?? 0),
                (int)(set.PendingCount ?? 0),
                set.TrafficWeight,
                null)
            : taskDefinition is null ? null : new DeploymentVersion("", taskDefinition, 0, 0, 0, end ?? 0, null);

    private DeploymentVersion[] Old(ECSTarget? target, DeploymentState state, IReadOnlyDictionary<string, string> taskDefinitions) =>
        Version(TargetLabel.Blue, target, AppSpec.TaskDefinitionOf(Info.PreviousRevision), state == DeploymentState.Succeeded ? 0 : 100, taskDefinitions) is { } old ? [old] : [];

    private static bool Ended(DeploymentState state) => state is DeploymentState.Succeeded or DeploymentState.RolledBack or DeploymentState.Failed or DeploymentState.Stopped;

    private static string? Status(DeploymentInfo info) => info.Status?.Value;
}
