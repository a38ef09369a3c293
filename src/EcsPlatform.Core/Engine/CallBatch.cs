using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Joins what many steps want done at the same time into as few calls as the API allows.</summary>
public sealed class CallBatch
{
    // Long enough for steps that start together to meet, short beside any call.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly int _size;
    private readonly Func<IReadOnlyList<string>, Task> _call;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly List<(string Item, TaskCompletionSource Done)> _collected = [];

    internal CallBatch(int size, Func<IReadOnlyList<string>, Task> call, TimeProvider clock, CancellationToken cancellation)
    {
        _size = size;
        _call = call;
        _clock = clock;
        _cancellation = cancellation;
    }

    /// <summary>Adds an item to the next call, and returns when that call has been answered.</summary>
    public async Task AddAsync(string item)
    {
        // Continuations run inline on purpose: on the virtual clock a run is one thread, and so the same every time.
        var done = new TaskCompletionSource();
        bool first;
        lock (_gate)
        {
            _collected.Add((item, done));
            first = _collected.Count == 1;
        }

        if (first)
        {
            _ = SendAsync();
        }

        var depth = CallChain.Current?.Depth ?? 0;
        await done.Task;
        CallChain.Current?.Join(depth + 1);
    }

    private async Task SendAsync()
    {
        Exception? stopped = null;
        try
        {
            await _clock.DelayAsync(Window, _cancellation);
        }
        catch (OperationCanceledException error)
        {
            stopped = error;
        }

        (string Item, TaskCompletionSource Done)[] batch;
        lock (_gate)
        {
            batch = [.. _collected];
            _collected.Clear();
        }

        if (stopped is not null)
        {
            Array.ForEach(batch, entry => entry.Done.TrySetException(stopped));
            return;
        }

        await Task.WhenAll(batch.Chunk(_size).Select(CallAsync).ToArray());
    }

    private async Task CallAsync((string Item, TaskCompletionSource Done)[] chunk)
    {
        try
        {
            await _call([.. chunk.Select(entry => entry.Item)]);
        }
        catch (Exception error)
        {
            Array.ForEach(chunk, entry => entry.Done.TrySetException(error));
            return;
        }

        Array.ForEach(chunk, entry => entry.Done.TrySetResult());
    }
}
