namespace EcsPlatform.Sandbox;

/// <summary>A clock that stands still while anybody works and jumps to the next timer when everybody waits.</summary>
/// <remarks>
/// <see cref="Run{T}"/> runs asynchronous work on the calling thread. Timers fire in order of time, ties in order of creation,
/// so that the same work gives the same run. Continuations run inline because no synchronization context is installed;
/// primitives that continue on the thread pool (a contended SemaphoreSlim, RunContinuationsAsynchronously) still work, but give up the fixed order.
/// Background timers (what happens in weeks, whether or not anybody waits) fire on the way to a later timer, or when the clock is moved; nothing jumps to them.
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly object _pump = new();
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.ByDueTime);
    private readonly SortedSet<VirtualTimer> _background = new(VirtualTimer.ByDueTime);
    private readonly long _start;
    private long _now;
    private long _sequence;
    private bool _strayed;

    /// <summary>A clock that shows <see cref="DefaultStart"/>, or the given instant.</summary>
    /// <param name="start">The first instant.</param>
    public VirtualClock(DateTimeOffset? start = null)
    {
        _start = (start ?? DefaultStart).UtcTicks;
        _now = _start;
    }

    /// <summary>Where a clock starts unless told otherwise: 2027-01-01T00:00:00Z.</summary>
    public static DateTimeOffset DefaultStart { get; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Virtual time since the start.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _now) - _start);

    /// <summary>Timers that wait to fire, those in the background left out.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>Real time that <see cref="Run{T}"/> waits for other threads once no timer is left; 5 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Virtual time after which <see cref="Run{T}"/> takes its work for stuck; 30 days.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer that <see cref="Run{T}"/> does not jump to: it fires when time passes it for another reason.</summary>
    /// <param name="callback">What to do.</param>
    internal ITimer CreateBackgroundTimer(TimerCallback callback) => new VirtualTimer(this, callback, null) { Background = true };

    /// <summary>Runs work to its end on this thread, jumping to the next timer whenever everything waits.</summary>
    /// <param name="work">The work.</param>
    /// <exception cref="InvalidOperationException">Nothing is left to wait for and the work is not done, or it is not done by <see cref="Horizon"/>.</exception>
    public T Run<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Pump(work);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Runs work to its end on this thread, jumping to the next timer whenever everything waits.</summary>
    /// <param name="work">The work.</param>
    /// <exception cref="InvalidOperationException">Nothing is left to wait for and the work is not done, or it is not done by <see cref="Horizon"/>.</exception>
    public void Run(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(async () =>
        {
            await work();
            return true;
        });
    }

    /// <summary>Moves time on by a span, firing what falls due on the way.</summary>
    /// <param name="span">How far; not negative.</param>
    public void Advance(TimeSpan span) => AdvanceTo(GetUtcNow() + span);

    /// <summary>Moves time on to an instant, firing what falls due on the way; an instant in the past changes nothing.</summary>
    /// <param name="instant">The instant.</param>
    public void AdvanceTo(DateTimeOffset instant)
    {
        lock (_pump)
        {
            while (Take(instant.UtcTicks, background: true) is { } timer)
            {
                timer.Fire();
            }

            lock (_gate)
            {
                _now = Math.Max(_now, instant.UtcTicks);
            }
        }
    }

    internal void Arm(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timers = timer.Background ? _background : _timers;
            timers.Remove(timer);
            timer.Period = period;
            _strayed |= !Monitor.IsEntered(_pump);
            if (dueTime == Timeout.InfiniteTimeSpan || timer.Disposed)
            {
                return;
            }

            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
            timer.Due = _now + dueTime.Ticks;
            timer.Sequence = ++_sequence;
            timers.Add(timer);
            Monitor.PulseAll(_gate);
        }
    }

    internal void Disarm(VirtualTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            (timer.Background ? _background : _timers).Remove(timer);
        }
    }

    private T Pump<T>(Func<Task<T>> work)
    {
        var deadline = Interlocked.Read(ref _now) + Horizon.Ticks;
        Task<T> task;
        lock (_pump)
        {
            task = work();
        }

        _ = task.ContinueWith(
            _ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            LetPoolThreadsRun(task);
            bool fired;
            lock (_pump)
            {
                var timer = task.IsCompleted ? null : Take(deadline, background: false);
                timer?.Fire();
                fired = timer is not null;
            }

            if (!fired && !task.IsCompleted)
            {
                WaitForThreads(task, deadline);
            }
        }

        return task.GetAwaiter().GetResult();
    }

    private VirtualTimer? Take(long until, bool background)
    {
        lock (_gate)
        {
            var timer = _timers.Min;
            if (_background.Min is { } distant && (timer is null ? background : VirtualTimer.ByDueTime.Compare(distant, timer) < 0))
            {
                timer = distant;
            }

            if (timer is null || timer.Due > until)
            {
                return null;
            }

            var timers = timer.Background ? _background : _timers;
            timers.Remove(timer);
            _now = Math.Max(_now, timer.Due);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due = _now + timer.Period.Ticks;
                timer.Sequence = ++_sequence;
                timers.Add(timer);
            }

            return timer;
        }
    }

    // Work that hopped onto the thread pool is work too: time should not jump over it. The pool is everybody's,
    // so that this waits longer only where timers were seen to come from other threads.
    private void LetPoolThreadsRun(Task task)
    {
        var patience = _strayed ? 1000 : 50;
        for (var i = 0; i < patience && !task.IsCompleted && ThreadPool.PendingWorkItemCount > 0; i++)
        {
            Thread.Sleep(0);
        }
    }

    private void WaitForThreads(Task task, long deadline)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_gate)
        {
            while (!task.IsCompleted && !(_timers.Min?.Due <= deadline))
            {
                var left = until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left)))
                {
                    throw new InvalidOperationException(_timers.Count == 0
                        ? $"The work waits for something that never comes: no timer is left at {GetUtcNow():O} and no thread finished it within {Patience.TotalSeconds:0.#} s."
                        : $"The work is not done after {Horizon.TotalDays:0.#} days of virtual time ({_timers.Count} timers still run): it waits for something that never comes.");
                }
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
