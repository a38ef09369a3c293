using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>One poll for all who wait for the same kind of thing: it runs while anybody waits, and asks for all of them at once.</summary>
/// <typeparam name="TState">What the API says of one of them.</typeparam>
public sealed class SharedPoll<TState>
    where TState : class
{
    private readonly object _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly string _name;
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, TState>>> _read;
    private readonly PollSchedule _schedule;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private TimeSpan _pause;
    private bool _running;

    internal SharedPoll(
        string name,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, TState>>> read,
        PollSchedule schedule,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        _name = name;
        _read = read;
        _schedule = schedule;
        _clock = clock;
        _cancellation = cancellation;
    }

    /// <summary>Waits until the condition holds for one id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="holds">The condition; it is given null when the id is gone. An exception that it throws ends this wait with it.</param>
    /// <returns>The state in which the condition held; null when the id was gone.</returns>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public Task<TState?> UntilAsync(string id, Func<TState?, bool> holds)
    {
        // Continuations run inline on purpose: on the virtual clock a run is one thread, and so the same every time.
        var waiter = new Waiter(id, holds, _clock.GetUtcNow() + _schedule.Timeout);
        lock (_gate)
        {
            _waiters.Add(waiter);
            _pause = _schedule.First;
            if (!_running)
            {
                _running = true;
                _ = PollAsync();
            }
        }

        return waiter.Completion.Task;
    }

    private async Task PollAsync()
    {
        CallChain.BeginWaiting();
        while (true)
        {
            try
            {
                await _clock.DelayAsync(NextPause(), _cancellation);
                string[] ids;
                lock (_gate)
                {
                    ids = [.. _waiters.Select(waiter => waiter.Id).Distinct(StringComparer.Ordinal)];
                }

                var states = await _read(ids, _cancellation);
                foreach (var waiter in Take(waiter => ids.Contains(waiter.Id, StringComparer.Ordinal) && waiter.IsSettled(states.GetValueOrDefault(waiter.Id))))
                {
                    waiter.Complete();
                }

                var now = _clock.GetUtcNow();
                foreach (var waiter in Take(waiter => waiter.Deadline <= now))
                {
                    waiter.Completion.TrySetException(new TimeoutException($"{_name} {waiter.Id} did not get there within {_schedule.Timeout.TotalMinutes:0} minutes."));
                }
            }
            catch (Exception error)
            {
                foreach (var waiter in Take(_ => true))
                {
                    waiter.Completion.TrySetException(error);
                }
            }

            lock (_gate)
            {
                if (_waiters.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
        }
    }

    private TimeSpan NextPause()
    {
        lock (_gate)
        {
            var pause = _pause;
            var next = _pause * _schedule.Factor;
            _pause = next < _schedule.Longest ? next : _schedule.Longest;
            return pause;
        }
    }

    private Waiter[] Take(Func<Waiter, bool> choose)
    {
        lock (_gate)
        {
            Waiter[] taken = [.. _waiters.Where(choose)];
            _waiters.RemoveAll(taken.Contains);
            return taken;
        }
    }

    private sealed class Waiter(string id, Func<TState?, bool> holds, DateTimeOffset deadline)
    {
        private TState? _state;
        private Exception? _refusal;

        public string Id { get; } = id;

        public DateTimeOffset Deadline { get; } = deadline;

        public TaskCompletionSource<TState?> Completion { get; } = new();

        public bool IsSettled(TState? state)
        {
            try
            {
                _state = state;
                return holds(state);
            }
            catch (Exception refusal)
            {
                _refusal = refusal;
                return true;
            }
        }

        public void Complete()
        {
            if (_refusal is not null)
            {
                Completion.TrySetException(_refusal);
            }
            else
            {
                Completion.TrySetResult(_state);
            }
        }
    }
}
