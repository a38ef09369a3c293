using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>A deployment's one target: the service, with its lifecycle events and its task sets.</summary>
internal sealed partial class CodeDeployService
{
    private ListDeploymentTargetsResponse ListDeploymentTargets(ListDeploymentTargetsRequest request)
    {
        var record = FindDeployment(request.DeploymentId);
        return new ListDeploymentTargetsResponse { TargetIds = record.Info.Status == DeploymentStatus.Created ? [] : [TargetId(record)] };
    }

    private GetDeploymentTargetResponse GetDeploymentTarget(GetDeploymentTargetRequest request) =>
        new() { DeploymentTarget = Target(FindDeployment(request.DeploymentId), request.TargetId) };

    private BatchGetDeploymentTargetsResponse BatchGetDeploymentTargets(BatchGetDeploymentTargetsRequest request)
    {
        var record = FindDeployment(request.DeploymentId);
        return new BatchGetDeploymentTargetsResponse { DeploymentTargets = [.. (request.TargetIds ?? []).Select(id => Target(record, id))] };
    }

    private static string TargetId(DeploymentRecord record, GroupRecord? group) =>
        group is null ? record.Id : $"{group.Service.ClusterName}:{group.Service.ServiceName}";

    private string TargetId(DeploymentRecord record) => TargetId(record, State.Groups.GetValueOrDefault(record.GroupKey));

    private DeploymentTarget Target(DeploymentRecord record, string id)
    {
        CodeDeployErrors.Require(id == TargetId(record), "DeploymentTargetDoesNotExistException", $"No deployment target found for id: {id}");
        CodeDeployErrors.Require(record.Info.Status != DeploymentStatus.Created, "DeploymentNotStartedException", "The specified deployment has not started.");
        var service = State.Groups[record.GroupKey].Service;
        return new DeploymentTarget
        {
            DeploymentTargetType = DeploymentTargetType.ECSTarget,
            EcsTarget = new ECSTarget
            {
                DeploymentId = record.Id,
                TargetId = id,
                TargetArn = Region.Arn("ecs", $"service/{service.ClusterName}/{service.ServiceName}"),
                LastUpdatedAt = Today,
                LifecycleEvents = record.Events,
                Status = record.Info.Status.Value switch
                {
                    "Succeeded" => TargetStatus.Succeeded,
                    "Failed" or "Stopped" => TargetStatus.Failed,
                    "Ready" => TargetStatus.Ready,
                    _ => TargetStatus.InProgress,
                },
                TaskSetsInfo = TaskSets(record, service),
            },
        };
    }

    private List<ECSTaskSet> TaskSets(DeploymentRecord record, ECSService service)
    {
        var present = Ecs.TaskSetsOf(service.ClusterName, service.ServiceName);
        var colours = new[] { (record.Blue, record.BlueGroup, TargetLabel.Blue, 100 - record.Percent), (record.Green, record.GreenGroup, TargetLabel.Green, record.Percent) };
        return
        [
            .. colours.Where(colour => colour.Item1 is not null).Select(colour =>
            {
                var set = present.FirstOrDefault(set => set.Id == colour.Item1);
                return new ECSTaskSet
                {
                    Identifer = colour.Item1,
                    DesiredCount = set?.ComputedDesiredCount ?? 0,
                    PendingCount = set?.PendingCount ?? 0,
                    RunningCount = set?.RunningCount ?? 0,
                    Status = set?.Status ?? "DRAINING",
                    TrafficWeight = colour.Item4,
                    TargetGroup = new TargetGroupInfo { Name = Balancing.FindTargetGroup(colour.Item2!)?.TargetGroupName },
                    TaskSetLabel = colour.Item3,
                };
            }),
        ];
    }
}
