using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>In which order a plan's steps begin, and what a failure holds up.</summary>
public sealed class GraphWalkTests
{
    private static readonly PlatformScope Scope = new("shop", "t1", "us-east-1");

    private readonly VirtualClock _clock = new();
    private readonly ThingKind _kind = new();

    [Fact]
    public void A_step_starts_as_soon_as_what_it_needs_exists()
    {
        var slow = Make("slow", seconds: (5, 0));
        var quick = Make("quick", seconds: (1, 0));
        var one = Make("one", needs: [quick]);
        var both = Make("both", needs: [quick, slow]);

        Build(slow, quick, one, both).Succeeded.ShouldBeTrue();

        _kind.Diary.ShouldBe(["0 starts thing/slow", "0 starts thing/quick", "1 starts thing/one", "5 starts thing/both"]);
    }

    [Fact]
    public void A_wait_holds_back_only_those_who_need_it_ready()
    {
        var gateway = Make("gateway", seconds: (1, 60));
        var refers = Make("refers", needs: [gateway]);
        var uses = Make("uses", needs: [new Need(gateway, Ready: true)]);

        Build(gateway, refers, uses).Succeeded.ShouldBeTrue();

        _kind.Diary.ShouldBe(["0 starts thing/gateway", "1 starts thing/refers", "61 starts thing/uses"]);
    }

    [Fact]
    public void A_run_that_does_not_wait_waits_only_for_what_others_need_ready()
    {
        var gateway = Make("gateway", seconds: (1, 60));
        var service = Make("service", seconds: (1, 300), needs: [new Need(gateway, Ready: true)]);
        List<EngineEvent> events = [];

        var report = Apply([Step(gateway), Step(service)], events.Add, WaitFor.WhatOthersNeed);

        report.Succeeded.ShouldBeTrue();
        report.Took.ShouldBe(TimeSpan.FromSeconds(62));
        report.Done.Count.ShouldBe(2);
        report.Starting.ShouldHaveSingleItem().LogicalId.ShouldBe("thing/service");
        events.OfType<StepFinished>().Select(finished => (finished.Step.Name, finished.IsReady)).ShouldBe([("gateway", true), ("service", false)]);
    }

    [Fact]
    public void What_changes_is_waited_for_all_the_same_before_something_goes()
    {
        var changed = Make("changed", seconds: (1, 60));
        var made = Make("made", seconds: (1, 300));

        var report = Apply([new PlanStep(PlanAction.None, changed.Kind, changed, _kind.Live("changed", "60"), []), Step(made), Removal("old")], waitFor: WaitFor.WhatOthersNeed);

        _kind.Diary.ShouldBe(["0 starts thing/made", "60 removes thing/old"]);
        report.Starting.ShouldHaveSingleItem().LogicalId.ShouldBe("thing/made");
    }

    [Fact]
    public void A_failure_stops_only_its_dependants()
    {
        var broken = Make("broken", fails: new AmazonServiceException("no") { ErrorCode = "AccessDenied" });
        var dependant = Make("dependant", needs: [broken]);
        var further = Make("further", needs: [dependant]);
        var other = Make("other", seconds: (3, 0));
        var last = Make("last", needs: [other]);

        var report = Build(broken, dependant, further, other, last);

        report.Done.Select(step => step.Name).ShouldBe(["other", "last"]);
        report.Failures.ShouldHaveSingleItem().LogicalId.ShouldBe("thing/broken");
        report.Skipped.Select(step => step.Name).ShouldBe(["dependant", "further"]);
        Should.Throw<PlatformRunException>(report.ThrowIfFailed).Message.ShouldContain("thing/broken: AccessDenied: no The caller's role lacks the permission named in the message.");
    }

    [Fact]
    public void Nothing_is_removed_when_something_could_not_be_made()
    {
        var broken = Make("broken", fails: new InvalidOperationException("no"));

        Apply([Step(broken), Removal("old")]);

        _kind.Diary.ShouldBe(["0 starts thing/broken"]);
    }

    [Fact]
    public void What_is_surplus_goes_when_all_else_is_done()
    {
        Apply([Step(Make("new", seconds: (2, 0))), Removal("old")]).Succeeded.ShouldBeTrue();

        _kind.Diary.ShouldBe(["0 starts thing/new", "2 removes thing/old"]);
    }

