using Amazon.SecurityToken.Model;
using EcsPlatform.Aws.Models;
using static EcsPlatform.Aws.Models.SecurityTokenModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class JournalTests
{
    private readonly AwsSandbox _sandbox = new(new SandboxOptions { Latency = TimeSpan.FromMilliseconds(50) });

    private VirtualClock Clock => (VirtualClock)_sandbox.Clock;

    [Fact]
    public void Calls_stand_in_order_with_time_and_outcome()
    {
        _sandbox.Call(GetCallerIdentity, new());
        _sandbox.Refuses(IdentityManagementModel.GetRole, new() { RoleName = "web" });

        _sandbox.Journal.Entries.Select(call => (call.Sequence, call.Service, call.Operation, call.Outcome, call.Resource)).ShouldBe(
        [
            (1, "sts", "GetCallerIdentity", "ok", null),
            (2, "iam", "GetRole", "NoSuchEntity", "web"),
        ]);
        _sandbox.Journal.Entries[1].Start.ShouldBe(_sandbox.Journal.Entries[0].End!.Value);
    }

    [Fact]
    public void The_longest_chain_counts_calls_that_waited_for_each_other()
    {
        Clock.Run(async () =>
        {
            await Ask();
            await Task.WhenAll(Ask(), Ask(), Ask());
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Ask()));
        });

        _sandbox.Journal.Count.ShouldBe(14);
        _sandbox.Journal.LongestChain().ShouldBe(3);
        _sandbox.Journal.LongestChain([]).ShouldBe(0);

        Task<GetCallerIdentityResponse> Ask() => _sandbox.CallAsync(GetCallerIdentity, new());
    }

    [Fact]
    public void A_call_is_seen_while_it_is_under_way_and_told_when_it_ends()
    {
        var told = new List<string>();
        _sandbox.Journal.Completed += call => told.Add(call.Operation);

        Clock.Run(async () =>
        {
            var call = _sandbox.CallAsync(GetCallerIdentity, new());
            _sandbox.Journal.Entries.ShouldHaveSingleItem().Outcome.ShouldBeNull();
            told.ShouldBeEmpty();
            await call;
        });

        told.ShouldBe(["GetCallerIdentity"]);
    }

    [Fact]
    public void A_call_that_its_caller_gave_up_is_cancelled()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(10), Clock);

        Should.Throw<OperationCanceledException>(() => Clock.Run(() => _sandbox.CallAsync(GetCallerIdentity, new(), cancellation: cancel.Token)));

        var call = _sandbox.Journal.Entries.Single();
        (call.Outcome, call.TookEffect).ShouldBe(("cancelled", false));
    }
}
