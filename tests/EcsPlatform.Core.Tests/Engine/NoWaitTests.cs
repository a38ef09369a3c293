using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A run that does not wait makes the same platform, and says what is still starting.</summary>
public sealed class NoWaitTests
{
    [Fact]
    public void It_ends_while_services_and_load_balancer_are_still_starting()
    {
        var platform = new SandboxedPlatform(Platforms.Payments);

        var report = Hurry(platform);

        report.ThrowIfFailed();
        report.Starting.Select(step => step.Type).Distinct().Order(StringComparer.Ordinal).ShouldBe(["load-balancer", "service"]);
        report.Starting.Count(step => step.Type == "service").ShouldBe(Platforms.Payments.Services.Count);
        platform.InProcess(session => session.StatusAsync(platform.Scope)).Services.ShouldAllBe(service => service.Running < service.Desired);
    }

    [Fact]
    public void It_takes_less_time_and_no_more_calls_than_one_that_waits()
    {
        var waiting = new SandboxedPlatform(Platforms.Payments);
        var hurrying = new SandboxedPlatform(Platforms.Payments);
        RunReport? waited = null, hurried = null;

        var calls = waiting.CallsOf(() => waited = waiting.Up());
        hurrying.CallsOf(() => hurried = Hurry(hurrying)).ShouldBeLessThanOrEqualTo(calls);

        hurried!.Took.ShouldBeLessThan(waited!.Took);
    }

    [Fact]
    public void The_next_run_changes_nothing_and_waits_for_what_is_starting()
    {
        var platform = new SandboxedPlatform(Platforms.Payments);
        Hurry(platform).ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        var again = Hurry(platform);
        again.Took.ShouldBe(TimeSpan.Zero);
        again.Starting.ShouldContain(step => step.Type == "service");

        var waited = platform.Up();
        waited.ThrowIfFailed();
        waited.Starting.ShouldBeEmpty();
        platform.InProcess(session => session.StatusAsync(platform.Scope)).Services.ShouldAllBe(service => service.Running == service.Desired);
    }

    [Fact]
    public void What_goes_waits_until_what_used_it_has_changed()
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.Up().ThrowIfFailed();
        platform.Definition = Platforms.Read(Platforms.SmallYaml
            .Replace("- {name: signing, generate: {length: 40}}\n", "", StringComparison.Ordinal)
            .Replace("    secrets: {SIGNING_KEY: signing}\n", "", StringComparison.Ordinal));

        var report = Hurry(platform);

        report.ThrowIfFailed();
        report.Starting.ShouldBeEmpty();
        var steady = platform.Events.OfType<StepFinished>().Last(finished => finished.Step.LogicalId == "service/front").At;
        platform.Events.OfType<StepStarted>().Single(started => started.Step is { LogicalId: "secret/signing", Action: PlanAction.Delete }).At.ShouldBeGreaterThanOrEqualTo(steady);
    }

    [Fact]
    public void It_is_removed_whole_while_it_is_still_starting()
    {
        var platform = new SandboxedPlatform(Platforms.Payments);
        var empty = platform.Inventory;
        Hurry(platform).ThrowIfFailed();

        platform.Down().ThrowIfFailed();

        platform.Inventory.ShouldBe(empty);
    }

    private static RunReport Hurry(SandboxedPlatform platform) => platform.InProcess(async session =>
        await session.ApplyAsync(await session.PlanAsync(platform.Definition, platform.Options), platform.Note, WaitFor.WhatOthersNeed));
}
