using System.Globalization;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>A deployment group's settings, written and compared (CodeDeploy User Guide, "Create a deployment group for an Amazon ECS deployment").</summary>
internal static class DeploymentGroupShape
{
    /// <summary>The difference in functions that are called on the way: they are tags.</summary>
    public const string Hooks = "hooks";

    private const string OnFailure = "DEPLOYMENT_FAILURE";
    private const string OnAlarm = "DEPLOYMENT_STOP_ON_ALARM";

    /// <summary>What <see cref="Update"/> changes.</summary>
    public static string[] Properties { get; } =
    [
        "deploymentConfigName", "serviceRoleArn", "alarms", "autoRollback", "terminationWaitTimeInMinutes", "deploymentReadyOption",
        "targetGroups", "prodTrafficRoute", "testTrafficRoute", "ecsServices",
    ];

    /// <summary>The group as it is wanted.</summary>
    public static DeploymentGroupInfo Of(DeploymentGroupResource desired, Resolution resolution) => new()
    {
        ApplicationName = desired.Application.Name,
        DeploymentGroupName = desired.Name,
        DeploymentConfigName = DeploymentConfigName.Of(desired.Settings).In(resolution.Scope.Names),
        ServiceRoleArn = resolution.RoleArn(desired.Role.Name),
        DeploymentStyle = new DeploymentStyle { DeploymentType = DeploymentType.BLUE_GREEN, DeploymentOption = DeploymentOption.WITH_TRAFFIC_CONTROL },
        BlueGreenDeploymentConfiguration = new BlueGreenDeploymentConfiguration
        {
            DeploymentReadyOption = new DeploymentReadyOption { ActionOnTimeout = DeploymentReadyAction.CONTINUE_DEPLOYMENT },
            TerminateBlueInstancesOnDeploymentSuccess = new BlueInstanceTerminationOption
            {
                Action = InstanceAction.TERMINATE,
                TerminationWaitTimeInMinutes = desired.Settings.BakeTimeMinutes,
            },
        },
        AutoRollbackConfiguration = new AutoRollbackConfiguration
        {
            Enabled = desired.Settings.Rollback,
            Events = !desired.Settings.Rollback ? [] : desired.EcsService.AlarmNames.Count > 0 ? [OnFailure, OnAlarm] : [OnFailure],
        },
        AlarmConfiguration = new AlarmConfiguration
        {
            Enabled = desired.EcsService.AlarmNames.Count > 0,
            IgnorePollAlarmFailure = false,
            Alarms = [.. desired.EcsService.AlarmNames.Select(name => new Alarm { Name = name })],
        },
        LoadBalancerInfo = new LoadBalancerInfo
        {
            TargetGroupPairInfoList =
            [
                new TargetGroupPairInfo
                {
                    TargetGroups = [new TargetGroupInfo { Name = desired.EcsService.TargetGroup!.Name }, new TargetGroupInfo { Name = desired.Shift.AlternateTargetGroup.Name }],
                    ProdTrafficRoute = new TrafficRoute { ListenerArns = [resolution.Id(desired.Shift.ProductionRule.Listener)] },
                    TestTrafficRoute = desired.Shift.TestRule is { } test ? new TrafficRoute { ListenerArns = [resolution.Id(test.Listener)] } : null,
                },
            ],
        },
        EcsServices = [new ECSService { ClusterName = desired.EcsService.Cluster.Name, ServiceName = desired.EcsService.Name }],
    };

    /// <summary>The creating request.</summary>
    public static CreateDeploymentGroupRequest Request(DeploymentGroupResource desired, IReadOnlyDictionary<string, string> tags, Resolution resolution)
    {
        var wanted = Of(desired, resolution);
        return new CreateDeploymentGroupRequest
        {
            ApplicationName = wanted.ApplicationName,
            DeploymentGroupName = wanted.DeploymentGroupName,
            DeploymentConfigName = wanted.DeploymentConfigName,
            ServiceRoleArn = wanted.ServiceRoleArn,
            DeploymentStyle = wanted.DeploymentStyle,
            BlueGreenDeploymentConfiguration = wanted.BlueGreenDeploymentConfiguration,
            AutoRollbackConfiguration = wanted.AutoRollbackConfiguration,
            AlarmConfiguration = wanted.AlarmConfiguration,
            LoadBalancerInfo = wanted.LoadBalancerInfo,
            EcsServices = wanted.EcsServices,
            Tags = CodeDeployTags.List(tags),
        };
    }

