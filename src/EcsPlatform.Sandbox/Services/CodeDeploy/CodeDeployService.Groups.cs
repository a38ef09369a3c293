using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Deployment groups: which service, which target groups and listeners, and how.</summary>
internal sealed partial class CodeDeployService
{
    private CreateDeploymentGroupResponse CreateDeploymentGroup(CreateDeploymentGroupRequest request)
    {
        var application = FindApplication(request.ApplicationName);
        var key = $"{request.ApplicationName}/{request.DeploymentGroupName}";
        CodeDeployErrors.Require(!State.Groups.ContainsKey(key), "DeploymentGroupAlreadyExistsException", $"Deployment group already exists: {request.DeploymentGroupName}");
        var group = new DeploymentGroupInfo
        {
            ApplicationName = application.Application.ApplicationName,
            DeploymentGroupId = Ids.Uuid(),
            DeploymentGroupName = request.DeploymentGroupName,
            DeploymentConfigName = request.DeploymentConfigName ?? "CodeDeployDefault.ECSAllAtOnce",
            ServiceRoleArn = request.ServiceRoleArn,
            TriggerConfigurations = request.TriggerConfigurations ?? [],
            AlarmConfiguration = request.AlarmConfiguration,
            AutoRollbackConfiguration = request.AutoRollbackConfiguration,
            DeploymentStyle = request.DeploymentStyle,
            BlueGreenDeploymentConfiguration = request.BlueGreenDeploymentConfiguration,
            LoadBalancerInfo = request.LoadBalancerInfo,
            EcsServices = request.EcsServices,
            OutdatedInstancesStrategy = request.OutdatedInstancesStrategy ?? OutdatedInstancesStrategy.UPDATE,
            TerminationHookEnabled = request.TerminationHookEnabled ?? false,
            ComputePlatform = ComputePlatform.ECS,
        };
        Check(group);
        State.Groups[key] = new GroupRecord { Group = group, Tags = Tags(request.Tags) };
        return new CreateDeploymentGroupResponse { DeploymentGroupId = group.DeploymentGroupId };
    }

    private UpdateDeploymentGroupResponse UpdateDeploymentGroup(UpdateDeploymentGroupRequest request)
    {
        var record = FindGroup(request.ApplicationName, request.CurrentDeploymentGroupName);
        var present = record.Group;
        var name = request.NewDeploymentGroupName ?? present.DeploymentGroupName;
        CodeDeployErrors.Require(name == present.DeploymentGroupName || !State.Groups.ContainsKey($"{present.ApplicationName}/{name}"),
            "DeploymentGroupAlreadyExistsException", $"Deployment group already exists: {name}");
        var changed = new DeploymentGroupInfo
        {
            ApplicationName = present.ApplicationName,
            DeploymentGroupId = present.DeploymentGroupId,
            DeploymentGroupName = name,
            DeploymentConfigName = request.DeploymentConfigName ?? present.DeploymentConfigName,
            ServiceRoleArn = request.ServiceRoleArn ?? present.ServiceRoleArn,
            TriggerConfigurations = request.TriggerConfigurations ?? present.TriggerConfigurations,
            AlarmConfiguration = request.AlarmConfiguration ?? present.AlarmConfiguration,
            AutoRollbackConfiguration = request.AutoRollbackConfiguration ?? present.AutoRollbackConfiguration,
            DeploymentStyle = request.DeploymentStyle ?? present.DeploymentStyle,
            BlueGreenDeploymentConfiguration = request.BlueGreenDeploymentConfiguration ?? present.BlueGreenDeploymentConfiguration,
            LoadBalancerInfo = request.LoadBalancerInfo ?? present.LoadBalancerInfo,
            EcsServices = request.EcsServices ?? present.EcsServices,
            OutdatedInstancesStrategy = request.OutdatedInstancesStrategy ?? present.OutdatedInstancesStrategy,
            TerminationHookEnabled = request.TerminationHookEnabled ?? present.TerminationHookEnabled,
            ComputePlatform = ComputePlatform.ECS,
        };
        Check(changed);
        State.Groups.Remove(record.Key);
        foreach (var deployment in State.Deployments.Values.Where(deployment => deployment.GroupKey == record.Key))
        {
            deployment.GroupKey = $"{present.ApplicationName}/{name}";
        }

        record.Group = changed;
        State.Groups[record.Key] = record;
        return new UpdateDeploymentGroupResponse { HooksNotCleanedUp = [] };
    }

