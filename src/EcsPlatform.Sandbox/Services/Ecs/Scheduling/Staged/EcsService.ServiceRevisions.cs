using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Service revisions: what each deployment deployed, kept as long as the service.</summary>
internal sealed partial class EcsService
{
    private void KeepRevision(ServiceRecord service, DeploymentRecord deployment)
    {
        var spec = service.Service;
        var definition = FindTaskDefinition(spec.TaskDefinition)?.TaskDefinition;
        State.ServiceRevisions[deployment.RevisionArn] = new ServiceRevision
        {
            ServiceRevisionArn = deployment.RevisionArn,
            ServiceArn = spec.ServiceArn,
            ClusterArn = spec.ClusterArn,
            TaskDefinition = spec.TaskDefinition,
            CapacityProviderStrategy = spec.CapacityProviderStrategy,
            LaunchType = spec.LaunchType,
            PlatformVersion = deployment.Deployment.PlatformVersion,
            PlatformFamily = spec.PlatformFamily,
            LoadBalancers = deployment.LoadBalancers,
            ServiceRegistries = spec.ServiceRegistries,
            NetworkConfiguration = spec.NetworkConfiguration,
            ContainerImages = [.. (definition?.ContainerDefinitions ?? []).Select(container => new ContainerImage { ContainerName = container.Name, Image = container.Image })],
            ServiceConnectConfiguration = deployment.Deployment.ServiceConnectConfiguration,
            GuardDutyEnabled = false,
            CreatedAt = Today,
            ResolvedConfiguration = deployment.Targets.Count == 0 ? null : new ResolvedConfiguration
            {
                LoadBalancers =
                [
                    .. deployment.Targets.Select(target => new ServiceRevisionLoadBalancer
                    {
                        TargetGroupArn = target.TargetGroupArn,
                        ProductionListenerRule = target.AdvancedConfiguration?.ProductionListenerRule,
                    }),
                ],
            },
        };
    }

    private DescribeServiceRevisionsResponse DescribeServiceRevisions(DescribeServiceRevisionsRequest request)
    {
        EcsErrors.Require(request.ServiceRevisionArns.Count is >= 1 and <= 20, "serviceRevisionArns must have 1 to 20 elements.");
        var response = new DescribeServiceRevisionsResponse { ServiceRevisions = [], Failures = [] };
        foreach (var arn in request.ServiceRevisionArns)
        {
            if (State.ServiceRevisions.GetValueOrDefault(arn) is { } revision)
            {
                response.ServiceRevisions.Add(revision);
            }
            else
            {
                response.Failures.Add(Missing(arn));
            }
        }

        return response;
    }
}
