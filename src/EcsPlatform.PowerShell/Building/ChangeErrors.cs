using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell.Building;

/// <summary>What keeps a part, or a service, from being built.</summary>
internal static class ChangeErrors
{
    // What a definition's author would do in the file, a script does with a cmdlet.
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["route.no-load-balancer"] = "Run New-PlatformLoadBalancer first, or leave -Path out.",
        ["route.no-port"] = "Give -Port.",
        ["environment.secret-unknown"] = "Make the secret with New-PlatformSecret first.",
        ["deployment.route"] = "Give -Path and -Port, or -DeploymentController ECS.",
        ["deployment.steps"] = "Give -Path and -Port, or -DeploymentStrategy BLUE_GREEN.",
        ["deployment.error-alarm-route"] = "Give -Path and -Port, or alarms of your own with -DeploymentAlarm.",
        ["deployment.stuck"] = "Raise -MaximumPercent or lower -MinimumHealthyPercent.",
        ["deployment.rollback"] = "Give -CircuitBreaker or an alarm, or -Rollback:$false.",
        ["deployment.controller"] = "Give -DeploymentStrategy BLUE_GREEN, LINEAR or CANARY, or -DeploymentController ECS.",
        ["deployment.rolling-only"] = "Give -DeploymentHook @(), or another -DeploymentStrategy.",
        ["deployment.code-deploy-mesh"] = "Give -DeploymentController ECS.",
        ["deployment.code-deploy-pause"] = "Give the hook a function, take it back with -DeploymentHook @(), or give -DeploymentController ECS.",
        ["deployment.code-deploy-minutes"] = "Give 1 or more with -StepBakeTimeMinutes or -CanaryBakeTimeMinutes.",
        ["deployment.code-deploy-percent"] = "Give a whole number with -StepPercent or -CanaryPercent.",
        ["deployment.error-alarm-period"] = "Give -ErrorAlarmPeriodSeconds 60 or 120, for example.",
        ["scaling.none"] = "Give -ScaleOutCpu and -ScaleInCpu, or -TargetCpu or -TargetMemory.",
    };

    /// <summary>A change that cannot be planned.</summary>
    public static PlatformException Of(PlatformChangeException error) => new(
        error.Problems.Count > 0 ? ErrorIds.DefinitionInvalid : error.Id,
        error.Message,
        $"{error.Advice} Nothing was changed.",
        [.. error.Problems.Select(problem => problem.Show())],
        error);

    /// <summary>A service that was left out.</summary>
    public static PlatformException Of(RefusedMicroservice refused, PlatformScope scope) => refused.Problems.Count == 0
        ? new PlatformException("MicroserviceNotFound", $"{scope} has no microservice '{refused.Name}'.", "Get-FargateMicroservice lists what is there.", [])
        : new PlatformException(
            "MicroserviceInvalid",
            $"{refused.Name}: {string.Join(" ", refused.Problems.Select(problem => $"{Where(problem)}{problem.Message}"))}",
            string.Join(" ", refused.Problems.Select(problem => Advice.GetValueOrDefault(problem.Id) ?? problem.Advice).Distinct()) + " The service was left out.",
            [.. refused.Problems.Select(problem => problem.Show() with { Path = problem.Path.Length > 0 ? $"{refused.Name}.{problem.Path}" : refused.Name })]);

    /// <summary>A service of which steps failed.</summary>
    public static PlatformException Of(string service, IReadOnlyList<StepFailure> failures, IReadOnlyList<PlanStep> skipped) => new(
        "MicroserviceFailed",
        failures.Count > 0
            ? $"{service}: {string.Join(" ", failures.Select(failure => $"{failure.LogicalId}: {failure.ErrorCode}: {failure.Message}"))}"
            : $"{service}: not finished, because something that it needs failed ({string.Join(", ", skipped.Select(step => step.LogicalId))} did not begin).",
        failures.Count > 0 ? string.Join(" ", failures.Select(failure => failure.Advice).Distinct()) : "Run it again: it goes on from here.",
        [.. failures.Select(failure => new PlatformProblem { Id = failure.ErrorCode, Path = failure.LogicalId, Message = failure.Message, Advice = failure.Advice })],
        failures.Select(failure => failure.Cause).FirstOrDefault(cause => cause is not null));

    private static string Where(DefinitionProblem problem) => problem.Path.Length > 0 ? $"{problem.Path}: " : "";
}
