using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Status;
using EcsPlatform.Sandbox;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What users get to see of Core's and the sandbox's values.</summary>
internal static class Views
{
    public static PlatformInfo Show(this PlatformStatus status) => new()
    {
        PlatformName = status.PlatformName,
        EnvironmentSuffix = status.EnvironmentSuffix,
        Region = status.Region,
        Cluster = status.Cluster,
        Url = status.Url,
        Services = [.. status.Services.Select(service => service.Show(status))],
    };

    public static PlatformRunInfo Show(this RunReport report, Plan plan, PlatformStatus status) => new()
    {
        PlatformName = status.PlatformName,
        EnvironmentSuffix = status.EnvironmentSuffix,
        Region = status.Region,
        Cluster = status.Cluster,
        Url = status.Url,
        Services = [.. status.Services.Select(service => service.Show(status))],
        Created = report.Done.Count(step => step.Action is PlanAction.Create or PlanAction.Replace),
        Updated = report.Done.Count(step => step.Action == PlanAction.Update),
        Removed = report.Done.Count(step => step.Action == PlanAction.Delete),
        Unchanged = plan.Count(PlanAction.None),
        Starting = [.. report.Starting.Select(step => step.LogicalId)],
        Took = report.Took,
    };

    public static MicroserviceInfo Show(this MicroserviceStatus service, PlatformStatus platform) => new()
    {
        PlatformName = platform.PlatformName,
        EnvironmentSuffix = platform.EnvironmentSuffix,
        Region = platform.Region,
        Name = service.Name,
        Desired = service.Desired,
        Running = service.Running,
        Pending = service.Pending,
        Rollout = service.Rollout,
        TaskDefinition = service.TaskDefinition,
        RepositoryUri = service.RepositoryUri,
        Arn = service.Arn,
        LastEvent = service.LastEvent,
    };

    public static PlatformPlanStep Show(this PlanStep step, PlatformScope scope) => new()
    {
        PlatformName = scope.Platform,
        EnvironmentSuffix = scope.Suffix,
        Region = scope.Region,
        Action = Enum.Parse<PlatformAction>(step.Action.ToString()),
        Resource = step.LogicalId,
        Type = step.Type,
        Name = step.Name,
        Id = step.Id,
        Service = step.Service,
        Differences = [.. step.Differences.Select(difference => new PlatformPropertyDifference(difference.Property, difference.Actual, difference.Desired, difference.ForcesReplacement))],
    };

    public static PlatformProblem Show(this DefinitionProblem problem) => new()
    {
        Id = problem.Id,
        Message = problem.Message,
        Advice = problem.Advice,
        Path = problem.Path,
        File = problem.File,
        // The lines of the JSON that an object was turned into say nothing to anybody.
        Line = problem.File.Length > 0 ? problem.Line : 0,
        Column = problem.File.Length > 0 ? problem.Column : 0,
    };

    public static SandboxCallInfo Show(this JournalEntry call) => new()
    {
        Sequence = call.Sequence,
        Start = call.Start,
        Took = call.End - call.Start,
        Service = call.Service,
        Operation = call.Operation,
        Region = call.Region,
        Resource = call.Resource,
        Outcome = call.Outcome,
        Fault = call.Fault is { } fault ? Enum.Parse<SandboxFaultKind>(fault.ToString()) : null,
        TookEffect = call.TookEffect,
    };
}
