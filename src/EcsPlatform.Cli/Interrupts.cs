using System.Runtime.InteropServices;

namespace EcsPlatform.Cli;

/// <summary>Ctrl+C and SIGTERM: the first one stops cleanly, the second one is the operating system's.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _signals;

    public Interrupts(TextWriter error)
    {
        _error = error;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _error.WriteLine("Stopping: calls under way end, no new one begins. Ctrl+C again kills at once; the next run copes with that too.");

        // Continuations must not run on the signal's own thread: it has to be free for the second one.
        _ = Task.Run(_stop.Cancel);
    }
}
