namespace EcsPlatform.Core.Engine;

/// <summary>A result that many may await, all of them resumed on the thread that announces it.</summary>
/// <remarks>Of several that await one and the same task, the runtime resumes one in place and sends the others to the thread pool
/// (Task.RunContinuations); on the virtual clock, time would run on meanwhile. So everybody gets a task of his own.</remarks>
/// <typeparam name="T">The result.</typeparam>
internal sealed class Announcement<T>
{
    private readonly object _gate = new();
    private readonly List<TaskCompletionSource<T>> _listeners = [];
    private Task<T>? _announced;

    /// <summary>The result, once it is known.</summary>
    public Task<T> HearAsync()
    {
        lock (_gate)
        {
            if (_announced is not null)
            {
                return _announced;
            }

            var listener = new TaskCompletionSource<T>();
            _listeners.Add(listener);
            return listener.Task;
        }
    }

    /// <summary>Announces the result; later ones do not count.</summary>
    public void Announce(T result) => Settle(Task.FromResult(result), listener => listener.SetResult(result));

    /// <summary>Announces that there is none.</summary>
    public void Fail(Exception error) => Settle(Task.FromException<T>(error), listener => listener.SetException(error));

    private void Settle(Task<T> announced, Action<TaskCompletionSource<T>> tell)
    {
        lock (_gate)
        {
            if (_announced is not null)
            {
                return;
            }

            _announced = announced;
            _ = announced.Exception; // seen, even if nobody comes to hear it
        }

        _listeners.ForEach(tell);
    }
}
