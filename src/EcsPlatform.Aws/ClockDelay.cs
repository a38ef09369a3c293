namespace EcsPlatform.Aws;

/// <summary>Waits on a clock, and resumes in place when it is stopped.</summary>
/// <remarks>A Task.Delay that is cancelled resumes on the thread pool; on a virtual clock, time would run on meanwhile and a stopped run
/// would not be the same every time.</remarks>
public static class ClockDelay
{
    /// <summary>Waits for a while.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="span">How long.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static async Task DelayAsync(this TimeProvider clock, TimeSpan span, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clock);
        cancellation.ThrowIfCancellationRequested();
        var over = new TaskCompletionSource();
        using var timer = clock.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, span, Timeout.InfiniteTimeSpan);
        using var stopped = cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), over);
        await over.Task.ConfigureAwait(false);
    }
}
