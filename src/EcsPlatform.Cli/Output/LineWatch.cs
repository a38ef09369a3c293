using System.Globalization;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>One plain line per step: for logs and pipes.</summary>
internal sealed class LineWatch(IAnsiConsole console, TimeProvider clock) : IRunWatch
{
    private const int ReasonShown = 100;

    private readonly object _gate = new();
    private readonly HashSet<PlanStep> _waiting = new(ReferenceEqualityComparer.Instance);
    private bool _stopped;

    public void Begin(string title, Plan? plan)
    {
        if (plan is not null)
        {
            Write($"{title}: {PlanText.Summary(plan)}");
        }
    }

    public void BeginDeployments(string title) => Write(title);

    public void Show(EngineEvent happened)
    {
        if (!IsNoise(happened) && Text(happened) is { } text)
        {
            var at = TimeZoneInfo.ConvertTime(happened.At, clock.LocalTimeZone);
            Write(string.Create(CultureInfo.InvariantCulture, $"{at:HH:mm:ss}  {text}"));
        }
    }

    public void End()
    {
    }

    public void Dispose()
    {
    }

    /// <summary>The line without its time; null for what is not worth one.</summary>
    public static string? Text(EngineEvent happened) => happened switch
    {
        StepFinished finished => $"{Words.Done(finished.Step.Action),-7}  {finished.Step.LogicalId}  {Words.Named(finished.Step, finished.Id)} ({Words.Span(finished.Took)}){(finished.IsReady ? "" : ", still starting")}",
        StepWaiting waiting => $"waits    {waiting.Step.LogicalId}  {Words.Short(waiting.Reason, ReasonShown)}",
        StepFailed { Failure.IsStop: true } stopped => $"stopped  {stopped.Step.LogicalId}",
        StepFailed failed => $"FAILED   {failed.Step.LogicalId}  {failed.Failure.ErrorCode}: {failed.Failure.Message}",
        StepSkipped skipped => $"skipped  {skipped.Step.LogicalId}  because of {skipped.Because}",
        DeploymentMoved moved => $"{moved.Status.Service}  {DeploymentText.Line(moved.Status, moved.At)}{(moved.Status.Reason is { Length: > 0 } reason ? $"  ({Words.Short(reason, ReasonShown)})" : "")}",
        _ => null,
    };

    /// <summary>That a step waits is told once, and the line that ends it says for how long; after a stop, nobody needs a list of all that did not begin.</summary>
    private bool IsNoise(EngineEvent happened)
    {
        lock (_gate)
        {
            _stopped |= happened is StepFailed { Failure.IsStop: true };
            return happened switch
            {
                StepWaiting waiting => !_waiting.Add(waiting.Step),
                StepSkipped => _stopped,
                _ => false,
            };
        }
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            console.WriteLine(line);
        }
    }
}
