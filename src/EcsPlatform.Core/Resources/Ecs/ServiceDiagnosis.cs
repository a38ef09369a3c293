using System.Globalization;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Says why a service does not run: its last event, why its tasks stopped, and what they wrote last.</summary>
internal static class ServiceDiagnosis
{
    /// <summary>The whole story in one text.</summary>
    /// <param name="service">The service as it is now.</param>
    /// <param name="container">The microservice's container.</param>
    /// <param name="context">The run.</param>
    public static async Task<string> ExplainAsync(Service service, string container, ApplyContext context)
    {
        var failed = (service.Deployments ?? []).FirstOrDefault(deployment => deployment.RolloutState?.Value == "FAILED");
        var reason = failed?.RolloutStateReason ?? service.Events?.FirstOrDefault()?.Message ?? "Its deployment did not complete.";
        return string.Join(
            Environment.NewLine,
            [string.Create(CultureInfo.InvariantCulture, $"{service.ServiceName} runs {service.RunningCount ?? 0} of {service.DesiredCount} tasks. {reason}"), .. await StoppedAsync(service, container, context)]);
    }

    private static async Task<IEnumerable<string>> StoppedAsync(Service service, string container, ApplyContext context)
    {
        try
        {
            var tasks = await new StoppedTasks(context.Aws).ReadAsync(service, container, taskDefinition: null, context.Cancellation);
            return tasks.SelectMany(task => task.Explain());
        }
        catch (AmazonServiceException error)
        {
            return [$"Why tasks stopped could not be read: {error.Message}"];
        }
    }
}