    private DeleteDeploymentGroupResponse DeleteDeploymentGroup(DeleteDeploymentGroupRequest request)
    {
        var key = $"{request.ApplicationName}/{request.DeploymentGroupName}";
        CodeDeployErrors.Require(!State.Deployments.Values.Any(deployment => !deployment.IsOver && deployment.GroupKey == key),
            "InvalidOperationException", "The deployment group has a deployment in progress.");
        State.Groups.Remove(key);
        return new DeleteDeploymentGroupResponse { HooksNotCleanedUp = [] };
    }

    private GetDeploymentGroupResponse GetDeploymentGroup(GetDeploymentGroupRequest request) =>
        new() { DeploymentGroupInfo = Shown(FindGroup(request.ApplicationName, request.DeploymentGroupName)) };

    private ListDeploymentGroupsResponse ListDeploymentGroups(ListDeploymentGroupsRequest request)
    {
        FindApplication(request.ApplicationName);
        var names = State.Groups.Values.Where(record => record.Group.ApplicationName == request.ApplicationName).Select(record => record.Group.DeploymentGroupName);
        var page = Paging.Of(names, name => name, request.NextToken, 100, InvalidToken);
        return new ListDeploymentGroupsResponse { ApplicationName = request.ApplicationName, DeploymentGroups = [.. page.Items], NextToken = page.NextToken };
    }

    private BatchGetDeploymentGroupsResponse BatchGetDeploymentGroups(BatchGetDeploymentGroupsRequest request)
    {
        FindApplication(request.ApplicationName);
        CodeDeployErrors.Require(request.DeploymentGroupNames.Count <= 100, "BatchLimitExceededException", "The maximum number of names is 100.");
        return new BatchGetDeploymentGroupsResponse
        {
            DeploymentGroupsInfo = [.. request.DeploymentGroupNames.Select(name => Shown(FindGroup(request.ApplicationName, name)))],
        };
    }

    private GroupRecord FindGroup(string application, string name)
    {
        FindApplication(application);
        return State.Groups.GetValueOrDefault($"{application}/{name}") ?? throw CodeDeployErrors.NoGroup(name);
    }

    private DeploymentGroupInfo Shown(GroupRecord record)
    {
        LastDeploymentInfo? Last(Func<DeploymentRecord, bool> counts) => State.Deployments.Values.LastOrDefault(deployment => deployment.GroupKey == record.Key && counts(deployment)) is { Info: var info }
            ? new LastDeploymentInfo { DeploymentId = info.DeploymentId, Status = info.Status, CreateTime = info.CreateTime, EndTime = info.CompleteTime }
            : null;
        record.Group.LastAttemptedDeployment = Last(_ => true);
        record.Group.LastSuccessfulDeployment = Last(deployment => deployment.Info.Status == DeploymentStatus.Succeeded);
        record.Group.TargetRevision = State.Deployments.Values.LastOrDefault(deployment => deployment.GroupKey == record.Key && deployment.Info.Status == DeploymentStatus.Succeeded)?.Info.Revision;
        return record.Group;
    }

