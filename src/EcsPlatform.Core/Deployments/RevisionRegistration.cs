using Amazon.ECS.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>Which task definition a deployment brings: the running one, an earlier one, or one that is registered for it.</summary>
internal static class RevisionRegistration
{
    /// <summary>Its ARN.</summary>
    public static async Task<string> WantedAsync(AwsClients aws, DeployedService service, DeploymentChange change, CancellationToken cancellation) =>
        change.Revision is { } earlier ? Named(service.Service.TaskDefinition, earlier)
        : change.MakesRevision ? await RegisterAsync(aws, service, change, cancellation)
        : service.Service.TaskDefinition;

    /// <summary>The ARN of "7", of "family:7", or of itself; CodeDeploy takes nothing else.</summary>
    private static string Named(string running, string wanted) => wanted.StartsWith("arn:", StringComparison.Ordinal) ? wanted
        : wanted.Contains(':', StringComparison.Ordinal) ? running[..(running.LastIndexOf('/') + 1)] + wanted
        : running[..(running.LastIndexOf(':') + 1)] + wanted;

    private static async Task<string> RegisterAsync(AwsClients aws, DeployedService service, DeploymentChange change, CancellationToken cancellation)
    {
        var running = await aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = service.Service.TaskDefinition, Include = ["TAGS"] }, cancellation);
        var next = RevisionChange.Next(running.TaskDefinition, service.Name, change, running.Tags.ToMap());
        return (await aws.ECS.RegisterTaskDefinitionAsync(next, cancellation)).TaskDefinition.TaskDefinitionArn;
    }
}
