using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>One poll for all who wait for the same kind of thing.</summary>
public sealed class SharedPollTests
{
    private static readonly PollSchedule EverySecond = new(TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly VirtualClock _clock = new();
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, string> _states = new() { ["a"] = "pending", ["b"] = "pending" };

    [Fact]
    public void Those_who_wait_share_the_calls()
    {
        var poll = Poll();
        _clock.Run(async () =>
        {
            var waits = Task.WhenAll(poll.UntilAsync("a", state => state == "ready"), poll.UntilAsync("b", state => state == "ready"));
            await Task.Delay(TimeSpan.FromSeconds(2.5), _clock);
            _states["a"] = "ready";
            await Task.Delay(TimeSpan.FromSeconds(1), _clock);
            _states["b"] = "ready";
            await waits;
        });

        _asked.ShouldBe(["a b", "a b", "a b", "b"]);
    }

    [Fact]
    public void Who_comes_later_joins_in() => _clock.Run(async () =>
    {
        var poll = Poll();
        var first = poll.UntilAsync("a", state => state == "ready");
        await Task.Delay(TimeSpan.FromSeconds(1.5), _clock);
        _states["a"] = _states["b"] = "ready";

        await Task.WhenAll(first, poll.UntilAsync("b", state => state == "ready"));

        _asked.ShouldBe(["a", "a b"]);
    });

    [Fact]
    public void What_is_gone_is_told_as_null() =>
        _clock.Run(() => Poll().UntilAsync("unknown", state => state is null)).ShouldBeNull();

    [Fact]
    public void Who_waits_too_long_is_told_what_for() =>
        Should.Throw<TimeoutException>(() => _clock.Run(() => Poll().UntilAsync("a", state => state == "ready"))).Message.ShouldBe("thing a did not get there within 1 minutes.");

    [Fact]
    public void A_condition_that_refuses_ends_its_own_wait_only() => _clock.Run(async () =>
    {
        var poll = Poll();
        var refused = poll.UntilAsync("a", _ => throw new ResourceFailedException("Failed", "it failed", ""));
        var other = poll.UntilAsync("b", state => state == "ready");
        await Refusals.RefusesAsync<ResourceFailedException>(refused);
        _states["b"] = "ready";

        (await other).ShouldBe("ready");
    });

    [Fact]
    public void A_reading_that_fails_ends_all_waits_and_the_next_one_asks_anew() => _clock.Run(async () =>
    {
        var broken = true;
        var poll = new SharedPoll<string>("thing", (ids, _) => broken ? throw new InvalidOperationException("weather") : Read(ids), EverySecond, _clock, CancellationToken.None);
        var (a, b) = (poll.UntilAsync("a", _ => true), poll.UntilAsync("b", _ => true));
        await Refusals.RefusesAsync<InvalidOperationException>(a);
        await Refusals.RefusesAsync<InvalidOperationException>(b);
        broken = false;

        (await poll.UntilAsync("a", _ => true)).ShouldBe("pending");
    });

    [Fact]
    public void A_stopped_run_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var poll = new SharedPoll<string>("thing", (ids, _) => Read(ids), EverySecond, _clock, stop.Token);
        Should.Throw<OperationCanceledException>(() => _clock.Run(async () =>
        {
            var wait = poll.UntilAsync("a", state => state == "ready");
            await Task.Delay(TimeSpan.FromSeconds(3), _clock);
            stop.Cancel(); // in place, as in CallGateTests
            await wait;
        }));
    }

    private SharedPoll<string> Poll() => new("thing", (ids, _) => Read(ids), EverySecond, _clock, CancellationToken.None);

    private Task<IReadOnlyDictionary<string, string>> Read(IReadOnlyList<string> ids)
    {
        _asked.Add(string.Join(' ', ids));
        return Task.FromResult<IReadOnlyDictionary<string, string>>(_states);
    }
}
