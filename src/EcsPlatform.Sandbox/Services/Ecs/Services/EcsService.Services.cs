using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Looking at services.</summary>
internal sealed partial class EcsService
{
    /// <summary>How long a deleted service can still be described.</summary>
    private static readonly TimeSpan InactiveServicesShow = TimeSpan.FromHours(1);

    private DescribeServicesResponse DescribeServices(DescribeServicesRequest request)
    {
        EcsErrors.Require(request.Services.Count > 0, "Services cannot be empty.");
        EcsErrors.Require(request.Services.Count <= 10, "Services cannot have more than 10 elements.");
        var cluster = KnownCluster(request.Cluster);
        var response = new DescribeServicesResponse { Services = [], Failures = [] };
        foreach (var name in request.Services)
        {
            if (State.Services.GetValueOrDefault($"{cluster}/{EcsNames.Last(name)}") is { } record && !IsForgotten(record))
            {
                response.Services.Add(Describe(record, request.Include?.Contains(ServiceField.TAGS) == true));
            }
            else
            {
                response.Failures.Add(Missing(EcsNames.IsArn(name) ? name : $"service/{cluster}/{name}"));
            }
        }

        return response;
    }

    private ListServicesResponse ListServices(ListServicesRequest request)
    {
        var cluster = KnownCluster(request.Cluster);
        var arns = State.Services.Values
            .Where(record => record.ClusterName == cluster && record.Service.Status != "INACTIVE")
            .Where(record => request.LaunchType is null || record.Service.LaunchType == request.LaunchType)
            .Where(record => request.SchedulingStrategy is null || record.Service.SchedulingStrategy == request.SchedulingStrategy)
            .Select(record => record.Service.ServiceArn);
        var page = Paging.Of(arns, arn => arn, request.NextToken, PageSize(request.MaxResults ?? 10, 100), EcsErrors.InvalidToken);
        return new ListServicesResponse { ServiceArns = [.. page.Items], NextToken = page.NextToken };
    }

    /// <summary>Services whose Service Connect configuration names the namespace, as clients or as servers, in all clusters.</summary>
    private ListServicesByNamespaceResponse ListServicesByNamespace(ListServicesByNamespaceRequest request)
    {
        var home = Neighbours.FindNamespace(request.Namespace) ?? throw new AwsError("NamespaceNotFoundException", "The specified namespace wasn't found.");
        var arns = State.Services.Values
            .Where(record => record.Service.Status != "INACTIVE" && record.ServiceConnect is { Enabled: true } connect && Neighbours.FindNamespace(connect.Namespace)?.Id == home.Id)
            .Select(record => record.Service.ServiceArn);
        var page = Paging.Of(arns, arn => arn, request.NextToken, PageSize(request.MaxResults ?? 10, 100), EcsErrors.InvalidToken);
        return new ListServicesByNamespaceResponse { ServiceArns = [.. page.Items], NextToken = page.NextToken };
    }

    /// <summary>The service in any state, by name or ARN.</summary>
    private ServiceRecord FindService(string? cluster, string service)
    {
        var record = State.Services.GetValueOrDefault($"{KnownCluster(cluster)}/{EcsNames.Last(service)}");
        return record is null || IsForgotten(record) ? throw EcsErrors.ServiceNotFound() : record;
    }

    private string KnownCluster(string? cluster)
    {
        var name = EcsNames.Cluster(cluster);
        return State.Clusters.ContainsKey(name) ? name : throw EcsErrors.ClusterNotFound();
    }

    private bool IsForgotten(ServiceRecord record) => record.InactiveSince + InactiveServicesShow < Today;

    private Service Describe(ServiceRecord record, bool withTags)
    {
        var service = record.Service;
        var tasks = record.TaskIds.Select(id => State.Tasks[id]).ToList();
        service.RunningCount = tasks.Count(task => task.IsLive && task.IsRunning);
        service.PendingCount = tasks.Count(task => task.IsLive && !task.IsRunning);
        service.Events = record.Events;
        service.Deployments = [.. record.Deployments.Where(deployment => deployment.TaskSet is null).Select(deployment => Describe(deployment, tasks))];
        service.TaskSets = HasTaskSets(record) ? [.. record.Deployments.Where(deployment => deployment.TaskSet is not null).Select(deployment => Show(record, deployment))] : null;
        service.Tags = withTags ? Tags(record.Tags) : null;
        service.CurrentServiceDeployment = State.ServiceDeployments.Values
            .LastOrDefault(deployment => deployment.ServiceArn == service.ServiceArn && deployment.FinishedAt is null && deployment.StoppedAt is null)?.ServiceDeploymentArn;
        service.CurrentServiceRevisions =
        [
            .. record.Deployments.Where(deployment => deployment.TaskSet is null).Select(deployment => new ServiceCurrentRevisionSummary
            {
                Arn = deployment.RevisionArn,
                RequestedTaskCount = deployment.Deployment.DesiredCount,
                RunningTaskCount = deployment.Deployment.RunningCount,
                PendingTaskCount = deployment.Deployment.PendingCount,
            }),
        ];
        return service;
    }

    private static Deployment Describe(DeploymentRecord record, List<TaskRecord> tasks)
    {
        var deployment = record.Deployment;
        deployment.RunningCount = tasks.Count(task => task.DeploymentId == record.Id && task.IsLive && task.IsRunning);
        deployment.PendingCount = tasks.Count(task => task.DeploymentId == record.Id && task.IsLive && !task.IsRunning);
        return deployment;
    }
}
