using System.Globalization;

namespace EcsPlatform.Core.Engine;

/// <summary>Why a step failed.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="Action">What was being done.</param>
/// <param name="ErrorCode">AWS's error code, or the exception's short name.</param>
/// <param name="Message">What AWS said.</param>
/// <param name="Advice">What to do.</param>
public sealed record StepFailure(string LogicalId, PlanAction Action, string ErrorCode, string Message, string Advice)
{
    /// <summary>The error itself.</summary>
    public Exception? Cause { get; init; }

    /// <summary>Nothing is wrong with it: the run was stopped.</summary>
    public bool IsStop => Cause is OperationCanceledException { InnerException: not TimeoutException };
}

/// <summary>How a run ended.</summary>
public sealed record RunReport(PlatformScope Scope)
{
    /// <summary>The steps that were carried out.</summary>
    public IReadOnlyList<PlanStep> Done { get; init; } = [];

    /// <summary>Those of them whose resources were left to start by themselves: whether they will run was not waited for.</summary>
    public IReadOnlyList<PlanStep> Starting { get; init; } = [];

    /// <summary>The steps that failed.</summary>
    public IReadOnlyList<StepFailure> Failures { get; init; } = [];

    /// <summary>The steps that could not begin because another one failed.</summary>
    public IReadOnlyList<PlanStep> Skipped { get; init; } = [];

    /// <summary>After a removal: what is still there.</summary>
    public IReadOnlyList<LiveResource> Left { get; init; } = [];

    /// <summary>How long it took, on the run's clock.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>True when everything was done and nothing is left that should be gone.</summary>
    public bool Succeeded => Failures.Count == 0 && Skipped.Count == 0 && Left.Count == 0;

    /// <summary>Turns a failed run into one error that lists everything.</summary>
    /// <exception cref="PlatformRunException">The run did not succeed.</exception>
    public void ThrowIfFailed()
    {
        if (!Succeeded)
        {
            throw new PlatformRunException(this);
        }
    }
}

/// <summary>A run that did not get everything done. The next run goes on from where it stopped.</summary>
public sealed class PlatformRunException(RunReport report) : Exception(Describe(report), report.Failures.Select(failure => failure.Cause).FirstOrDefault(cause => cause is not null))
{
    /// <summary>How the run ended.</summary>
    public RunReport Report { get; } = report;

    private static string Describe(RunReport report)
    {
        var lines = new List<string>();
        if (report.Failures.Count > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Failures.Count} of {report.Scope}'s steps failed, {report.Skipped.Count} waited for them in vain:"));
            lines.AddRange(report.Failures.Select(failure => $"  {failure.LogicalId}: {failure.ErrorCode}: {failure.Message} {failure.Advice}"));
        }

        if (report.Left.Count > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Left.Count} resources of {report.Scope} are left:"));
            lines.AddRange(report.Left.Select(live => $"  {live.LogicalId ?? $"{live.Type}/{live.Name}"}: {live.Id}"));
        }

        lines.Add("Run it again: it goes on from here.");
        return string.Join(Environment.NewLine, lines);
    }
}
