using System.Diagnostics;
using Amazon.Runtime;
using EcsPlatform.Core;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Benchmarks;

/// <summary>The same against moto_server (start it with MOTO_ECS_SERVICE_RUNNING=2), behind 50 ms of real latency per call.</summary>
internal static class MotoBench
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(Uri endpoint, PlatformDefinition definition)
    {
        var scope = PlatformSession.ScopeOf(definition);
        return
        [
            await MeasureAsync("up", session => SandboxBench.UpAsync(session, definition, mayChange: true)),
            await MeasureAsync("second up", session => SandboxBench.UpAsync(session, definition, mayChange: false)),
            await MeasureAsync("plan", async session => SandboxBench.Require((await session.PlanAsync(definition, new BlueprintOptions())).IsEmpty, "the plan is not empty")),
            await MeasureAsync("down", async session =>
                (await session.RemoveAsync(await session.PlanRemovalAsync(scope, definition), definition, _ => { })).ThrowIfFailed()),
        ];

        async Task<Measurement> MeasureAsync(string operation, Func<PlatformSession, Task> work)
        {
            using var handler = new Delay();
            using var session = new PlatformSession(new PlatformConnection
            {
                Region = definition.Region,
                EndpointUrl = endpoint.ToString(),
                Credentials = new BasicAWSCredentials("rehearsal", "rehearsal"),
                Handler = handler,
            });
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            await work(session);
            watch.Stop();
            return new Measurement(
                operation,
                definition.Mesh?.Type,
                definition.Services.Count,
                session.Meter.Calls,
                session.Meter.Rounds,
                session.Meter.Polls,
                null,
                watch.Elapsed,
                (GC.GetTotalAllocatedBytes() - allocated) / 1048576.0,
                Limit.InTime(operation));
        }
    }

    private sealed class Delay() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(50, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
