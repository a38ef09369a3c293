using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Deployments: started, looked at, stopped, told to go on.</summary>
internal sealed partial class CodeDeployService
{
    private CreateDeploymentResponse CreateDeployment(CreateDeploymentRequest request)
    {
        FindApplication(request.ApplicationName);
        CodeDeployErrors.Require(request.DeploymentGroupName is not null, "DeploymentGroupNameRequiredException", "Deployment group name is required.");
        var group = FindGroup(request.ApplicationName, request.DeploymentGroupName!);
        var config = request.DeploymentConfigName ?? group.Group.DeploymentConfigName;
        CodeDeployErrors.Require(FindConfig(config) is not null, "DeploymentConfigDoesNotExistException", $"No Deployment Configuration found for name: {config}");
        CodeDeployErrors.Require(request.Revision is not null, "RevisionRequiredException", "A revision is required.");
        var spec = AppSpec.Read(request.Revision!);
        if (State.Deployments.Values.FirstOrDefault(other => other.GroupKey == group.Key && !other.IsOver) is { } active)
        {
            throw new AwsError("DeploymentLimitExceededException", $"The Deployment Group '{group.Group.DeploymentGroupName}' already has an active Deployment '{active.Id}'");
        }

        var record = NewDeployment(group, DeploymentCreator.User, config);
        record.AppSpec = spec;
        record.Info.Revision = request.Revision;
        record.Info.Description = request.Description;
        record.Info.AutoRollbackConfiguration = request.AutoRollbackConfiguration ?? group.Group.AutoRollbackConfiguration;
        record.Info.OverrideAlarmConfiguration = request.OverrideAlarmConfiguration;
        record.Events = Events(group);
        _advance.After(Pace, record.Id);
        return new CreateDeploymentResponse { DeploymentId = record.Id };
    }

    private DeploymentRecord NewDeployment(GroupRecord group, DeploymentCreator creator, string config)
    {
        var info = new DeploymentInfo
        {
            ApplicationName = group.Group.ApplicationName,
            DeploymentGroupName = group.Group.DeploymentGroupName,
            DeploymentConfigName = config,
            DeploymentId = $"d-{Ids.Text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 9)}",
            PreviousRevision = State.Deployments.Values.LastOrDefault(other => other.GroupKey == group.Key && other.Info.Status == DeploymentStatus.Succeeded)?.Info.Revision,
            Status = DeploymentStatus.Created,
            CreateTime = Today,
            Creator = creator,
            IgnoreApplicationStopFailures = false,
            UpdateOutdatedInstancesOnly = false,
            DeploymentStyle = group.Group.DeploymentStyle,
            InstanceTerminationWaitTimeStarted = false,
            BlueGreenDeploymentConfiguration = group.Group.BlueGreenDeploymentConfiguration,
            LoadBalancerInfo = group.Group.LoadBalancerInfo,
            FileExistsBehavior = FileExistsBehavior.DISALLOW,
            DeploymentStatusMessages = [],
            ComputePlatform = ComputePlatform.ECS,
        };
        return State.Deployments[info.DeploymentId] = new DeploymentRecord { Info = info, GroupKey = group.Key };
    }

    private GetDeploymentResponse GetDeployment(GetDeploymentRequest request) => new() { DeploymentInfo = Shown(FindDeployment(request.DeploymentId)) };

    private BatchGetDeploymentsResponse BatchGetDeployments(BatchGetDeploymentsRequest request)
    {
        CodeDeployErrors.Require(request.DeploymentIds.Count <= 25, "BatchLimitExceededException", "The maximum number of deployment ids is 25.");
        return new BatchGetDeploymentsResponse { DeploymentsInfo = [.. request.DeploymentIds.Where(State.Deployments.ContainsKey).Select(id => Shown(State.Deployments[id]))] };
    }

    private ListDeploymentsResponse ListDeployments(ListDeploymentsRequest request)
    {
        if (request.ApplicationName is { } application)
        {
            FindApplication(application);
        }

        var ids = State.Deployments.Values.Reverse()
            .Where(record => request.ApplicationName is null || record.Info.ApplicationName == request.ApplicationName)
            .Where(record => request.DeploymentGroupName is null || record.Info.DeploymentGroupName == request.DeploymentGroupName)
            .Where(record => request.IncludeOnlyStatuses is not { Count: > 0 } statuses || statuses.Contains(record.Info.Status.Value))
            .Where(record => request.CreateTimeRange?.Start is not { } start || record.Info.CreateTime >= start)
            .Where(record => request.CreateTimeRange?.End is not { } end || record.Info.CreateTime <= end)
            .Select(record => record.Id);
        var page = Paging.Of(ids, id => id, request.NextToken, 100, InvalidToken);
        return new ListDeploymentsResponse { Deployments = [.. page.Items], NextToken = page.NextToken };
    }

    private StopDeploymentResponse StopDeployment(StopDeploymentRequest request)
    {
        var record = Running(request.DeploymentId);
        CodeDeployErrors.Require(record.TakesBack is null, "UnsupportedActionForDeploymentTypeException", "A rollback deployment cannot be stopped.");
        End(record, DeploymentStatus.Stopped, ErrorCode.MANUAL_STOP, "The deployment was stopped by a user.",
            request.AutoRollbackEnabled ?? RollsBackOn(record, "DEPLOYMENT_STOP_ON_REQUEST"));
        return new StopDeploymentResponse { Status = StopStatus.Succeeded, StatusMessage = "No more commands will be scheduled for execution in the deployment instances" };
    }

    private ContinueDeploymentResponse ContinueDeployment(ContinueDeploymentRequest request)
    {
        var record = Running(request.DeploymentId);
        var wait = request.DeploymentWaitType?.Value ?? "READY_WAIT";
        if (record.Waits != wait)
        {
            throw wait == "READY_WAIT"
                ? new AwsError("DeploymentIsNotInReadyStateException", "The deployment does not have a status of Ready and can't continue yet.")
                : new AwsError("InvalidDeploymentStatusException", "The deployment is not waiting for termination of the original task set.");
        }

        record.Until = Today;
        record.Info.Status = DeploymentStatus.InProgress;
        record.Waits = wait == "READY_WAIT" ? "CONTINUED" : wait;
        _advance.After(TimeSpan.Zero, record.Id);
        return new ContinueDeploymentResponse();
    }

    private DeploymentInfo Shown(DeploymentRecord record)
    {
        var status = record.Info.Status.Value;
        record.Info.DeploymentOverview = new DeploymentOverview
        {
            Pending = status is "Created" or "Queued" ? 1 : 0,
            InProgress = status == "InProgress" ? 1 : 0,
            Succeeded = status == "Succeeded" ? 1 : 0,
            Failed = status is "Failed" or "Stopped" ? 1 : 0,
            Skipped = 0,
            Ready = status == "Ready" ? 1 : 0,
        };
        return record.Info;
    }

    private DeploymentRecord FindDeployment(string id)
    {
        CodeDeployErrors.Require(id.StartsWith("d-", StringComparison.Ordinal), "InvalidDeploymentIdException", $"Deployment id is in an invalid format: {id}");
        return State.Deployments.GetValueOrDefault(id) ?? throw CodeDeployErrors.NoDeployment(id);
    }

    private DeploymentRecord Running(string id)
    {
        var record = FindDeployment(id);
        CodeDeployErrors.Require(!record.IsOver, "DeploymentAlreadyCompletedException", $"Deployment {id} is already in terminal state: {record.Info.Status.Value}");
        return record;
    }
}
