using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EcsPlatform.Sandbox;

/// <summary>Serves a sandbox over HTTP on loopback, for clients in other processes (AWS CLI, boto3, Terraform).</summary>
/// <remarks>
/// Give the sandbox a <see cref="ScaledClock"/>: nobody moves a virtual clock for clients that this process does not run.
/// Not HttpListener: that one answers 200 where a connection should drop, and insists on host names.
/// </remarks>
public sealed class SandboxHttpServer : IAsyncDisposable
{
    private readonly CallPipeline _pipeline;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _loop;
    private bool _stopped;

    private SandboxHttpServer(CallPipeline pipeline, TcpListener listener)
    {
        (_pipeline, _listener) = (pipeline, listener);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Url = new Uri($"http://127.0.0.1:{Port}");
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>What clients take as their endpoint URL.</summary>
    public Uri Url { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static SandboxHttpServer Start(AwsSandbox sandbox, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new SandboxHttpServer(sandbox.Pipeline, listener);
    }

    /// <summary>Stops: calls under way are cancelled, the port is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var connection = Task.Run(() => ServeAsync(client));
                _connections[connection] = 0;
                _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or InvalidOperationException)
            {
                // Stopped, or a client that went away again before it was let in.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var connection = new HttpConnection(client.GetStream());
            try
            {
                while (await connection.ReadAsync(_stop.Token) is { } request)
                {
                    var answer = await _pipeline.AnswerAsync(request, _stop.Token, isConnected: true);
                    await connection.WriteAsync(answer, request.Method == "HEAD", _stop.Token);
                }
            }
            catch (Exception)
            {
                // Dropped connections, time-outs and a killed process all look like this from outside; the journal says which.
                client.Client.LingerState = new LingerOption(true, 0);
            }
        }
    }
}
