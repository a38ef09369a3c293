using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Only so many calls at once, the others in the order they came.</summary>
public sealed class CallGateTests
{
    private static readonly Uri Somewhere = new("http://sandbox/");

    private readonly VirtualClock _clock = new();

    [Fact]
    public void Calls_beyond_the_width_wait_their_turn_in_order()
    {
        var far = new Far(_clock);
        using var client = new HttpClient(new CallGate(far, 2));
        _clock.Run(() => Task.WhenAll(Enumerable.Range(1, 5).Select(number => client.GetAsync(new Uri(Somewhere, $"{number}"))).ToArray()));

        far.Most.ShouldBe(2);
        far.Order.ShouldBe(["/1", "/2", "/3", "/4", "/5"]);
        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_call_that_fails_or_was_given_up_lets_the_next_one_in()
    {
        var far = new Far(_clock) { Refuses = "/1" };
        using var stop = new CancellationTokenSource();
        using var client = new HttpClient(new CallGate(far, 1));
        _clock.Run(async () =>
        {
            var first = client.GetAsync(new Uri(Somewhere, "1"));
            var second = client.GetAsync(new Uri(Somewhere, "2"), stop.Token);
            var third = client.GetAsync(new Uri(Somewhere, "3"));
            stop.Cancel(); // in place: CancelAsync tells its listeners on the thread pool, and the clock runs on meanwhile
            await Refusals.RefusesAsync<HttpRequestException>(first);
            await Refusals.RefusesAsync<OperationCanceledException>(second);
            await third;
        });

        far.Order.ShouldBe(["/1", "/3"]);
    }

    [Fact]
    public void Thousands_in_the_queue_that_are_answered_at_once_do_not_pile_up_on_the_stack()
    {
        var far = new Far(_clock) { Lasts = TimeSpan.Zero };
        using var gate = new CallGate(far, 1);
        using var client = new HttpMessageInvoker(gate);
        _clock.Run(async () =>
        {
            far.Hold = new TaskCompletionSource();
            var calls = Enumerable.Range(0, 20_000).Select(_ => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Somewhere), CancellationToken.None)).ToArray();
            far.Hold.SetResult();
            await Task.WhenAll(calls);
        });

        far.Order.Count.ShouldBe(20_000);
    }

    private sealed class Far(TimeProvider clock) : HttpMessageHandler
    {
        private int _now;

        public List<string> Order { get; } = [];

        public int Most { get; private set; }

        public string? Refuses { get; init; }

        public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(1);

        public TaskCompletionSource? Hold { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Order.Add(path);
            Most = Math.Max(Most, ++_now);
            if (Hold is not null)
            {
                await Hold.Task;
            }

            if (Lasts > TimeSpan.Zero)
            {
                await Task.Delay(Lasts, clock, CancellationToken.None);
            }

            _now--;
            return path == Refuses ? throw new HttpRequestException("refused") : new HttpResponseMessage();
        }
    }
}