    /// <summary>The changing request.</summary>
    public static UpdateDeploymentGroupRequest Update(DeploymentGroupResource desired, Resolution resolution)
    {
        var wanted = Of(desired, resolution);
        return new UpdateDeploymentGroupRequest
        {
            ApplicationName = wanted.ApplicationName,
            CurrentDeploymentGroupName = wanted.DeploymentGroupName,
            DeploymentConfigName = wanted.DeploymentConfigName,
            ServiceRoleArn = wanted.ServiceRoleArn,
            DeploymentStyle = wanted.DeploymentStyle,
            BlueGreenDeploymentConfiguration = wanted.BlueGreenDeploymentConfiguration,
            AutoRollbackConfiguration = wanted.AutoRollbackConfiguration,
            AlarmConfiguration = wanted.AlarmConfiguration,
            LoadBalancerInfo = wanted.LoadBalancerInfo,
            EcsServices = wanted.EcsServices,
        };
    }

    /// <summary>What differs.</summary>
    public static Differences Compare(DeploymentGroupInfo live, DeploymentGroupInfo wanted)
    {
        var (actual, pair) = (Pair(live), Pair(wanted)!);
        return new Differences()
            .Check("deploymentConfigName", live.DeploymentConfigName, wanted.DeploymentConfigName)
            .Check("serviceRoleArn", live.ServiceRoleArn, wanted.ServiceRoleArn)
            .Check("alarms", Describe(live.AlarmConfiguration), Describe(wanted.AlarmConfiguration))
            .Check("autoRollback", Describe(live.AutoRollbackConfiguration), Describe(wanted.AutoRollbackConfiguration))
            .Check(
                "terminationWaitTimeInMinutes",
                live.BlueGreenDeploymentConfiguration?.TerminateBlueInstancesOnDeploymentSuccess?.TerminationWaitTimeInMinutes ?? 0,
                wanted.BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes)
            .Check("deploymentReadyOption", Describe(live.BlueGreenDeploymentConfiguration?.DeploymentReadyOption), Describe(wanted.BlueGreenDeploymentConfiguration.DeploymentReadyOption))
            .CheckSet("targetGroups", actual?.TargetGroups?.Select(group => group.Name), pair.TargetGroups.Select(group => group.Name))
            .CheckSet("prodTrafficRoute", actual?.ProdTrafficRoute?.ListenerArns, pair.ProdTrafficRoute.ListenerArns)
            .CheckSet("testTrafficRoute", actual?.TestTrafficRoute?.ListenerArns, pair.TestTrafficRoute?.ListenerArns ?? [])
            .CheckSet("ecsServices", (live.EcsServices ?? []).Select(Describe), wanted.EcsServices.Select(Describe));
    }

    /// <summary>The pair of target groups with its listeners; null for groups of other kinds.</summary>
    public static TargetGroupPairInfo? Pair(DeploymentGroupInfo group) => group.LoadBalancerInfo?.TargetGroupPairInfoList?.FirstOrDefault();

    private static string Describe(ECSService service) => $"{service.ClusterName}/{service.ServiceName}";

    private static string Describe(AlarmConfiguration? alarms) => alarms is { Enabled: true, Alarms.Count: > 0 }
        ? string.Join(", ", alarms.Alarms.Select(alarm => alarm.Name).Order(StringComparer.Ordinal))
        : "";

    private static string Describe(AutoRollbackConfiguration? rollback) => rollback is { Enabled: true } ? string.Join(", ", (rollback.Events ?? []).Order(StringComparer.Ordinal)) : "";

    private static string Describe(DeploymentReadyOption? ready) =>
        string.Create(CultureInfo.InvariantCulture, $"{ready?.ActionOnTimeout?.Value} {ready?.WaitTimeInMinutes ?? 0}");
}
