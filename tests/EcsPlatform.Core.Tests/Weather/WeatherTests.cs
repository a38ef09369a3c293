using System.Collections.Concurrent;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Weather;

/// <summary>A fifth of all calls is throttled, fails, times out or loses its connection, before or after it took effect.</summary>
public sealed class WeatherTests(ITestOutputHelper output)
{
    private const double Share = 0.2;
    private const int MostRuns = 5; // of up, and of down, until it succeeds

    [Fact]
    public void Whatever_the_weather_up_converges_to_the_same_state_and_down_leaves_nothing() => Try(Platforms.Small, seeds: 200);

    [Fact]
    public void Whatever_the_weather_the_payments_platform_too() => Try(Platforms.Payments, seeds: 20);

    [Theory]
    [InlineData("encrypted")]
    [InlineData("cloudMap")]
    [InlineData("mutual")]
    [InlineData("rotating")]
    public void Whatever_the_weather_meshes_and_rotations_too(string name) => Try(UndisturbedTests.Of(name), seeds: 12);

    private void Try(PlatformDefinition definition, int seeds)
    {
        var undisturbed = new SandboxedPlatform(definition);
        undisturbed.Up().ThrowIfFailed();
        var expected = undisturbed.Standing;
        var failures = new ConcurrentBag<string>();
        var (secondUps, secondDowns, calls, struck) = (0, 0, 0, 0);

        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var platform = new SandboxedPlatform(definition, seed);
            try
            {
                platform.Account.Faults.AddWeather(Share);
                Interlocked.Add(ref secondUps, RunsOf(() => platform.Up().ThrowIfFailed()) - 1);
                platform.Account.Faults.Clear();
                platform.Standing.ShouldBe(expected);
                platform.Plan().Changes.ShouldBeEmpty();

                platform.Account.Faults.AddWeather(Share);
                Interlocked.Add(ref secondDowns, RunsOf(() => platform.Down().ThrowIfFailed()) - 1);
                platform.Inventory.ShouldBeEmpty();
            }
            catch (Exception error)
            {
                failures.Add($"seed {seed}: {error.Message}");
            }

            Interlocked.Add(ref calls, platform.Account.Journal.Count);
            Interlocked.Add(ref struck, platform.Account.Journal.Entries.Count(call => call.Fault is not null));
        });

        output.WriteLine($"{seeds} seeds, {calls} calls, {struck} of them struck; further runs needed: {secondUps} of up, {secondDowns} of down");
        failures.ShouldBeEmpty($"{failures.Count} of {seeds}");
    }

    /// <summary>Runs it again as its report says, until it succeeds.</summary>
    private static int RunsOf(Action run)
    {
        for (var runs = 1; ; runs++)
        {
            try
            {
                run();
                return runs;
            }
            catch (Exception) when (runs < MostRuns)
            {
                // "Run it again: it goes on from here."
            }
        }
    }
}
