using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>A bar for each deployment: stage, traffic, tasks of both colours, remaining bake time. The bar's length is the new version's share of the traffic.</summary>
/// <param name="title">"Deploy to payments-dev (us-east-1)".</param>
/// <param name="total">How many deployments there are.</param>
/// <param name="clock">The clock that the bake time goes by.</param>
/// <param name="write">Draws; on the pipeline's thread.</param>
internal sealed class DeploymentBars(string title, int total, TimeProvider clock, Action<ProgressRecord> write) : IRunBars
{
    private const int Whole = 1;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly List<DeploymentStatus> _deployments = [];
    private long _drawn;

    public void Show(EngineEvent happened)
    {
        if (happened is DeploymentMoved { Status: var status })
        {
            var index = _deployments.FindIndex(known => known.Id == status.Id);
            if (index < 0)
            {
                _deployments.Add(status);
            }
            else
            {
                _deployments[index] = status;
            }

            // Drawing is slow beside a run on a virtual clock: ten frames a second are enough for eyes.
            if (_drawn == 0 || Stopwatch.GetElapsedTime(_drawn) >= FrameTime)
            {
                Tick();
            }
        }
    }

    public void Tick()
    {
        _drawn = Stopwatch.GetTimestamp();
        var now = clock.GetUtcNow();
        var ended = _deployments.Count(status => status.HasEnded);
        write(new ProgressRecord(Whole, title, string.Create(CultureInfo.InvariantCulture, $"{ended} of {total} ended")) { PercentComplete = total == 0 ? 100 : Math.Min(100, 100 * ended / total) });
        for (var index = 0; index < _deployments.Count; index++)
        {
            var status = _deployments[index];
            write(new ProgressRecord(Whole + 1 + index, status.Service, DeploymentText.Line(status, now))
            {
                ParentActivityId = Whole,
                PercentComplete = status.New?.Traffic is { } share ? (int)Math.Clamp(share, 0, 100) : -1,
            });
        }
    }

    public void End()
    {
        for (var index = 0; index < _deployments.Count; index++)
        {
            write(new ProgressRecord(Whole + 1 + index, _deployments[index].Service, "done") { ParentActivityId = Whole, RecordType = ProgressRecordType.Completed });
        }

        write(new ProgressRecord(Whole, title, "done") { RecordType = ProgressRecordType.Completed });
    }
}
