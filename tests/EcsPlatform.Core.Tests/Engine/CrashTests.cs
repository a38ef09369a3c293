using System.Collections.Concurrent;
using System.Globalization;
using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>The process dies at a call of a run, at every call there is: the next run goes on from there.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int SampleStep = 9; // of the payments platform, one call in so many
    private const int OwnSampleStep = 31; // of those below, whose other calls the small platform makes too

    // Of these, every call to what only meshes, keys and rotations use; of the rest a sample.
    private static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["serviceConnect"] = ["servicediscovery"],
        ["cloudMap"] = ["servicediscovery"],
        ["encrypted"] = ["acm-pca"],
        ["mutual"] = ["appmesh", "acm-pca", "lambda"],
        ["rotating"] = ["lambda"],
    };

    private static readonly KillMode[] Flavours = [KillMode.BeforeEffect, KillMode.AfterEffect];

    public static TheoryData<string> Names => ["small", "payments", .. Own.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Killed_at_any_call_of_up_the_next_up_converges_without_a_duplicate_and_down_leaves_nothing(string name)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        var calls = Called(name, undisturbed, () => undisturbed.Up().ThrowIfFailed());
        var expected = undisturbed.Standing;

        Everywhere(name, calls, (platform, call, flavour) =>
        {
            platform.DiesAt(call, flavour, platform.UpAsync).ShouldBeTrue();

            platform.Up().ThrowIfFailed();
            platform.Standing.ShouldBe(expected);
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
        var calls = Called(name, undisturbed, () => undisturbed.Up().ThrowIfFailed());

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
    [InlineData("encrypted", false)]
    [InlineData("cloudMap", true)]
    [InlineData("mutual", false)]
    [InlineData("rotating", false)]
    public void Killed_at_any_call_of_down_the_next_down_leaves_nothing(string name, bool definitionAtHand)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        undisturbed.Up().ThrowIfFailed();
        var calls = Called(name, undisturbed, () => Down(undisturbed).ThrowIfFailed());

        Everywhere(name, calls, (platform, call, flavour) =>
        {
            platform.Up().ThrowIfFailed();
            platform.DiesAt(call, flavour, (session, cancellation) => platform.DownAsync(session, definitionAtHand ? platform.Definition : null, cancellation)).ShouldBeTrue();

            Down(platform).ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });

        RunReport Down(SandboxedPlatform platform) => definitionAtHand ? platform.Down() : platform.DownByName();
    }

    [Theory]
    [InlineData("small")]
    [InlineData("mutual")]
    public void Killed_at_any_call_of_down_an_up_builds_it_again(string name)
    {
        var undisturbed = new SandboxedPlatform(UndisturbedTests.Of(name));
        undisturbed.Up().ThrowIfFailed();
        var expected = undisturbed.Standing;
        var calls = Called(name, undisturbed, () => undisturbed.Down().ThrowIfFailed());

        Everywhere(name, calls, step: 3, act: (platform, call, flavour) =>
        {
            platform.Up().ThrowIfFailed();
            platform.DiesAt(call, flavour, (session, cancellation) => platform.DownAsync(session, platform.Definition, cancellation)).ShouldBeTrue();

            platform.Up().ThrowIfFailed();
            platform.Plan().Changes.ShouldBeEmpty();
            platform.Standing.ShouldBe(expected);
        });
    }

    /// <summary>The calls of a run that are worth a death: all of the small platform's, of others all to services of their own and a sample of the rest.</summary>
    private static IReadOnlyList<int> Called(string name, SandboxedPlatform platform, Action run)
    {
        var before = platform.Account.Journal.Count;
        run();
        return
        [
            .. platform.Account.Journal.Entries.Skip(before)
                .Select((call, index) => (Number: index + 1, call.Service))
                .Where(call => name == "small" || call.Number % (Own.ContainsKey(name) ? OwnSampleStep : SampleStep) == 0 || (Own.TryGetValue(name, out var own) && own.Contains(call.Service)))
                .Select(call => call.Number),
        ];
    }

    /// <summary>A death at each of the calls, or at one in so many of them; in both flavours.</summary>
    private void Everywhere(string name, IReadOnlyList<int> calls, Action<SandboxedPlatform, int, KillMode> act, int step = 1)
    {
        var tries = from call in calls.Where((_, index) => index % step == 0)
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
        output.WriteLine($"{name}: {tried} deaths at {calls.Count} calls");
        failures.OrderBy(failure => failure.Call).Select(failure => failure.Text).ShouldBeEmpty($"{failures.Count} of {tried}");
    }
}
