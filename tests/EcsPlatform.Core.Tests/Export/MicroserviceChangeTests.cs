using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Export;

public sealed class MicroserviceChangeTests
{
    private readonly SandboxedPlatform _platform = new(Platforms.Payments);

    [Fact]
    public void Only_what_is_said_of_a_service_changes()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        var plan = Plan(out _, MicroserviceEdit.Of("payment-api", """{"logRetentionDays": 14, "targetHealth": {"intervalSeconds": 20}}"""));
        plan.Changes.Select(step => step.LogicalId).ShouldBe(["log-group/payment-api", "target-group/payment-api"], ignoreOrder: true);
    }

    [Fact]
    public void A_new_service_has_the_smallest_size_and_memory_that_goes_with_its_CPU()
    {
        var (service, problems) = MicroserviceEdit.Of("refunds", """{"cpu": 1024}""").Apply(null);
        problems.ShouldBeEmpty();
        service!.Memory.ShouldBe(2048);
        MicroserviceEdit.Of("refunds", "{}").Apply(null).Value!.Cpu.ShouldBe(256);
    }

    [Fact]
    public void An_invalid_service_is_left_out_and_so_is_what_calls_it_while_the_others_go_on()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        var plan = Plan(
            out var change,
            MicroserviceEdit.Of("refunds", """{"port": 9000}"""),
            MicroserviceEdit.Of("odd", """{"cpu": 256, "memory": 999, "port": 9001}"""),
            MicroserviceEdit.Of("caller", """{"calls": ["odd"]}"""),
            MicroserviceEdit.Of("No Name", "{}"));
        change.Refused.Select(refused => refused.Name).ShouldBe(["odd", "caller", "No Name"], ignoreOrder: true);
        change.Refused.Single(refused => refused.Name == "odd").Problems.ShouldHaveSingleItem().Path.ShouldBe("memory");
        plan.Problems.ShouldBeEmpty();
        plan.Changes.Select(step => step.Service).Distinct().ShouldBe(["refunds"]);
    }

    [Fact]
    public void A_service_whose_name_is_taken_is_left_out()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        _platform.ByHand(aws => aws.ECR.CreateRepositoryAsync(new() { RepositoryName = _platform.Scope.Names.ForService(Core.Definition.Naming.ResourceType.Repository, "taken") }));
        var plan = Plan(out var change, MicroserviceEdit.Of("taken", "{}"), MicroserviceEdit.Of("refunds", "{}"));
        change.Refused.ShouldHaveSingleItem().Problems.ShouldHaveSingleItem().Id.ShouldBe("NameTaken");
        plan.Changes.Select(step => step.Service).Distinct().ShouldBe(["refunds"]);
    }

    [Fact]
    public void A_service_that_loses_its_route_gives_up_its_target_group()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        var change = new MicroserviceChange(_platform.Scope, [new MicroserviceEdit("audit-logger", former => new ProblemsOr<MicroserviceDefinition>(former! with { Route = null }, []))], onlyExisting: true);
        var plan = _platform.InProcess(session => change.PlanAsync(session));
        plan.Changes.Where(step => step.Action == PlanAction.Delete).Select(step => step.LogicalId).ShouldContain("target-group/audit-logger");
    }

    [Fact]
    public void NAT_gateways_that_a_step_no_longer_wants_go()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        var single = new PlatformChange(_platform.Scope, PlatformParts.Network, live => live with { Network = live.Network with { NatGateway = NatGatewayMode.Single } });
        _platform.Plan(single).Changes.Count(step => step is { Type: "nat-gateway", Action: PlanAction.Delete }).ShouldBe(2);
        _platform.Make(single).Succeeded.ShouldBeTrue();
        _platform.Plan(single).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Scopes_of_one_platform_are_equal() => new PlatformScope("payments", "dev", "us-east-1").ShouldBe(new PlatformScope("payments", "dev", "us-east-1"));

    private Plan Plan(out MicroserviceChange change, params MicroserviceEdit[] edits)
    {
        var made = change = new MicroserviceChange(_platform.Scope, edits);
        return _platform.InProcess(session => made.PlanAsync(session));
    }
}
