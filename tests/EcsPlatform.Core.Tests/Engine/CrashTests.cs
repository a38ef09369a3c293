using System.Collections.Concurrent;
using System.Globalization;
using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>The process dies at a call of a run, at every call there is: the next run goes on from there.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int SampleStep = 9; // of the payments platform, one call in so many

    private static readonly KillMode[] Flavours = [KillMode.BeforeEffect, KillMode.AfterEffect];

    public static TheoryData<string> Names => ["small", "payments"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Killed_at_any_call_of_up_the_next_up_converges_without_a_duplicate_and_down_leaves_nothing(string name)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        var calls = undisturbed.CallsOf(() => undisturbed.Up().ThrowIfFailed());
        var expected = undisturbed.Inventory;

        Everywhere(name, calls, (platform, call, flavour) =>
        {
            platform.DiesAt(call, flavour, platform.UpAsync).ShouldBeTrue();

            platform.Up().ThrowIfFailed();
            platform.Inventory.ShouldBe(expected);
            platform.Plan().Changes.ShouldBeEmpty();
            platform.Down().ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Killed_at_any_call_of_up_a_removal_by_name_alone_leaves_nothing(string name)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        var calls = undisturbed.CallsOf(() => undisturbed.Up().ThrowIfFailed());

        Everywhere(name, calls, (platform, call, flavour) =>
        {
            platform.DiesAt(call, flavour, platform.UpAsync).ShouldBeTrue();

            platform.DownByName().ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });
    }

    [Theory]
    [InlineData("small", true)]
    [InlineData("small", false)]
    [InlineData("payments", true)]
    public void Killed_at_any_call_of_down_the_next_down_leaves_nothing(string name, bool definitionAtHand)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        undisturbed.Up().ThrowIfFailed();
        var calls = undisturbed.CallsOf(() => Down(undisturbed).ThrowIfFailed());

        Everywhere(name, calls, (platform, call, flavour) =>
        {
            platform.Up().ThrowIfFailed();
            platform.DiesAt(call, flavour, (session, cancellation) => platform.DownAsync(session, definitionAtHand ? platform.Definition : null, cancellation)).ShouldBeTrue();

            Down(platform).ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });

        RunReport Down(SandboxedPlatform platform) => definitionAtHand ? platform.Down() : platform.DownByName();
    }

    [Fact]
    public void Killed_at_any_call_of_down_an_up_builds_it_again()
    {
        var undisturbed = new SandboxedPlatform(Platforms.Small);
        undisturbed.Up().ThrowIfFailed();
        var expected = undisturbed.Inventory;
        var calls = undisturbed.CallsOf(() => undisturbed.Down().ThrowIfFailed());

        Everywhere("small", calls, step: 3, act: (platform, call, flavour) =>
        {
            platform.Up().ThrowIfFailed();
            platform.DiesAt(call, flavour, (session, cancellation) => platform.DownAsync(session, platform.Definition, cancellation)).ShouldBeTrue();

            platform.Up().ThrowIfFailed();
            platform.Plan().Changes.ShouldBeEmpty();
            platform.Inventory.ShouldBe(expected);
        });
    }

    /// <summary>Every call of the small platform, a sample of the payments platform; in both flavours.</summary>
    private void Everywhere(string name, int calls, Action<SandboxedPlatform, int, KillMode> act, int step = 1)
    {
        var tries = from call in Enumerable.Range(1, calls)
                    where call % (name == "small" ? step : SampleStep) == 0
                    from flavour in Flavours
                    select (call, flavour);
        var failures = new ConcurrentBag<(int Call, string Text)>();
        var tried = 0;
        Parallel.ForEach(tries, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            Interlocked.Increment(ref tried);
            var platform = new SandboxedPlatform(UndisturbedTests.Of(name));
            try
            {
                act(platform, at.call, at.flavour);
            }
            catch (Exception error)
            {
                var struck = platform.Account.Journal.Entries.FirstOrDefault(entry => entry.Outcome == "killed");
                failures.Add((at.call, string.Create(CultureInfo.InvariantCulture, $"call {at.call} {at.flavour} ({struck}): {error.Message}")));
            }
        });
        output.WriteLine($"{name}: {tried} deaths over {calls} calls");
        failures.OrderBy(failure => failure.Call).Select(failure => failure.Text).ShouldBeEmpty($"{failures.Count} of {tried}");
    }
}
