namespace EcsPlatform.Sandbox.Tests;

public sealed class VirtualClockTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly VirtualClock _clock = new();

    [Fact]
    public void A_day_of_waiting_takes_no_real_time()
    {
        _clock.Run(() => Task.Delay(TimeSpan.FromDays(1), _clock, None));

        _clock.Elapsed.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Time_stands_still_while_nobody_waits()
    {
        var result = _clock.Run(() => Task.FromResult(42));

        result.ShouldBe(42);
        _clock.GetUtcNow().ShouldBe(VirtualClock.DefaultStart);
    }

    [Fact]
    public void Waits_side_by_side_cost_the_longest_and_not_the_sum()
    {
        _clock.Run(() => Task.WhenAll(Enumerable.Range(1, 100).Select(i => Task.Delay(TimeSpan.FromSeconds(i), _clock, None))));

        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Timers_fire_by_time_and_ties_by_creation()
    {
        var order = new List<string>();

        _clock.Run(() => Task.WhenAll(Wait("b", 2), Wait("a", 1), Wait("c", 2), Wait("d", 2)));

        order.ShouldBe(["a", "b", "c", "d"]);

        async Task Wait(string name, int seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), _clock, None);
            order.Add(name);
        }
    }

    [Fact]
    public void Everything_runs_on_the_calling_thread_whatever_ConfigureAwait_says()
    {
        var threads = new HashSet<int>();

        _clock.Run(() => Task.WhenAll(Enumerable.Range(0, 50).Select(Work)));

        threads.ShouldBe([Environment.CurrentManagedThreadId]);

        async Task Work(int i)
        {
            for (var turn = 0; turn < 10; turn++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds((i * 7 % 13) + 1), _clock, None).ConfigureAwait(turn % 2 == 0);
                threads.Add(Environment.CurrentManagedThreadId);
            }
        }
    }

    [Fact]
    public void A_synchronization_context_of_the_caller_is_put_aside_and_put_back()
    {
        var context = new SynchronizationContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            _clock.Run(async () =>
            {
                SynchronizationContext.Current.ShouldBeNull();
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, None);
            });

            SynchronizationContext.Current.ShouldBeSameAs(context);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void A_deadline_cancels_a_wait_at_its_time()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5), _clock);

        Should.Throw<OperationCanceledException>(() => _clock.Run(() => Task.Delay(TimeSpan.FromHours(1), _clock, deadline.Token)));

        _clock.Elapsed.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_timer_that_is_disposed_or_cancelled_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();

        _clock.Run(async () =>
        {
            var wait = Task.Delay(TimeSpan.FromHours(1), _clock, cancelled.Token);
            cancelled.Cancel();
            await Refusals.RefusesAsync<OperationCanceledException>(wait);
        });

        _clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_periodic_timer_ticks_until_it_is_disposed()
    {
        var ticks = new List<TimeSpan>();
        using (_clock.CreateTimer(_ => ticks.Add(_clock.Elapsed), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
        {
            _clock.Advance(TimeSpan.FromSeconds(6));
        }

        ticks.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)]);
        _clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Work_on_other_threads_is_waited_for()
    {
        var result = _clock.Run(async () =>
        {
            await Task.Run(() => Thread.Sleep(50), None);
            await Task.Delay(TimeSpan.FromSeconds(1), _clock, None);
            return "done";
        });

        result.ShouldBe("done");
    }

    [Fact]
    public void Work_that_waits_for_nothing_is_an_error_and_not_a_hang()
    {
        var clock = new VirtualClock { Patience = TimeSpan.FromMilliseconds(20) };

        var error = Should.Throw<InvalidOperationException>(() => clock.Run(() => new TaskCompletionSource().Task));

        error.Message.ShouldContain("waits for something that never comes");
    }

    [Fact]
    public void Work_that_polls_for_ever_ends_at_the_horizon()
    {
        var clock = new VirtualClock { Patience = TimeSpan.FromMilliseconds(20), Horizon = TimeSpan.FromHours(1) };

        Should.Throw<InvalidOperationException>(() => clock.Run(async () =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(10), clock, None);
            }
        }));

        clock.Elapsed.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void An_exception_of_the_work_reaches_the_caller_as_it_is()
    {
        Should.Throw<FormatException>(() => _clock.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _clock, None);
            throw new FormatException();
        }));
    }

    [Fact]
    public void Threads_may_make_timers_at_once()
    {
        var fired = 0;
        var timers = new System.Collections.Concurrent.ConcurrentBag<ITimer>();
        Parallel.For(0, 1000, i => timers.Add(_clock.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(i % 17), Timeout.InfiniteTimeSpan)));

        _clock.Advance(TimeSpan.FromSeconds(1));

        fired.ShouldBe(1000);
    }

    [Fact]
    public void Timestamps_move_with_the_clock()
    {
        var start = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromSeconds(90));

        _clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_scaled_clock_shows_a_minute_in_a_fraction_of_a_second()
    {
        var clock = new ScaledClock(600);
        var real = TimeProvider.System.GetTimestamp();

        await Task.Delay(TimeSpan.FromMinutes(1), clock, TestContext.Current.CancellationToken);

        TimeProvider.System.GetElapsedTime(real).ShouldBeInRange(TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Nothing_jumps_to_a_background_timer_but_what_passes_it_fires_it()
    {
        var clock = new VirtualClock { Patience = TimeSpan.FromMilliseconds(50) };
        var fired = 0;
        clock.CreateBackgroundTimer(_ => fired++).Change(TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);

        Should.Throw<InvalidOperationException>(() => clock.Run(() => new TaskCompletionSource().Task));
        fired.ShouldBe(0);
        clock.Elapsed.ShouldBe(TimeSpan.Zero);

        clock.Run(() => Task.Delay(TimeSpan.FromDays(2), clock, TestContext.Current.CancellationToken));
        fired.ShouldBe(1);
    }
}
