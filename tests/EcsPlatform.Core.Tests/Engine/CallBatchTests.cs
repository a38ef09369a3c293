using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>What many steps want done at once goes out in few calls.</summary>
public sealed class CallBatchTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _calls = [];

    [Fact]
    public void What_comes_together_goes_out_together_in_calls_of_the_largest_size()
    {
        var batch = Batch(2);
        _clock.Run(() => Task.WhenAll(batch.AddAsync("a"), batch.AddAsync("b"), batch.AddAsync("c")));

        _calls.ShouldBe(["a b", "c"]);
    }

    [Fact]
    public void What_comes_later_goes_out_in_a_call_of_its_own()
    {
        var batch = Batch(10);
        _clock.Run(async () =>
        {
            await batch.AddAsync("a");
            await batch.AddAsync("b");
        });

        _calls.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_call_that_fails_fails_for_its_own_items_only() => _clock.Run(async () =>
    {
        var batch = new CallBatch(1, items => items[0] == "bad" ? throw new InvalidOperationException("bad") : Task.CompletedTask, _clock, CancellationToken.None);
        var (bad, good) = (batch.AddAsync("bad"), batch.AddAsync("good"));

        await Refusals.RefusesAsync<InvalidOperationException>(bad);
        await good;
    });

    private CallBatch Batch(int size) => new(size, items => { _calls.Add(string.Join(' ', items)); return Task.CompletedTask; }, _clock, CancellationToken.None);
}