    [Fact]
    public void A_type_is_removed_after_the_types_that_hold_it()
    {
        List<string> diary = [];
        var inner = new ThingKind("inner") { Diary = diary };
        var outer = new ThingKind("outer", "inner") { Diary = diary };

        Apply([Removal("a", outer), Removal("b", inner), Removal("c", inner)]).Succeeded.ShouldBeTrue();

        diary.ShouldBe(["0 removes inner/b", "0 removes inner/c", "1 removes outer/a"]);
    }

    [Fact]
    public void What_holds_it_and_stays_keeps_it_from_being_removed()
    {
        var inner = new ThingKind("inner");
        inner.Stuck.Add("b");
        var outer = new ThingKind("outer", "inner");

        var report = Apply([Removal("a", outer), Removal("b", inner)]);

        report.Skipped.ShouldHaveSingleItem().LogicalId.ShouldBe("outer/a");
        outer.Diary.ShouldBeEmpty();
    }

    [Fact]
    public void A_need_outside_of_the_plan_is_an_error_and_no_endless_wait() =>
        Should.Throw<InvalidOperationException>(() => Build(Make("lonely", needs: [Make("absent")]))).Message.ShouldBe("thing/lonely needs thing/absent, which is not part of the plan.");

    [Theory]
    [InlineData(typeof(StepFinished))]
    [InlineData(typeof(StepFailed))]
    [InlineData(typeof(StepSkipped))]
    public void A_watcher_that_fails_ends_the_run_instead_of_hanging_it(Type refused)
    {
        var broken = Make("broken", fails: new InvalidOperationException("no"));
        PlanStep[] steps = [Step(Make("fine")), Step(broken), Step(Make("dependant", needs: [broken]))];

        Should.Throw<IOException>(() => Apply(steps, happened =>
        {
            if (happened.GetType() == refused)
            {
                throw new IOException("The pipe is closed.");
            }
        }));
    }

    [Fact]
    public void A_stopped_run_begins_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        var first = Make("first", seconds: (5, 0));
        var second = Make("second", needs: [first]);

        var report = Apply([Step(first), Step(second)], happened => stop.Cancel(), cancellation: stop.Token);

        report.Done.ShouldBeEmpty();
        report.Failures.ShouldHaveSingleItem().ErrorCode.ShouldBe("Stopped");
        _kind.Diary.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void What_is_never_seen_fails_after_two_minutes_with_what_aws_says()
    {
        var late = Make("late", seconds: (0, 0), fails: new AmazonServiceException("no such thing") { ErrorCode = "ThingNotFound" });

        var report = Build(late);

        report.Failures.ShouldHaveSingleItem().ErrorCode.ShouldBe("ThingNotFound");
        report.Took.ShouldBeInRange(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2.5));
        _kind.Diary.Count.ShouldBeGreaterThan(5);
    }

    private Thing Make(string key, Need[]? needs = null, (int, int)? seconds = null, Exception? fails = null) =>
        new(_kind, needs ?? []) { Key = key, Name = key, Seconds = seconds ?? (1, 0), Fails = fails };

    private static PlanStep Step(Thing thing) => new(PlanAction.Create, thing.Kind, thing, null, []);

    private PlanStep Removal(string key, ThingKind? kind = null) => new(PlanAction.Delete, kind ?? _kind, null, (kind ?? _kind).Live(key), []);

    private RunReport Build(params Thing[] things) => Apply([.. things.Select(Step)]);

    private RunReport Apply(PlanStep[] steps, Action<EngineEvent>? events = null, WaitFor waitFor = WaitFor.Everything, CancellationToken cancellation = default)
    {
        using var aws = new AwsClients(new AwsClientOptions { Region = Scope.Region, Time = _clock });
        var plan = new Plan(Scope, new Resolution(Scope, "123456789012", "aws", []), steps, []);
        return _clock.Run(() => new PlatformEngine(aws, _clock, new KnownKinds([])).ApplyAsync(plan, events ?? (_ => { }), waitFor, cancellation));
    }
}
