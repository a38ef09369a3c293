using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using Service = Amazon.ECS.Model.Service;

namespace EcsPlatform.Core.Status;

/// <summary>Reads what runs, in a handful of calls.</summary>
internal static class StatusReader
{
    /// <summary>The kinds that a status is made of.</summary>
    public static KnownKinds Kinds { get; } = new([VpcKind.Instance, ClusterKind.Instance, ServiceKind.Instance, LoadBalancerKind.Instance, RepositoryKind.Instance]);

    public static PlatformStatus Read(PlatformScope scope, IReadOnlyList<LiveResource> live)
    {
        var ours = live.Where(resource => resource.Ours).ToList();
        var repositories = ours.OfType<Live<RepositoryState>>().Where(repository => repository.Service is not null).ToLookup(repository => repository.Service);
        var loadBalancer = ours.OfType<Live<LoadBalancerState>>().FirstOrDefault();
        return new PlatformStatus(
            scope.Platform,
            scope.Suffix,
            scope.Region,
            ours.Count > 0,
            ours.OfType<Live<Amazon.ECS.Model.Cluster>>().FirstOrDefault()?.Name,
            loadBalancer is null ? null : $"http://{loadBalancer.State.LoadBalancer.DNSName}",
            [.. ours.OfType<Live<Service>>().OrderBy(service => service.Service, StringComparer.Ordinal).Select(service => Read(service, repositories[service.Service].FirstOrDefault()))]);
    }

    private static MicroserviceStatus Read(Live<Service> service, Live<RepositoryState>? repository) => new(
        service.Service ?? service.Name,
        service.Id,
        service.State.DesiredCount ?? 0,
        service.State.RunningCount ?? 0,
        service.State.PendingCount ?? 0,
        service.State.Status == "DRAINING" ? "DRAINING" : (service.State.Deployments ?? []).FirstOrDefault(deployment => deployment.Status == "PRIMARY")?.RolloutState?.Value,
        (service.State.TaskDefinition ?? "").AfterLastSlash(),
        repository?.State.Repository.RepositoryUri,
        service.State.Events?.FirstOrDefault()?.Message);
}
