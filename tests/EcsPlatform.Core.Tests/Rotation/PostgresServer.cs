using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>A PostgreSQL server on loopback with TLS, for as long as a test class runs; absent where PostgreSQL is not installed.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Admin = "admin";
    public const string AdminPassword = "admin's \\ password";

    private const string Unprivileged = "postgres"; // the server refuses to run as root

    private static readonly string? Binaries = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [])
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));

    private string? _folder;

    public int Port { get; private set; }

    /// <summary>The file with the root that the server's certificate chains to.</summary>
    public string RootFile => Path.Combine(_folder!, "root.pem");

    public void SkipWhereMissing() => Assert.SkipWhen(_folder is null, "skipped: no PostgreSQL server is installed");

    public async ValueTask InitializeAsync()
    {
        if (Binaries is null || OperatingSystem.IsWindows())
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        Port = FreePort();
        WriteCertificate();
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), AdminPassword);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", ["-R", Unprivileged, _folder]);
        }

        await ServerToolAsync("initdb", ["-D", Data, "-U", Admin, "-A", "scram-sha-256", $"--pwfile={Path.Combine(_folder, "password")}"]);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"),
            $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = '{_folder}'
            ssl = on
            ssl_cert_file = '{Path.Combine(_folder, "server.pem")}'
            ssl_key_file = '{Path.Combine(_folder, "server.key")}'
            fsync = off
            log_statement = 'all'
            """);
        await ServerToolAsync("pg_ctl", ["-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "start"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await ServerToolAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]);
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>What the server wrote, statements included.</summary>
    public Task<string> LogAsync() => File.ReadAllTextAsync(Path.Combine(_folder!, "log"));

    /// <summary>Runs statements as somebody; null when the server does not let them in.</summary>
    public async Task<string?> AsAsync(string user, string password, string sql)
    {
        var start = new ProcessStartInfo("psql", ["-h", "localhost", "-p", $"{Port}", "-U", user, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", sql])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = password, ["PGSSLMODE"] = "require" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : (await error).Contains("password authentication failed", StringComparison.Ordinal) ? null : throw new InvalidOperationException(await error);
    }

    private string Data => Path.Combine(_folder!, "data");

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder!, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(RootFile, certificate.ExportCertificatePem());
        var keyFile = Path.Combine(_folder!, "server.key");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static Task ServerToolAsync(string tool, IReadOnlyList<string> arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", Unprivileged, "--", Path.Combine(Binaries!, tool), .. arguments])
        : RunAsync(Path.Combine(Binaries!, tool), arguments);

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments)
    {
        // Output is not redirected: the server that pg_ctl leaves behind would keep a pipe open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
