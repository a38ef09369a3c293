using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Looking at task sets.</summary>
internal sealed partial class EcsService
{
    private DescribeTaskSetsResponse DescribeTaskSets(DescribeTaskSetsRequest request)
    {
        var service = FindService(request.Cluster, request.Service);
        EcsErrors.Require(HasTaskSets(service), "DescribeTaskSets is only supported for services with a CODE_DEPLOY or EXTERNAL deployment controller.");
        var response = new DescribeTaskSetsResponse { TaskSets = [], Failures = [] };
        var asked = request.TaskSets is { Count: > 0 } names ? names : service.Deployments.ConvertAll(record => record.Id);
        foreach (var name in asked)
        {
            if (service.Deployments.Find(record => record.TaskSet is not null && (record.Id == name || record.TaskSet.TaskSetArn == name)) is { } record)
            {
                response.TaskSets.Add(Show(service, record));
            }
            else
            {
                response.Failures.Add(Missing(name));
            }
        }

        return response;
    }
}
