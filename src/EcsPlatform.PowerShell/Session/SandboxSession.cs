using EcsPlatform.Core;
using EcsPlatform.Sandbox;

namespace EcsPlatform.PowerShell.Session;

/// <summary>The sandbox that the session uses in place of AWS.</summary>
internal sealed class SandboxSession
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    private readonly HttpMessageHandler _handler;
    private readonly object _turn = new();
    private SandboxHttpServer? _server;
    private int _runs;

    private SandboxSession(int seed, string region, TimeProvider clock)
    {
        Account = new AwsSandbox(new SandboxOptions { Seed = seed, Region = region, Clock = clock, Latency = clock is VirtualClock ? Latency : TimeSpan.Zero });
        _handler = Account.CreateHandler();
    }

    public AwsSandbox Account { get; }

    /// <summary>A sandbox whose time jumps whenever everything waits.</summary>
    public static SandboxSession InProcess(int seed, string region) => new(seed, region, new VirtualClock());

    /// <summary>A sandbox whose time runs on by itself, so that other programs may use it over HTTP as well.</summary>
    /// <param name="seed">Decides every identifier.</param>
    /// <param name="region">The region of calls that name none.</param>
    /// <param name="speed">Seconds of lifecycle per second.</param>
    /// <param name="port">The port on loopback; 0 takes a free one; null serves this process only.</param>
    public static SandboxSession Scaled(int seed, string region, double speed, int? port)
    {
        var session = new SandboxSession(seed, region, new ScaledClock(speed));
        session._server = port is { } number ? SandboxHttpServer.Start(session.Account, number) : null;
        return session;
    }

    /// <summary>Sends everything to the sandbox, whatever the connection said of credentials and endpoints.</summary>
    public PlatformConnection Connect(PlatformConnection connection) => connection.WithAccessKey("sandbox", "sandbox") with
    {
        EndpointUrl = null,
        Handler = _handler,
        Clock = Account.Clock,
        Seed = (Account.Options.Seed * 1000) + Interlocked.Increment(ref _runs),
    };

    /// <summary>Runs work on the sandbox's clock. A virtual clock serves one run at a time: others wait for their turn.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => Account.Clock is VirtualClock clock
        ? Task.Run(() =>
        {
            lock (_turn)
            {
                return clock.Run(work);
            }
        })
        : Task.Run(work);

    public SandboxInfo Show() => new()
    {
        EndpointUrl = _server?.Url.ToString().TrimEnd('/'),
        Region = Account.Options.Region,
        AccountId = Account.Options.AccountId,
        Seed = Account.Options.Seed,
        Speed = (Account.Clock as ScaledClock)?.Speed,
    };

    public void Stop() => _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
