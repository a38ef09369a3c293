using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Rounds are the longest chain of calls that had to wait for each other; polls are counted apart.</summary>
public sealed class CallMeterTests
{
    private readonly VirtualClock _clock = new();
    private readonly CallMeter _meter = new();

    [Fact]
    public void Calls_side_by_side_are_one_round() => Counts(call => Task.WhenAll(call(), call(), call()), calls: 3, rounds: 1);

    [Fact]
    public void Calls_one_after_the_other_are_a_round_each() => Counts(async call =>
    {
        await call();
        await call();
    }, calls: 2, rounds: 2);

    [Fact]
    public void What_waited_for_several_begins_after_the_longest_of_them() => Counts(async call =>
    {
        await Task.WhenAll(Twice(), call());
        await call();

        async Task Twice()
        {
            await call();
            await call();
        }
    }, calls: 4, rounds: 3);

    [Fact]
    public void A_chain_of_its_own_counts_from_where_it_was_told_to_begin() => Counts(async call =>
    {
        CallChain.Begin(4);
        await call();
    }, calls: 1, rounds: 5);

    [Fact]
    public void Polls_are_no_rounds()
    {
        Counts(async call =>
        {
            await PollAsync();
            await call();

            async Task PollAsync()
            {
                CallChain.BeginWaiting();
                await call();
                await call();
            }
        }, calls: 1, rounds: 1);
        _meter.Polls.ShouldBe(2);
    }

    [Fact]
    public void Who_joins_work_of_some_depth_goes_on_from_there() => Counts(async call =>
    {
        CallChain.Current!.Join(3);
        await call();
    }, calls: 1, rounds: 4);

    private void Counts(Func<Func<Task>, Task> work, int calls, int rounds)
    {
        using var client = new HttpMessageInvoker(_meter.Around(new Answers(_clock)));
        _clock.Run(async () =>
        {
            CallChain.Begin(0);
            await work(() => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://sandbox/"), CancellationToken.None));
        });

        _meter.Calls.ShouldBe(calls);
        _meter.Rounds.ShouldBe(rounds);
    }

    private sealed class Answers(TimeProvider clock) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
