using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Two pipelines run at the same time.</summary>
public sealed class TwoRunsAtOnceTests
{
    private static IReadOnlyList<string> Undisturbed
    {
        get
        {
            var platform = new SandboxedPlatform(Platforms.Small);
            platform.Up().ThrowIfFailed();
            return platform.Inventory;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(700)]
    [InlineData(30_000)]
    public void Two_ups_converge_to_no_duplicate_after_a_further_run(int milliseconds)
    {
        var platform = new SandboxedPlatform(Platforms.Small);

        platform.AtOnce(session => platform.UpAsync(session), session => LaterAsync(platform, milliseconds, () => platform.UpAsync(session)));
        Again(platform);

        platform.Inventory.ShouldBe(Undisturbed);
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(20_000)]
    public void Two_downs_leave_nothing(int milliseconds)
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.Up().ThrowIfFailed();

        platform.AtOnce(
            session => platform.DownAsync(session, platform.Definition),
            session => LaterAsync(platform, milliseconds, () => platform.DownAsync(session, platform.Definition)));

        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    private static void Again(SandboxedPlatform platform)
    {
        platform.Up();
        platform.Up().ThrowIfFailed();
    }

    private static async Task<RunReport> LaterAsync(SandboxedPlatform platform, int milliseconds, Func<Task<RunReport>> run)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), platform.Clock);
        return await run();
    }
}
