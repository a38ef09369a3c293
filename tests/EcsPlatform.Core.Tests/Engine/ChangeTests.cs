using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A definition changes while its platform stands: the next run leads to what a fresh account would hold, and the one after it finds nothing to do.</summary>
public sealed class ChangeTests
{
    public static TheoryData<string, string, string> Changes => new()
    {
        { "a NAT gateway per zone instead of one", "natGateway: single", "natGateway: perZone" },
        { "no NAT gateway any more", "natGateway: single", "natGateway: none, allowWithoutNat: true" },
        { "a third zone", "zones: 2", "zones: 3" },
        { "a second listener", "{port: 80, protocol: HTTP}", "{port: 80, protocol: HTTP}, {port: 8443, protocol: HTTP}" },
        { "HTTPS, and HTTP redirects to it", "{port: 80, protocol: HTTP}", "{port: 80, redirectToPort: 443}, {port: 443, protocol: HTTPS, certificateArn: \"arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555\"}" },
        { "target tracking instead of steps", "step: {scaleOutCpu: 70, scaleInCpu: 30}", "targetTracking: {cpu: 70}" },
        { "steps instead of target tracking", "targetTracking: {cpu: 60}", "step: {scaleOutCpu: 70, scaleInCpu: 30}" },
        { "other steps", "scaleOutCpu: 70", "scaleOutCpu: 80, scaleOutBy: 2" },
        { "another path", "paths: [/front/*]", "paths: [/shop/*, /shop]" },
        { "no route any more", "route: {paths: [/front/*]}", "readonlyRootFilesystem: true" },
        { "a route where there was none", "targetTracking: {cpu: 60}}", "targetTracking: {cpu: 60}}\n    route: {paths: [/worker/*]}" },
        { "one more secret", "{SIGNING_KEY: signing}", "{SIGNING_KEY: signing, DATABASE_URL: database}" },
        { "a policy taken away", "policies: [queue]", "policies: []" },
        { "another size", "memory: 1024", "memory: 2048" },
        { "a call taken away", "calls: [worker]", "calls: []" },
        { "another tag", "{CostCenter: test}", "{CostCenter: other, Team: payments}" },
        { "no scaling any more, for one", "scaling: {minimum: 1, maximum: 3, targetTracking: {cpu: 60}}", "desiredCount: 1" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_stands_becomes_what_a_fresh_account_would_hold(string change, string before, string after)
    {
        var yaml = Platforms.SmallYaml.Replace("    desiredCount: 1\n", "", StringComparison.Ordinal);
        yaml.ShouldContain(before, Case.Sensitive, change);
        LeadsTo(Platforms.Read(yaml), Platforms.Read(yaml.Replace(before, after, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void And_back_again(string change, string before, string after)
    {
        var yaml = Platforms.SmallYaml.Replace("    desiredCount: 1\n", "", StringComparison.Ordinal);
        yaml.ShouldContain(before, Case.Sensitive, change);
        LeadsTo(Platforms.Read(yaml.Replace(before, after, StringComparison.Ordinal)), Platforms.Read(yaml));
    }

    [Fact]
    public void A_service_that_takes_over_the_priority_of_one_that_goes_gets_it() =>
        LeadsTo(Routed(("old", 10), ("stays", 20)), Routed(("new", 10), ("stays", 20)));

    [Fact]
    public void Services_trade_their_priorities() => LeadsTo(Routed(("one", 10), ("two", 20), ("three", 30)), Routed(("one", 20), ("two", 30), ("three", 10)));

    [Fact]
    public void A_service_moves_to_the_priority_of_one_that_goes_and_a_new_one_takes_its_own() =>
        LeadsTo(Routed(("goes", 10), ("moves", 20)), Routed(("moves", 10), ("comes", 20)));

    [Fact]
    public void A_service_that_nobody_wants_any_more_goes_with_all_that_it_owns() =>
        LeadsTo(Routed(("one", 10), ("two", 20)), Routed(("two", 20)));

    [Fact]
    public void A_policy_goes_although_another_services_scalable_target_goes_with_its_own()
    {
        var before = Platforms.Small;
        var front = before.Services[0] with { Calls = [], Scaling = new ScalingDefinition { Minimum = 2, Maximum = 4, TargetTracking = new TargetTracking { Cpu = 70 } } };
        LeadsTo(before, before with { Services = [front] });
    }

    private static void LeadsTo(PlatformDefinition before, PlatformDefinition after)
    {
        var fresh = new SandboxedPlatform(after);
        var platform = new SandboxedPlatform(before);
        foreach (var account in new[] { fresh.Account, platform.Account })
        {
            PlatformSession.CertificatesOf(before).Concat(PlatformSession.CertificatesOf(after)).ToList().ForEach(arn => account.StandInCertificate(arn));
        }

        var empty = platform.Inventory;
        fresh.Up().ThrowIfFailed();
        platform.Up().ThrowIfFailed();
        platform.Definition = after;

        platform.Plan().Changes.ShouldNotBeEmpty();
        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        Lasting(platform).Except(Lasting(fresh)).ShouldBeEmpty();
        Lasting(fresh).Except(Lasting(platform)).ShouldBeEmpty();
        Lasting(platform).Length.ShouldBe(Lasting(fresh).Length);
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBe(empty);
    }

    // Revisions pile up as they do in AWS, and old tasks take a while to stop: what counts is what stays.
    private static string[] Lasting(SandboxedPlatform platform) => [.. platform.Inventory.Where(item => !Passing.Any(item.Contains))];

    private static string[] Passing => ["task-definition/", "TaskDefinitions/", "Tasks/", "eni-"];

    private static PlatformDefinition Routed(params (string Name, int Priority)[] services) => Platforms.Small with
    {
        Services = [.. services.Select(service => Platforms.Small.Services[0] with
        {
            Name = service.Name,
            Calls = [],
            Route = new RouteDefinition { Paths = [$"/{service.Name}/*"], Priority = service.Priority },
        })],
    };
}
