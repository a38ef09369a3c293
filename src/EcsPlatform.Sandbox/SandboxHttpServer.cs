using System.Net;
using System.Net.Sockets;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Serves a sandbox over HTTP on loopback, for clients in other processes (AWS CLI, boto3, Terraform).</summary>
/// <remarks>Give the sandbox a <see cref="ScaledClock"/>: nobody moves a virtual clock for clients that this process does not run.</remarks>
public sealed class SandboxHttpServer : IAsyncDisposable
{
    private readonly CallPipeline _pipeline;
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private SandboxHttpServer(CallPipeline pipeline, HttpListener listener, int port)
    {
        (_pipeline, _listener, Port) = (pipeline, listener, port);
        Url = new Uri($"http://127.0.0.1:{port}");
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>What clients take as their endpoint URL.</summary>
    public Uri Url { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static SandboxHttpServer Start(AwsSandbox sandbox, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        for (var attempt = 1; ; attempt++)
        {
            var chosen = port == 0 ? FreePort() : port;
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add($"http://127.0.0.1:{chosen}/");
            listener.Prefixes.Add($"http://localhost:{chosen}/");
            try
            {
                listener.Start();
                return new SandboxHttpServer(sandbox.Pipeline, listener, chosen);
            }
            catch (HttpListenerException) when (port == 0 && attempt < 5)
            {
                // Somebody took the free port in between: take another.
                listener.Close();
            }
        }
    }

    /// <summary>Stops: calls under way are cancelled, the port is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Close();
        await _loop;
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        var calls = new HashSet<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                calls.RemoveWhere(call => call.IsCompleted);
                calls.Add(Task.Run(() => ServeAsync(context)));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener was closed, or a client went away before it had said anything.
            }
        }

        await Task.WhenAll(calls);
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            var answer = await _pipeline.AnswerAsync(await ReadAsync(context.Request, _stop.Token), _stop.Token);
            context.Response.StatusCode = answer.StatusCode;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            context.Response.ContentLength64 = answer.Body.Length;
            await context.Response.OutputStream.WriteAsync(answer.Body, _stop.Token);
            context.Response.Close();
        }
        catch (Exception)
        {
            // Dropped connections, time-outs and a killed process all look like this from outside; the journal says which.
            context.Response.Abort();
        }
    }

    private static async Task<WireRequest> ReadAsync(HttpListenerRequest request, CancellationToken cancellation)
    {
        var target = request.RawUrl ?? "/";
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body, cancellation);
        var wire = new WireRequest
        {
            Method = request.HttpMethod,
            Path = question < 0 ? target : target[..question],
            Body = body.ToArray(),
        };
        QueryString.Read(question < 0 ? "" : target[question..], wire.Query);
        foreach (var name in request.Headers.AllKeys.OfType<string>())
        {
            wire.Headers[name] = request.Headers[name] ?? "";
        }

        return wire;
    }
}
