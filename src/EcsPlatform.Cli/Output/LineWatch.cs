using System.Globalization;
using EcsPlatform.Core.Engine;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>One plain line per step: for logs and pipes.</summary>
internal sealed class LineWatch(IAnsiConsole console, TimeProvider clock) : IRunWatch
{
    private readonly object _gate = new();

    public void Begin(string title, Plan? plan)
    {
        if (plan is not null)
        {
            Write($"{title}: {PlanText.Summary(plan)}");
        }
    }

    public void Show(EngineEvent happened)
    {
        if (Text(happened) is { } text)
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
        StepFinished finished => $"{Words.Done(finished.Step.Action),-7}  {finished.Step.LogicalId}  {finished.Id ?? finished.Step.Name} ({Words.Span(finished.Took)})",
        StepWaiting waiting => $"waits    {waiting.Step.LogicalId}  {waiting.Reason}",
        StepFailed failed => $"FAILED   {failed.Step.LogicalId}  {failed.Failure.ErrorCode}: {failed.Failure.Message}",
        StepSkipped skipped => $"skipped  {skipped.Step.LogicalId}  because of {skipped.Because}",
        _ => null,
    };

    private void Write(string line)
    {
        lock (_gate)
        {
            console.WriteLine(line);
        }
    }
}
