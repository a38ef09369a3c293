using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecs;

using DeploymentState = EcsPlatform.Core.Deployments.DeploymentState;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>What a service under CodeDeploy is to run. ECS does not take it (ECS API, UpdateService: "create a new CodeDeploy deployment"), so the platform's update deploys it, and follows.</summary>
internal static class WantedRevision
{
    // Shifts and waits take up to two days each (CodeDeploy quotas).
    private static readonly PollSchedule Schedule = new(TimeSpan.FromSeconds(5), 1, TimeSpan.FromSeconds(10), TimeSpan.FromDays(5));

    /// <summary>What only a deployment changes.</summary>
    public static string[] Properties { get; } = ["taskDefinition", "subnets", "securityGroups"];

    /// <summary>What differs between the service's primary task set and the definition; nothing while the service is not under CodeDeploy.</summary>
    public static Differences Compare(DeploymentGroupResource desired, Resolution resolution)
    {
        var differences = new Differences();
        if (resolution.State<Service>(desired.EcsService) is not { } service || service.DeploymentController?.Type != Amazon.ECS.DeploymentControllerType.CODE_DEPLOY)
        {
            return differences;
        }

        var (network, wanted) = (service.NetworkConfiguration?.AwsvpcConfiguration, ServiceKind.Network(desired.EcsService, resolution).AwsvpcConfiguration);
        return differences
            .Check("taskDefinition", service.TaskDefinition, ServiceKind.TaskDefinition(desired.EcsService, resolution))
            .CheckSet("subnets", network?.Subnets, wanted.Subnets)
            .CheckSet("securityGroups", network?.SecurityGroups, wanted.SecurityGroups);
    }

    /// <summary>Starts the deployment. One that runs already is awaited first, and may be the very one (a run that was killed).</summary>
    /// <returns>The deployment's id; null when the service runs what is wanted by now.</returns>
    public static async Task<string?> DeployAsync(DeploymentGroupResource desired, ApplyContext context)
    {
        var (service, resolution) = (desired.EcsService, context.Resolution);
        var taskDefinition = ServiceKind.TaskDefinition(service, resolution);
        while (true)
        {
            try
            {
                var answer = await context.Aws.CodeDeploy.CreateDeploymentAsync(
                    new CreateDeploymentRequest
                    {
                        ApplicationName = desired.Application.Name,
                        DeploymentGroupName = desired.Name,
                        Revision = AppSpec.Of(
                            taskDefinition, service.Definition.Name, service.Definition.Port ?? 0, ServiceKind.Network(service, resolution).AwsvpcConfiguration, DeploymentEvents.Of(desired.Settings.Hooks)),
                    },
                    context.Cancellation);
                return answer.DeploymentId;
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "DeploymentLimitExceededException")
            {
                context.Waiting(error.Message);
                foreach (var id in await RunningAsync(context.Aws, desired.Application.Name, desired.Name, context.Cancellation))
                {
                    await FollowAsync(service.Key, id, context);
                }

                var answer = await context.Aws.ECS.DescribeServicesAsync(new DescribeServicesRequest { Cluster = service.Cluster.Name, Services = [service.Name] }, context.Cancellation);
                if (answer.Services is [{ TaskDefinition: var running }] && running == taskDefinition)
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Follows a deployment to its end.</summary>
    /// <exception cref="ResourceFailedException">It failed; the reasons of its stopped tasks are in the message.</exception>
    public static async Task EndAsync(string service, string id, ApplyContext context)
    {
        var status = await FollowAsync(service, id, context);
        if (status?.State != DeploymentState.Succeeded)
        {
            var found = await new DeployedServices(context.Aws, context.Resolution.Scope).FindAsync([service], context.Cancellation);
            var outcome = status is null ? null : new DeploymentOutcome(status, found is [var deployed] ? await new DeploymentDiagnosis(context.Aws).StoppedAsync(deployed, status, context.Cancellation) : []);
            throw new ResourceFailedException(
                "DeploymentFailed",
                outcome?.Explain() ?? $"Deployment {id} of {service} is gone.",
                "Correct what stopped it and run it again.");
        }
    }

    /// <summary>Deployments of a group that have not ended.</summary>
    public static async Task<IReadOnlyList<string>> RunningAsync(AwsClients aws, string application, string group, CancellationToken cancellation) => await Pages.AllAsync(
        next => aws.CodeDeploy.ListDeploymentsAsync(
            new ListDeploymentsRequest { ApplicationName = application, DeploymentGroupName = group, IncludeOnlyStatuses = [.. CodeDeployDeployments.Unfinished], NextToken = next }, cancellation),
        page => page.Deployments,
        page => page.NextToken);

    private static Task<DeploymentStatus?> FollowAsync(string service, string id, ApplyContext context)
    {
        var controller = new CodeDeployDeployments(context.Aws, context.Resolution.Scope);
        return context.Waits.Poll<DeploymentStatus>("codedeploy-deployment", controller.Watch(), Schedule).UntilAsync(id, status =>
        {
            if (status is not null)
            {
                context.Waiting($"CodeDeploy deploys {service}: {status.Stage ?? "begins"}, {status.New?.Traffic ?? 0:0} % of the traffic");
            }

            return status is null || status.HasEnded;
        });
    }
}
