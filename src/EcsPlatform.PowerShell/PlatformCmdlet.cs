using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>The bridge between PowerShell's pipeline thread and Core's tasks: events in, errors as records, Ctrl+C.</summary>
public abstract class PlatformCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What errors are about where they do not say so themselves.</summary>
    private protected virtual object? Target => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs what makes no call and writes nothing; what it throws ends the cmdlet.</summary>
    private protected T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            ThrowTerminatingError(ErrorRecords.Of(error, Target));
            throw;
        }
    }

    /// <summary>Ends the cmdlet.</summary>
    private protected void Fail(string id, string message, string advice, object? target = null) =>
        ThrowTerminatingError(ErrorRecords.Of(new PlatformException(id, message, advice, []), target ?? Target));

    /// <summary>An error that leaves the others in the pipeline their turn.</summary>
    private protected void Report(string id, string message, string advice, object? target) =>
        WriteError(ErrorRecords.Of(new PlatformException(id, message, advice, []), target));

    /// <summary>Opens a session; makes no call yet.</summary>
    private protected OpenSession Open(ConnectionChoice choice, string region) => Guard(() => new OpenSession(choice, region));

    /// <summary>Runs Core's work off this thread, and writes here what happens.</summary>
    /// <param name="session">The session.</param>
    /// <param name="run">What is watched, and for how long it may go on.</param>
    /// <param name="work">The work.</param>
    private protected T Await<T>(OpenSession session, WatchedRun run, Func<PlatformSession, Action<EngineEvent>, CancellationToken, Task<T>> work)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var bars = run.Title is not null && Interaction.IsWatched(Host) ? run.Bars(session.Clock, WriteProgress) : null;
        try
        {
            var token = abandon.Token;
            return Guard(() => new EventPump(_stop.Token).Run(
                post => session.Start(() => run.WithinAsync(session.Clock, token, limited => work(session.Core, post, limited))),
                happened => Show(happened, bars),
                () => bars?.Tick(),
                abandon.Cancel));
        }
        finally
        {
            bars?.End();
        }
    }

    /// <summary>The same for a look, which nobody watches.</summary>
    private protected T Await<T>(OpenSession session, Func<PlatformSession, CancellationToken, Task<T>> work) =>
        Await(session, WatchedRun.Unwatched, (core, _, token) => work(core, token));

    /// <summary>The report of a run that got everything done.</summary>
    private protected static RunReport Succeeded(RunReport report)
    {
        report.ThrowIfFailed();
        return report;
    }

    private void Show(EngineEvent happened, IRunBars? bars)
    {
        if (EventText.Of(happened) is { } text)
        {
            WriteVerbose(text);
        }

        bars?.Show(happened);
    }
}
