using System.Diagnostics;
using Amazon.Runtime;
using EcsPlatform.Core;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Benchmarks;

/// <summary>Up, up again, plan and down on a sandbox in this process.</summary>
internal static class SandboxBench
{
    public static IReadOnlyList<Measurement> Run(PlatformDefinition definition)
    {
        var clock = new VirtualClock();
        var sandbox = new AwsSandbox(new SandboxOptions { Clock = clock, Latency = TimeSpan.FromMilliseconds(50) });
        var scope = PlatformSession.ScopeOf(definition);
        return
        [
            Measure("up", session => UpAsync(session, definition, mayChange: true)),
            Measure("second up", session => UpAsync(session, definition, mayChange: false)),
            Measure("plan", async session => Require((await session.PlanAsync(definition, new BlueprintOptions())).IsEmpty, "the plan is not empty")),
            Measure("down", async session =>
            {
                var report = await session.RemoveAsync(await session.PlanRemovalAsync(scope, definition), definition, _ => { });
                report.ThrowIfFailed();
            }),
        ];

        Measurement Measure(string operation, Func<PlatformSession, Task> work)
        {
            using var session = new PlatformSession(new PlatformConnection
            {
                Region = definition.Region,
                Credentials = new BasicAWSCredentials("rehearsal", "rehearsal"),
                Handler = sandbox.CreateHandler(),
                Clock = clock,
                CallsInFlight = 10_000,
                Seed = 1,
            });
            var allocated = GC.GetTotalAllocatedBytes();
            var started = clock.GetUtcNow();
            var watch = Stopwatch.StartNew();
            clock.Run(async () =>
            {
                await work(session);
                return true;
            });
            watch.Stop();
            return new Measurement(
                operation,
                definition.Mesh?.Type,
                definition.Services.Count,
                session.Meter.Calls,
                session.Meter.Rounds,
                session.Meter.Polls,
                clock.GetUtcNow() - started,
                watch.Elapsed,
                (GC.GetTotalAllocatedBytes() - allocated) / 1048576.0,
                Limit.InRoundTrips(operation, definition.Mesh?.Type, definition.Services.Count));
        }
    }

    internal static async Task UpAsync(PlatformSession session, PlatformDefinition definition, bool mayChange)
    {
        var plan = await session.PlanAsync(definition, new BlueprintOptions());
        Require(mayChange || plan.IsEmpty, "the second run would change: " + string.Join(", ", plan.Changes));
        (await session.ApplyAsync(plan, _ => { })).ThrowIfFailed();
    }

    internal static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
