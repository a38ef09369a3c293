using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Tests;

/// <summary>moto's server on a free loopback port, for as long as a test class runs; absent where moto is not installed.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    /// <summary>Its endpoint; null where moto is not installed.</summary>
    public string? Url { get; private set; }

    public AwsClients? Clients { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        var port = FreePort();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                Environment = { ["MOTO_ECS_SERVICE_RUNNING"] = "2" }, // services get their tasks at once; without it, never
            },
            EnableRaisingEvents = true,
        };
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.Exited += (_, _) => running.TrySetException(new InvalidOperationException($"moto_server stopped with code {_process.ExitCode}."));
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await running.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Url = $"http://127.0.0.1:{port}";
        Clients = new AwsClients(new AwsClientOptions
        {
            Credentials = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret"),
            Region = "eu-west-1",
            EndpointUrl = Url,
        });

        void Look(string? line)
        {
            if (line?.Contains("Running on", StringComparison.Ordinal) == true)
            {
                running.TrySetResult();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Clients?.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        return default;
    }

    private static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "moto_server.exe" : "moto_server")));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
