using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Building;

/// <summary>What keeps a deployment from starting, and how one can end that did not succeed.</summary>
internal static class DeploymentErrors
{
    private const string NotFound = "MicroserviceNotFound";

    /// <summary>Everything that is in the way, in one error.</summary>
    public static PlatformException Of(DeploymentPlan plan)
    {
        var problems = plan.Problems.ToList();
        return new PlatformException(
            problems.TrueForAll(problem => problem.Id == NotFound) ? NotFound : "DeploymentRefused",
            string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Service}: {problem.Message} ({problem.Id})")),
            string.Join(" ", problems.Select(problem => problem.Advice).Distinct()) + " Nothing was changed.",
            [.. problems.Select(problem => new PlatformProblem { Id = problem.Id, Path = problem.Service, Message = problem.Message, Advice = problem.Advice })],
            new DeploymentRefusedException(plan));
    }

    /// <summary>A deployment that ended, and not well.</summary>
    public static PlatformException Of(DeploymentOutcome outcome) => new(
        outcome.Status.State switch
        {
            DeploymentState.RolledBack => "DeploymentRolledBack",
            DeploymentState.Stopped => "DeploymentStopped",
            _ => "DeploymentFailed",
        },
        outcome.Explain(),
        outcome.Status.State == DeploymentState.RolledBack
            ? "Mend the version and deploy it again; nobody is served by it meanwhile."
            : "Find out what serves (Get-FargateMicroservice), then deploy a version that works: Start-BlueGreenDeployment -Revision.",
        [
            .. outcome.StoppedTasks.Select(task => new PlatformProblem
            {
                Id = "TaskStopped",
                Path = "",
                Message = $"{task.TaskDefinition} {task.Id}: {task.Reason}",
                Advice = string.Join(Environment.NewLine, task.LogLines),
            }),
        ]);

    /// <summary>A deployment that did not begin, because another one failed.</summary>
    public static PlatformException NotBegun(string service, PlatformScope scope) => new(
        "DeploymentNotBegun",
        $"{service} in {scope} was not deployed, because another deployment failed before its turn.",
        "Deploy it again once that is mended, or let the others go on with -ContinueOnFailure.",
        []);
}
