using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Waits for services: one poll for all of them, ten to a call.</summary>
internal static class ServiceWaits
{
    /// <summary>One deployment, completed, with as many tasks as are wanted; under CodeDeploy, a task set that serves with all its tasks.</summary>
    public static bool IsSteady(Service service) =>
        service.Status == "ACTIVE" && service.DeploymentController?.Type == Amazon.ECS.DeploymentControllerType.CODE_DEPLOY
            ? (service.TaskSets ?? []).Exists(set => set.Status == "PRIMARY" && set.StabilityStatus == Amazon.ECS.StabilityStatus.STEADY_STATE)
            : IsSteadyByItself(service);

    private static bool IsSteadyByItself(Service service) =>
        service.Status == "ACTIVE"
        && service.RunningCount >= service.DesiredCount
        && (service.Deployments ?? []) is [var only]
        && only.RolloutState?.Value is null or "" or "COMPLETED";

    /// <summary>Waits until the service runs steadily what it was told to.</summary>
    /// <param name="context">The run.</param>
    /// <param name="told">The service as the call that changed it answered.</param>
    /// <param name="container">The microservice's container, whose last lines tell why it failed.</param>
    /// <exception cref="ResourceFailedException">Its deployment failed; the reasons of its stopped tasks are in the message.</exception>
    public static async Task<Service> SteadyAsync(this ApplyContext context, Service told, string container)
    {
        context.Waiting($"{told.ServiceName} runs {told.RunningCount ?? 0} of {told.DesiredCount} tasks");
        Service? last = null;
        var steady = await Poll(context).UntilAsync(told.ServiceArn, service =>
        {
            last = service;
            return service is null || service.Status == "INACTIVE" || IsSteady(service) || HasFailed(service, told);
        });
        if (steady is null || steady.Status == "INACTIVE" || HasFailed(steady, told))
        {
            throw new ResourceFailedException(
                "ServiceNotSteady",
                steady is null ? $"{told.ServiceName} is gone." : await ServiceDiagnosis.ExplainAsync(steady, container, context),
                "Correct what stopped the tasks and run it again.");
        }

        return steady;
    }

    /// <summary>Waits until the service has no task left.</summary>
    public static Task InactiveAsync(this ApplyContext context, Service service)
    {
        context.Waiting($"{service.ServiceName} is draining");
        return Poll(context).UntilAsync(service.ServiceArn, now => now is null || now.Status == "INACTIVE");
    }

    /// <summary>The deployment that we wait for has failed, or the circuit breaker has gone back to what ran before.</summary>
    /// <remarks>One that failed earlier stays listed until its tasks are gone; it says nothing of the one that came after it.</remarks>
    private static bool HasFailed(Service service, Service told)
    {
        var ours = (told.Deployments ?? []).FirstOrDefault(deployment => deployment.Status == "PRIMARY")?.Id;
        return (service.Deployments ?? []).Any(deployment => deployment.RolloutState?.Value == "FAILED" && (ours is null || deployment.Id == ours))
            || IsSteady(service) && service.TaskDefinition != told.TaskDefinition && service.DeploymentController?.Type != Amazon.ECS.DeploymentControllerType.CODE_DEPLOY;
    }

    private static SharedPoll<Service> Poll(ApplyContext context) => context.Waits.Poll<Service>("service", async (arns, cancellation) =>
    {
        var clusters = await Task.WhenAll(arns.GroupBy(ClusterOf).Select(cluster => context.Aws.ECS.DescribeInBatchesAsync(cluster.Key, cluster, withTags: false, cancellation)).ToArray());
        return clusters.SelectMany(services => services).ToDictionary(service => service.ServiceArn, StringComparer.Ordinal);
    });

    /// <summary>"cluster-payments-dev" of "arn:…:service/cluster-payments-dev/service-payment-api-dev".</summary>
    private static string ClusterOf(string arn) => arn.Split('/')[1];
}
