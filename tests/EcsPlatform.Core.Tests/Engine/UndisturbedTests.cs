using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A platform goes up, stays as it is, and goes away, when nothing goes wrong.</summary>
public sealed class UndisturbedTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => ["payments", "small"];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_up_replans_empty_and_leaves_nothing(string name)
    {
        var platform = new SandboxedPlatform(Of(name));
        var empty = platform.Inventory;

        var up = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        platform.Plan().Changes.ShouldBeEmpty();
        var again = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        var down = platform.CallsOf(() => platform.Down().ThrowIfFailed());

        platform.Inventory.ShouldBe(empty);
        output.WriteLine($"{name}: {up} calls up, {again} again, {down} down; {platform.Clock.Elapsed} on the clock");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_away_by_name_and_suffix_alone(string name)
    {
        var platform = new SandboxedPlatform(Of(name));
        var empty = platform.Inventory;
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBe(empty);
    }

    [Fact]
    public void The_same_seed_gives_the_same_calls_at_the_same_times()
    {
        string[] Journal()
        {
            var platform = new SandboxedPlatform(Platforms.Small, seed: 7);
            platform.Up().ThrowIfFailed();
            platform.Down().ThrowIfFailed();
            return [.. platform.Account.Journal.Entries.Select(call => call.ToString())];
        }

        Journal().ShouldBe(Journal());
    }

    internal static PlatformDefinition Of(string name) => name switch
    {
        "payments" => Platforms.Payments,
        "small" => Platforms.Small,
        "rotating" => Platforms.Rotating,
        _ => Mesh.Meshes.Named(name),
    };
}
