using System.Net.Sockets;
using EcsPlatform.Aws;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>A call's way: journal, kill switch, latency, faults, the service, and back.</summary>
internal sealed class CallPipeline(AwsSandbox sandbox)
{
    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">The caller gives up.</param>
    /// <param name="isConnected">The caller has a connection already (the HTTP front): names that do not resolve are refusals there.</param>
    /// <exception cref="HttpRequestException">A fault drops the connection.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or a fault lets the call time out.</exception>
    /// <exception cref="SandboxKilledException">The kill switch struck.</exception>
    public async Task<WireResponse> AnswerAsync(WireRequest request, CancellationToken cancellation, bool isConnected = false)
    {
        var call = Call.Of(request, sandbox.Options);
        var entry = sandbox.Journal.Begin(call.ServiceName, call.OperationName, call.Region, Now);
        try
        {
            return await TravelAsync(call, entry, isConnected, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            sandbox.Journal.End(entry, "cancelled", Now);
            throw;
        }
        catch (Exception exception) when (entry.End is null)
        {
            sandbox.Journal.End(entry, exception switch
            {
                SandboxKilledException => "killed",
                OperationCanceledException => "timeout",
                HttpRequestException => "dropped",
                _ => "sandbox failed: " + exception.GetType().Name,
            }, Now);
            throw;
        }
    }

    private DateTimeOffset Now => sandbox.Clock.GetUtcNow();

    private async Task<WireResponse> TravelAsync(Call call, JournalEntry entry, bool isConnected, CancellationToken cancellation)
    {
        var fate = sandbox.Faults.Next(call.ServiceName, call.OperationName);
        entry.Fault = fate.Fault?.Kind;
        if (fate.Kill == KillMode.BeforeEffect)
        {
            throw Killed(entry);
        }

        var half = sandbox.Options.Latency / 2;
        await WaitAsync(half, cancellation);
        if (sandbox.Faults.DiscontinuationOf(call.ServiceName) is { } gone)
        {
            return Gone(call, entry, gone, isConnected);
        }

        await FailBeforeEffectAsync(fate.Fault, cancellation);
        var (response, outcome) = Perform(call, entry, fate.Fault?.Kind);
        if (fate.Kill == KillMode.AfterEffect)
        {
            sandbox.Faults.Die();
        }

        if (fate.Fault?.Kind == FaultKind.DropAfterEffect)
        {
            throw Dropped();
        }

        await WaitAsync(sandbox.Options.Latency - half, cancellation);

        // The process may have died while the answer was on its way.
        if (sandbox.Faults.Killed)
        {
            throw Killed(entry);
        }

        sandbox.Journal.End(entry, outcome, Now);
        return response;
    }

    private WireResponse Gone(Call call, JournalEntry entry, Discontinuation look, bool isConnected)
    {
        sandbox.Journal.End(entry, "discontinued", Now);
        if (look == Discontinuation.Refuses || isConnected)
        {
            lock (sandbox.World)
            {
                return call.Refuse(
                    new AwsError("ForbiddenException", $"The service {call.ServiceName} has been discontinued and is no longer available.", 403),
                    sandbox.Region(call.Region).Ids.Uuid());
            }
        }

        var host = call.Request.Headers.TryGetValue("Host", out var name) ? name : call.ServiceName;
        throw new HttpRequestException(
            HttpRequestError.NameResolutionError, $"Name or service not known ({host})", new SocketException((int)SocketError.HostNotFound));
    }

    private async Task FailBeforeEffectAsync(FaultRule? fault, CancellationToken cancellation)
    {
        if (fault?.Kind == FaultKind.DropBeforeEffect)
        {
            throw Dropped();
        }

        if (fault?.Kind == FaultKind.Timeout)
        {
            await WaitAsync(fault.HangTime, cancellation);
            throw new TaskCanceledException(
                $"The request was canceled: no answer within {fault.HangTime.TotalSeconds:0.#} s.", new TimeoutException());
        }
    }

    private (WireResponse Response, string Outcome) Perform(Call call, JournalEntry entry, FaultKind? fault)
    {
        lock (sandbox.World)
        {
            var region = sandbox.Region(call.Region);
            var requestId = region.Ids.Uuid();
            try
            {
                var response = Executor.Execute(call, region, requestId, entry, fault);
                entry.TookEffect = true;
                return (response, "ok");
            }
            catch (AwsError error)
            {
                return (call.Refuse(error, requestId), error.Code);
            }
        }
    }

    private Task WaitAsync(TimeSpan span, CancellationToken cancellation) =>
        span > TimeSpan.Zero ? sandbox.Clock.DelayAsync(span, cancellation) : Task.CompletedTask;

    private static HttpRequestException Dropped() => new(
        HttpRequestError.ResponseEnded, "An error occurred while sending the request.", new IOException("The response ended prematurely."));

    private static SandboxKilledException Killed(JournalEntry entry) =>
        new($"The process counts as dead since a call before or at {entry.Service}.{entry.Operation} (call {entry.Sequence}).");
}
