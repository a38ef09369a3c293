using System.Collections.Concurrent;
using System.Management.Automation;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>Runs work off the pipeline's thread and hands what happens to the pipeline's thread, the only one that may write.</summary>
/// <param name="stopping">Ctrl+C.</param>
internal sealed class EventPump(CancellationToken stopping)
{
    // Calls under way may end; whoever pressed Ctrl+C has the prompt back within a second all the same.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns what the work returns, or throws what it throws.</summary>
    /// <param name="start">Starts the work; told where events go.</param>
    /// <param name="show">Shows an event; on the calling thread.</param>
    /// <param name="tick">Called now and then while nothing happens; on the calling thread.</param>
    /// <param name="abandon">Cancels the work; called when showing fails, because the pipeline is ending.</param>
    /// <exception cref="PipelineStoppedException">It was stopped.</exception>
    public T Run<T>(Func<Action<EngineEvent>, Task<T>> start, Action<EngineEvent> show, Action tick, Action abandon)
    {
        var events = new BlockingCollection<EngineEvent>();
        var task = start(happened => Post(events, happened));
        _ = task.ContinueWith(_ => events.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (!events.IsCompleted)
            {
                if (events.TryTake(out var happened, (int)TickTime.TotalMilliseconds, stopping))
                {
                    show(happened);
                }
                else
                {
                    tick();
                }
            }
        }
        catch
        {
            abandon();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne(Grace);
            if (stopping.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    private static void Post(BlockingCollection<EngineEvent> events, EngineEvent happened)
    {
        try
        {
            events.Add(happened);
        }
        catch (InvalidOperationException)
        {
            // The run was left behind after a stop; nobody listens any more.
        }
    }
}
