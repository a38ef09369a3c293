using Amazon.SecurityToken.Model;
using static EcsPlatform.Aws.Models.SecurityTokenModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class FaultTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private readonly VirtualClock _clock = new();
    private AwsSandbox _sandbox;

    public FaultTests() => _sandbox = Fresh(1);

    [Fact]
    public void Throttling_is_the_services_own_error()
    {
        _sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Throttle, Service = "sts", Count = 1 });

        _sandbox.Refuses(GetCallerIdentity, new()).Code.ShouldBe("Throttling");
        Ask().ShouldNotBeNull();
    }

    [Fact]
    public void An_internal_error_is_a_500()
    {
        _sandbox.Faults.Add(new FaultRule { Kind = FaultKind.InternalError, Nth = 2 });

        Ask();
        _sandbox.Refuses(GetCallerIdentity, new()).Status.ShouldBe(500);
        Ask();
    }

    [Fact]
    public void A_rule_for_another_operation_does_not_strike()
    {
        _sandbox.Faults.Add(new FaultRule { Kind = FaultKind.InternalError, Service = "sts", Operation = "AssumeRole" });

        Ask().ShouldNotBeNull();
    }

    [Fact]
    public void A_timeout_takes_its_time_and_then_looks_like_a_clients_timeout()
    {
        _sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Timeout, HangTime = TimeSpan.FromSeconds(100) });

        var error = Should.Throw<TaskCanceledException>(Ask);

        error.InnerException.ShouldBeOfType<TimeoutException>();
        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(100) + (Latency / 2));
        _sandbox.Journal.Entries.Single().Outcome.ShouldBe("timeout");
    }

    [Theory]
    [InlineData(FaultKind.DropBeforeEffect, false)]
    [InlineData(FaultKind.DropAfterEffect, true)]
    public void A_dropped_connection_hides_whether_the_call_took_effect(FaultKind kind, bool effect)
    {
        _sandbox.Faults.Add(new FaultRule { Kind = kind, Count = 1 });

        Should.Throw<HttpRequestException>(Ask).HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);

        var call = _sandbox.Journal.Entries.Single();
        (call.Outcome, call.Fault, call.TookEffect).ShouldBe(("dropped", kind, effect));
    }

    [Theory]
    [InlineData(KillMode.BeforeEffect, false)]
    [InlineData(KillMode.AfterEffect, true)]
    public void The_kill_switch_strikes_at_its_call_and_at_all_later_ones(KillMode mode, bool effect)
    {
        _sandbox.Faults.KillAt(2, mode);

        Ask();
        Should.Throw<SandboxKilledException>(Ask);
        Should.Throw<SandboxKilledException>(Ask);
        _sandbox.Faults.Killed.ShouldBeTrue();
        _sandbox.Faults.Revive();
        Ask();

        _sandbox.Journal.Entries.Select(call => (call.Outcome, call.TookEffect))
            .ShouldBe([("ok", true), ("killed", effect), ("killed", false), ("ok", true)]);
    }

    [Fact]
    public void Calls_that_are_on_their_way_when_the_process_dies_reach_AWS_and_nobody_hears_the_answer()
    {
        _sandbox.Faults.KillAt(3, KillMode.BeforeEffect);

        Should.Throw<SandboxKilledException>(() => _clock.Run(() => Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => _sandbox.CallAsync(GetCallerIdentity, new())))));

        _sandbox.Journal.Entries.Select(call => (call.Outcome, call.TookEffect))
            .ShouldBe([("killed", true), ("killed", true), ("killed", false)]);
    }

    [Fact]
    public void Weather_strikes_its_share_with_every_kind_and_the_same_way_for_the_same_seed()
    {
        var first = Storm(7);
        var again = Storm(7);
        var other = Storm(8);

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        var struck = first.Count(fault => fault is not null);
        struck.ShouldBeInRange(150, 250);
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            first.Count(fault => fault == kind).ShouldBeInRange(15, 70);
        }

        FaultKind?[] Storm(int seed)
        {
            _sandbox = Fresh(seed);
            _sandbox.Faults.AddWeather(0.2);
            for (var i = 0; i < 1000; i++)
            {
                try
                {
                    Ask();
                }
                catch (Exception exception) when (exception is RefusalException or HttpRequestException or OperationCanceledException)
                {
                    // The journal knows.
                }
            }

            return [.. _sandbox.Journal.Entries.Select(call => call.Fault)];
        }
    }

    [Fact]
    public void Knobs_take_wildcards_and_are_taken_back()
    {
        var faults = _sandbox.Faults;
        faults.SetContainerCrash("*:bad");
        faults.SetHealthCheckFailure("web-*");
        faults.SetAlarm("errors");

        faults.ContainerCrashes("web", "nginx:bad").ShouldBeTrue();
        faults.ContainerCrashes("web", "nginx:good").ShouldBeFalse();
        faults.HealthCheckFails("web-blue", null).ShouldBeTrue();
        faults.AlarmFires("errors").ShouldBeTrue();
        faults.SetAlarm("errors", fires: false);
        faults.AlarmFires("errors").ShouldBeFalse();
    }

    private AwsSandbox Fresh(int seed) => new(new SandboxOptions { Clock = _clock, Seed = seed, Latency = Latency });

    private GetCallerIdentityResponse Ask() => _sandbox.Call(GetCallerIdentity, new GetCallerIdentityRequest());
}
