using System.Text.RegularExpressions;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A platform in an account of its own, on a clock of its own: every run is a new process (a new session), as in a pipeline.</summary>
internal sealed partial class SandboxedPlatform
{
    private static readonly AWSCredentials Somebody = new BasicAWSCredentials("AKIASANDBOX", "nobody's");

    private readonly HttpMessageHandler _handler;
    private readonly List<EngineEvent> _events = [];
    private int _processes;

    /// <summary>An empty account.</summary>
    /// <param name="definition">What the platform is.</param>
    /// <param name="seed">Decides ids, chances and retry pauses.</param>
    /// <param name="latency">How long each call takes; 50 ms, so that calls are under way side by side.</param>
    /// <param name="between">What stands between the platform and its account: a service that is no more, say.</param>
    public SandboxedPlatform(PlatformDefinition definition, int seed = 1, TimeSpan? latency = null, Func<HttpMessageHandler, HttpMessageHandler>? between = null)
    {
        Definition = definition;
        Seed = seed;
        Clock = new VirtualClock();
        Account = new AwsSandbox(new SandboxOptions { Seed = seed, Clock = Clock, Region = definition.Region, Latency = latency ?? TimeSpan.FromMilliseconds(50) });
        _handler = between?.Invoke(Account.CreateHandler()) ?? Account.CreateHandler();
    }

    public PlatformDefinition Definition { get; set; }

    public BlueprintOptions Options { get; set; } = new() { StandInSecrets = true };

    public int Seed { get; }

    public VirtualClock Clock { get; }

    public AwsSandbox Account { get; }

    /// <summary>What happened in all runs so far.</summary>
    public IReadOnlyList<EngineEvent> Events => _events;

    public PlatformScope Scope => PlatformSession.ScopeOf(Definition);

    /// <summary>Everything that stands in the account, with numbers in place of AWS's random ids: two accounts that look alike read alike.</summary>
    public IReadOnlyList<string> Inventory => [.. Account.Inventory().Select(item => RandomId().Replace(item, "#")).Order(StringComparer.Ordinal)];

    /// <summary>The same; in a mesh without tasks and their interfaces: whether one that was announced a server is just being replaced is a matter of the moment.</summary>
    public IReadOnlyList<string> Standing => Definition.Mesh is null
        ? Inventory
        : [.. Inventory.Where(item => !item.Contains("Ecs Tasks/", StringComparison.Ordinal) && !item.Contains("NetworkInterfaces/", StringComparison.Ordinal))];

    public Plan Plan() => InProcess(session => session.PlanAsync(Definition, Options));

    public RunReport Up(CancellationToken cancellation = default) => InProcess(session => UpAsync(session, cancellation));

    public RunReport Down(CancellationToken cancellation = default) => InProcess(session => DownAsync(session, Definition, cancellation));

    /// <summary>Removal by name and suffix, without the definition at hand.</summary>
    public RunReport DownByName() => InProcess(session => DownAsync(session, null));

    /// <summary>A definition read back from what is there.</summary>
    public PlatformExport Export() => InProcess(session => session.ExportAsync(Scope));

    /// <summary>What one step of the platform's making would do.</summary>
    public Plan Plan(PlatformChange change) => InProcess(session => session.PlanChangeAsync(change));

    /// <summary>One step of the platform's making.</summary>
    public RunReport Make(PlatformChange change) => InProcess(async session => await session.ApplyAsync(await session.PlanChangeAsync(change), Note));

    /// <summary>Several runs at once, each a process of its own.</summary>
    public RunReport[] AtOnce(params Func<PlatformSession, Task<RunReport>>[] runs) => Clock.Run(() => Task.WhenAll(runs.Select(async run =>
    {
        using var session = NewProcess();
        return await run(session);
    }).ToArray()));

    public async Task<RunReport> UpAsync(PlatformSession session, CancellationToken cancellation = default) =>
        await session.ApplyAsync(await session.PlanAsync(Definition, Options, cancellation), Note, cancellation);

    public async Task<RunReport> DownAsync(PlatformSession session, PlatformDefinition? definition, CancellationToken cancellation = default) =>
        await session.RemoveAsync(await session.PlanRemovalAsync(Scope, definition, cancellation), definition, Note, cancellation);

    /// <summary>A run in a process that dies at one of its calls: nothing that it does afterwards counts, and the next process finds AWS as it is.</summary>
    /// <returns>False when the run ended before it came to that call.</returns>
    public bool DiesAt(int call, KillMode mode, Func<PlatformSession, CancellationToken, Task<RunReport>> run)
    {
        using var death = new CancellationTokenSource();
        void Bury(JournalEntry entry)
        {
            if (entry.Outcome == "killed")
            {
                death.Cancel();
            }
        }

        Account.Journal.Completed += Bury;
        Account.Faults.KillAt(call, mode);
        try
        {
            InProcess(session => run(session, death.Token));
        }
        catch (Exception) when (Account.Faults.Killed)
        {
            // Nobody hears of it: the process is dead.
        }
        finally
        {
            Account.Journal.Completed -= Bury;
        }

        var died = Account.Faults.Killed;
        Account.Faults.Revive();
        return died;
    }

    /// <summary>How many calls a run makes.</summary>
    public int CallsOf(Action run)
    {
        var before = Account.Journal.Count;
        run();
        return Account.Journal.Count - before;
    }

    /// <summary>Somebody else's hands in the account: calls that are not the platform's.</summary>
    public T ByHand<T>(Func<AwsClients, Task<T>> work)
    {
        using var aws = new AwsClients(new AwsClientOptions
        {
            Credentials = Somebody,
            Region = Definition.Region,
            Handler = _handler,
            IgnoreConfiguredEndpointUrls = true,
            Time = Clock,
        });
        return Clock.Run(() => work(aws));
    }

    /// <summary>Time goes by, and what is due in it happens.</summary>
    public void Wait(TimeSpan time) => Clock.Run(async () =>
    {
        await Task.Delay(time, Clock);
        return true;
    });

    /// <summary>The lines of a log group, whatever their stream.</summary>
    public IReadOnlyList<string> LogOf(string group) =>
        [.. ByHand(aws => aws.CloudWatchLogs.FilterLogEventsAsync(new() { LogGroupName = group })).Events.Select(line => line.Message)];

    public T InProcess<T>(Func<PlatformSession, Task<T>> work) => Clock.Run(async () =>
    {
        using var session = NewProcess();
        return await work(session);
    });

    private PlatformSession NewProcess() => new(new PlatformConnection
    {
        Region = Definition.Region,
        Credentials = Somebody,
        Handler = _handler,
        Clock = Clock,
        Seed = (Seed * 1000) + ++_processes,
    });

    public void Note(EngineEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }
    }

    // vpc-0a1b2c3d4e5f67890, UUIDs, task ids, ARNs' load balancer ids, secrets' six characters, and task definitions' revisions stay readable.
    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|(?<=-)[0-9a-f]{17}|(?<=/)[0-9a-f]{16}|(?<=(ns|srv)-)[a-z0-9]{16}")]
    private static partial Regex RandomId();
}
