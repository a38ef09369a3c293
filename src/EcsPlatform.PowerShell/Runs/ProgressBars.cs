using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>One bar for the whole run with what remains, and a bar below it for each step under way.</summary>
/// <param name="title">"Publish payments-dev (us-east-1)".</param>
/// <param name="total">How many steps change something.</param>
/// <param name="write">Draws; on the pipeline's thread.</param>
internal sealed class ProgressBars(string title, int total, Action<ProgressRecord> write) : IRunBars
{
    private const int Whole = 1;
    private const int Slots = 6;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<PlanStep, string> _running = new(ReferenceEqualityComparer.Instance);
    private readonly PlanStep?[] _slots = new PlanStep?[Slots];
    private long _drawn;
    private int _done;
    private int _failed;

    public void Show(EngineEvent happened)
    {
        switch (happened)
        {
            case StepStarted started:
                _running[started.Step] = EventText.Doing(started.Step.Action);
                break;
            case StepWaiting waiting:
                _running[waiting.Step] = waiting.Reason;
                break;
            case StepFinished finished:
                _running.Remove(finished.Step);
                _done += finished.Step.Action == PlanAction.None ? 0 : 1;
                break;
            case StepFailed failed:
                _running.Remove(failed.Step);
                _failed++;
                break;
        }

        // Drawing is slow beside a run on a virtual clock: ten frames a second are enough for eyes.
        if (_drawn == 0 || Stopwatch.GetElapsedTime(_drawn) >= FrameTime)
        {
            _drawn = Stopwatch.GetTimestamp();
            Draw();
        }
    }

    public void Tick()
    {
        // Everything it shows comes with an event.
    }

    public void End()
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            Clear(slot);
        }

        write(new ProgressRecord(Whole, title, "done") { RecordType = ProgressRecordType.Completed });
    }

    private void Draw()
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{_done} of {total} done, {Math.Max(0, total - _done - _failed)} remaining{(_failed > 0 ? $", {_failed} failed" : "")}");
        write(new ProgressRecord(Whole, title, status) { PercentComplete = total == 0 ? 100 : Math.Min(100, 100 * _done / total) });
        foreach (var slot in Enumerable.Range(0, Slots).Where(slot => _slots[slot] is { } step && !_running.ContainsKey(step)))
        {
            Clear(slot);
        }

        foreach (var step in _running.Keys.Where(step => !_slots.Contains(step)))
        {
            if (Array.IndexOf(_slots, null) is >= 0 and var free)
            {
                _slots[free] = step;
            }
        }

        for (var slot = 0; slot < Slots; slot++)
        {
            if (_slots[slot] is { } step)
            {
                write(new ProgressRecord(Whole + 1 + slot, step.LogicalId, _running[step]) { ParentActivityId = Whole });
            }
        }
    }

    private void Clear(int slot)
    {
        if (_slots[slot] is { } step)
        {
            write(new ProgressRecord(Whole + 1 + slot, step.LogicalId, "done") { ParentActivityId = Whole, RecordType = ProgressRecordType.Completed });
            _slots[slot] = null;
        }
    }
}
