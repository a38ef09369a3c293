using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>Which task definition a deployment brings: the running one, an earlier one, or one that is registered for it.</summary>
internal static class RevisionRegistration
{
    /// <summary>Its ARN.</summary>
    public static async Task<string> WantedAsync(AwsClients aws, PlannedDeployment planned, CancellationToken cancellation) =>
        planned.Change.Revision is { } earlier ? Named(planned.Service!.Service.TaskDefinition, earlier)
        : planned.Change.MakesRevision ? await RegisterAsync(aws, planned, cancellation)
        : planned.Service!.Service.TaskDefinition;

    /// <summary>The ARN of "7", of "family:7", or of itself; CodeDeploy takes nothing else.</summary>
    public static string Named(string running, string wanted) => wanted.StartsWith("arn:", StringComparison.Ordinal) ? wanted
        : wanted.Contains(':', StringComparison.Ordinal) ? running[..(running.LastIndexOf('/') + 1)] + wanted
        : running[..(running.LastIndexOf(':') + 1)] + wanted;

    private static async Task<string> RegisterAsync(AwsClients aws, PlannedDeployment planned, CancellationToken cancellation)
    {
        var service = planned.Service!;

        // What was looked at before is written into; a plan that is started again asks again.
        var (definition, tags) = planned.Running?.Take() ?? (await RunningRevision.AskAsync(aws, service.Service.TaskDefinition, cancellation)).Take()!.Value;
        var next = RevisionChange.Next(definition, service.Name, planned.Change, tags);
        return (await RevisionStamp.RegisterAsync(aws.ECS, next, service.Name, definition.Revision ?? 0, cancellation)).TaskDefinitionArn;
    }
}
