using EcsPlatform.Core.Engine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EcsPlatform.Cli.Output;

/// <summary>What the live display shows: how much is done, what runs now, and what it waits for.</summary>
internal sealed class ProgressBoard(string title, int total, TimeProvider clock) : IBoard
{
    private const int BarWidth = 32;
    private const int RunningShown = 8;

    private readonly object _gate = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly Dictionary<PlanStep, (DateTimeOffset Since, string? Reason)> _running = new(ReferenceEqualityComparer.Instance);
    private int _done;
    private int _failed;

    public void Take(EngineEvent happened)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case StepStarted started:
                    _running[started.Step] = (started.At, null);
                    break;
                case StepWaiting waiting:
                    _running[waiting.Step] = (_running.TryGetValue(waiting.Step, out var running) ? running.Since : waiting.At, waiting.Reason);
                    break;
                case StepFinished finished:
                    _running.Remove(finished.Step);
                    _done += finished.Step.Action == PlanAction.None ? 0 : 1;
                    break;
                case StepFailed failed:
                    _running.Remove(failed.Step);
                    _failed += failed.Failure.IsStop ? 0 : 1;
                    break;
            }
        }
    }

    public IRenderable Draw()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var filled = total == 0 ? BarWidth : Math.Min(BarWidth, BarWidth * _done / total);
            var lines = new List<IRenderable>
            {
                new Markup($"{Markup.Escape(title),-5}[green]{new string('━', filled)}[/][dim]{new string('─', BarWidth - filled)}[/] {_done}/{total}{(_failed > 0 ? $" [red]{_failed} failed[/]" : "")}  {Words.Span(now - _started)}"),
            };
            lines.AddRange(_running.OrderBy(entry => entry.Value.Since).Take(RunningShown).Select(entry => new Markup(
                $"  {Markup.Escape(Words.Short(entry.Key.LogicalId, 40)),-40} [dim]{Markup.Escape(Words.Short(entry.Value.Reason ?? Words.Infinitive(entry.Key.Action), 60))}[/]  {Words.Span(now - entry.Value.Since)}") { Overflow = Overflow.Ellipsis }));
            if (_running.Count > RunningShown)
            {
                lines.Add(new Markup($"  [dim]and {_running.Count - RunningShown} more[/]"));
            }

            return new Rows(lines);
        }
    }
}
