namespace EcsPlatform.Core.Engine;

/// <summary>Lets only so many calls be in flight at once; the others queue in the order they came.</summary>
/// <remarks>A semaphore would resume those who wait on another thread; on the virtual clock a run is one thread.</remarks>
internal sealed class CallGate(HttpMessageHandler inner, int width) : DelegatingHandler(inner)
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _free = width;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await EnterAsync();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    private Task EnterAsync()
    {
        lock (_waiting)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    private void Leave()
    {
        TaskCompletionSource? next;
        lock (_waiting)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _free++;
            }
        }

        next?.SetResult();
    }
}
