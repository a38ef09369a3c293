using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources;
using EcsPlatform.Core.Resources.CodeDeploy;
using EcsPlatform.Core.Resources.Ecs;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Deployments;

/// <summary>Finds microservices in the platform's cluster.</summary>
internal sealed class DeployedServices(AwsClients aws, PlatformScope scope)
{
    private string Cluster => scope.Names.Shared(ResourceType.Cluster);

    /// <summary>Those of these names that are there and the platform's own.</summary>
    public async Task<IReadOnlyList<DeployedService>> FindAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var wanted = names.Select(name => scope.Names.ForService(ResourceType.Service, name)).Distinct(StringComparer.Ordinal);
        return await DescribeAsync(wanted, cancellation);
    }

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<DeployedService>> AllAsync(CancellationToken cancellation)
    {
        try
        {
            return await DescribeAsync(
                await Pages.AllAsync(
                    next => aws.ECS.ListServicesAsync(new ListServicesRequest { Cluster = Cluster, MaxResults = 100, NextToken = next }, cancellation),
                    page => page.ServiceArns,
                    page => page.NextToken),
                cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClusterNotFoundException")
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<DeployedService>> DescribeAsync(IEnumerable<string> services, CancellationToken cancellation)
    {
        try
        {
            List<DeployedService> found =
            [
                .. (await aws.ECS.DescribeInBatchesAsync(Cluster, services, withTags: true, cancellation))
                    .Where(service => service.Status == "ACTIVE" && PlatformTags.AreOurs(scope, service.Tags.ToMap()))
                    .Select(service => new DeployedService(scope, service.Tags.ToMap().GetValueOrDefault(PlatformTags.Service, service.ServiceName), service))
                    .OrderBy(service => service.Name, StringComparer.Ordinal),
            ];
            return await WithGroupsAsync(found, cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClusterNotFoundException")
        {
            return [];
        }
    }

    /// <summary>One more call, and only where CodeDeploy deploys.</summary>
    private async Task<IReadOnlyList<DeployedService>> WithGroupsAsync(List<DeployedService> services, CancellationToken cancellation)
    {
        var names = services.Where(service => service.Controller == RolloutController.CodeDeploy).Select(service => service.GroupName).ToList();
        if (names.Count == 0)
        {
            return services;
        }

        var groups = (await CodeDeployListing.GroupsAsync(aws, scope.Names.Shared(ResourceType.CodeDeployApplication), names, cancellation))
            .ToDictionary(group => group.DeploymentGroupName, StringComparer.Ordinal);
        return services.ConvertAll(service => service.Controller == RolloutController.CodeDeploy ? service with { Group = groups.GetValueOrDefault(service.GroupName) } : service);
    }
}
