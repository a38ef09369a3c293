using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>Finds out why a deployment failed: the tasks of its version that stopped, and what they wrote last.</summary>
internal sealed class DeploymentDiagnosis(AwsClients aws)
{
    /// <summary>The last stopped tasks of the version that failed; empty where nothing can be read.</summary>
    public async Task<IReadOnlyList<StoppedTask>> StoppedAsync(DeployedService service, DeploymentStatus failed, CancellationToken cancellation)
    {
        try
        {
            return await new StoppedTasks(aws).ReadAsync(service.Service, service.Name, failed.New?.TaskDefinition, cancellation);
        }
        catch (AmazonServiceException)
        {
            return []; // the failure itself is what people must see, not that its reasons could not be read
        }
    }
}
