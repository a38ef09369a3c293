using EcsPlatform.Core;

namespace EcsPlatform.PowerShell.Session;

/// <summary>A session of Core, and where its work runs.</summary>
internal sealed class OpenSession(ConnectionChoice choice, string region) : IDisposable
{
    private readonly PlatformConnection _connection = choice.Connect(region);
    private PlatformSession? _core;

    public PlatformSession Core => _core ??= new PlatformSession(_connection);

    public TimeProvider Clock => _connection.Clock;

    /// <summary>Starts work off the calling thread; on the sandbox's clock, where there is one.</summary>
    public Task<T> Start<T>(Func<Task<T>> work) => choice.Sandbox is { } sandbox ? sandbox.RunAsync(work) : Task.Run(work);

    public void Dispose() => _core?.Dispose();
}