    /// <summary>What a group for ECS needs (User Guide, "Create a deployment group for an Amazon ECS deployment").</summary>
    private void Check(DeploymentGroupInfo group)
    {
        CodeDeployErrors.Require(FindConfig(group.DeploymentConfigName) is not null, "DeploymentConfigDoesNotExistException", $"No Deployment Configuration found for name: {group.DeploymentConfigName}");
        CodeDeployErrors.Require(group.ServiceRoleArn is not null, "RoleRequiredException", "Service role is required.");
        CodeDeployErrors.Require(Region.Get<IamService>().IsAssumable(group.ServiceRoleArn, "codedeploy.amazonaws.com"), "InvalidRoleException", $"AWS CodeDeploy does not have the permissions required to assume the role {group.ServiceRoleArn}.");
        CodeDeployErrors.Require(group.DeploymentStyle is { DeploymentType.Value: "BLUE_GREEN", DeploymentOption.Value: "WITH_TRAFFIC_CONTROL" }, "InvalidDeploymentStyleException",
            "For ECS deployment group, deployment style must be BLUE_GREEN with the option WITH_TRAFFIC_CONTROL.");
        CheckBlueGreen(group.BlueGreenDeploymentConfiguration);
        CheckPair(group.LoadBalancerInfo?.TargetGroupPairInfoList);
        CodeDeployErrors.Require(group.EcsServices is [{ ServiceName: not null, ClusterName: not null }], "InvalidECSServiceException", "For ECS deployment group, ecsServices must contain exactly one service.");
        var service = group.EcsServices![0];
        CodeDeployErrors.Require(Ecs.ControllerOf(service.ClusterName, service.ServiceName) == "CODE_DEPLOY", "InvalidECSServiceException",
            "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.");
        CodeDeployErrors.Require(
            !State.Groups.Values.Any(other => other.Group.DeploymentGroupId != group.DeploymentGroupId && other.Service.ServiceName == service.ServiceName && other.Service.ClusterName == service.ClusterName),
            "ECSServiceMappingLimitExceededException", "The Amazon ECS service is associated with more than one deployment groups. An Amazon ECS service can only be associated with one deployment group.");
        CodeDeployErrors.Require(group.AlarmConfiguration?.Alarms is not { Count: > 10 }, "AlarmsLimitExceededException", "The maximum number of alarms for a deployment group (10) was exceeded.");
    }

    private static void CheckBlueGreen(BlueGreenDeploymentConfiguration? configuration)
    {
        const string code = "InvalidBlueGreenDeploymentConfigurationException";
        var termination = configuration?.TerminateBlueInstancesOnDeploymentSuccess;
        var ready = configuration?.DeploymentReadyOption;
        CodeDeployErrors.Require(termination?.Action == InstanceAction.TERMINATE && ready?.ActionOnTimeout is not null, code,
            "For ECS deployment group, the blue green deployment configuration must have terminateBlueInstancesOnDeploymentSuccess with the action TERMINATE, and deploymentReadyOption.");
        CodeDeployErrors.Require(termination!.TerminationWaitTimeInMinutes is null or (>= 0 and <= 2880), code, "terminationWaitTimeInMinutes must be between 0 and 2880.");
        CodeDeployErrors.Require(ready!.ActionOnTimeout != DeploymentReadyAction.STOP_DEPLOYMENT || ready.WaitTimeInMinutes is >= 1 and <= 2880, code,
            "waitTimeInMinutes must be between 1 and 2880 with the action STOP_DEPLOYMENT.");
        CodeDeployErrors.Require(ready.ActionOnTimeout != DeploymentReadyAction.CONTINUE_DEPLOYMENT || ready.WaitTimeInMinutes is null or 0, code,
            "waitTimeInMinutes must be 0 with the action CONTINUE_DEPLOYMENT.");
    }

    private void CheckPair(List<TargetGroupPairInfo>? pairs)
    {
        const string code = "InvalidTargetGroupPairException";
        CodeDeployErrors.Require(pairs is [{ TargetGroups.Count: 2, ProdTrafficRoute.ListenerArns.Count: 1 }], code,
            "A deployment group associated with an application that uses the ECS compute platform must contain a valid pair of target groups that identify a load balancer.");
        foreach (var name in pairs![0].TargetGroups)
        {
            CodeDeployErrors.Require(Balancing.TargetGroupNamed(name.Name) is not null, code, $"The target group {name.Name} does not exist.");
        }
    }
}
