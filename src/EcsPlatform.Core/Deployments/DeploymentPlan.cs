using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Deployments;

/// <summary>Deployments that could start, or the reasons why they cannot; nothing is changed yet.</summary>
/// <param name="Services">One for each service, in the order in which they start.</param>
public sealed record DeploymentPlan(IReadOnlyList<PlannedDeployment> Services)
{
    /// <summary>Everything that is in the way.</summary>
    public IEnumerable<DeploymentProblem> Problems => Services.SelectMany(service => service.Problems);

    /// <summary>What could not be asked, and why, in a sentence each; a deployment starts without the answer.</summary>
    public IReadOnlyList<string> Unasked { get; init; } = [];
}

/// <summary>One service's deployment.</summary>
public sealed record PlannedDeployment
{
    /// <summary>What changes.</summary>
    public required DeploymentChange Change { get; init; }

    /// <summary>The image that runs; null where the service is not there.</summary>
    public string? RunningImage { get; init; }

    /// <summary>The image that comes; null where it stays or is not known.</summary>
    public string? NewImage { get; init; }

    /// <summary>The digest of the image that comes, as the registry has it now; null where the registry was not asked.</summary>
    public string? Digest { get; init; }

    /// <summary>Percent of the production traffic by target group ARN, as the rule has it now; empty for rolling deployments.</summary>
    public IReadOnlyDictionary<string, double> Traffic { get; init; } = new Dictionary<string, double>();

    /// <summary>What is in the way.</summary>
    public IReadOnlyList<DeploymentProblem> Problems { get; init; } = [];

    /// <summary>How its traffic moves; null where the service is not there.</summary>
    public RolloutStrategy? Strategy => Service?.Strategy;

    /// <summary>Who carries it out; null where the service is not there.</summary>
    public RolloutController? Controller => Service?.Controller;

    /// <summary>The service as it is; null where it is not there.</summary>
    internal DeployedService? Service { get; init; }

    /// <summary>The revision that it runs; null where nothing had to be known of it.</summary>
    internal RunningRevision? Running { get; init; }
}

/// <summary>Something that is in the way of a deployment.</summary>
/// <param name="Id">A stable id: "AlarmFiring".</param>
/// <param name="Service">The microservice.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do.</param>
public sealed record DeploymentProblem(string Id, string Service, string Message, string Advice);

/// <summary>Deployments that cannot start; nothing has been changed.</summary>
public sealed class DeploymentRefusedException(DeploymentPlan plan) : Exception(
    string.Join(Environment.NewLine, plan.Problems.Select(problem => $"{problem.Service}: {problem.Message} {problem.Advice}")))
{
    /// <summary>The plan with its problems.</summary>
    public DeploymentPlan Plan { get; } = plan;
}
