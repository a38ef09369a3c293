using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Export;

public sealed class LineByLineTests
{
    private readonly SandboxedPlatform _platform = new(Platforms.Payments);

    private PlatformDefinition Wanted => _platform.Definition;

    [Fact]
    public void A_platform_that_was_built_line_by_line_is_the_one_that_the_definition_describes()
    {
        BuildAll();
        _platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Every_line_run_again_changes_nothing()
    {
        BuildAll();
        foreach (var line in Lines())
        {
            _platform.Plan(line).Changes.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_line_changes_only_what_it_is_about()
    {
        BuildAll();
        var scaled = new PlatformChange(_platform.Scope, PlatformParts.Services, definition => definition with
        {
            Services = [.. definition.Services.Select(service => service.Name == "payment-api" ? service with { Scaling = service.Scaling! with { Maximum = 42 } } : service)],
        });
        _platform.Plan(scaled).Changes.ShouldHaveSingleItem().LogicalId.ShouldBe("scalable-target/payment-api");
        _platform.Make(scaled).Succeeded.ShouldBeTrue();
        _platform.Export().Definition.Services.Single(service => service.Name == "payment-api").Scaling!.Maximum.ShouldBe(42);
    }

    [Fact]
    public void A_service_is_added_to_a_platform_that_somebody_else_published()
    {
        _platform.Up().Succeeded.ShouldBeTrue();
        var refunds = Wanted.Services[0] with
        {
            Name = "refunds",
            Route = new RouteDefinition { Paths = ["/refunds/*"] },
            Calls = ["payment-api"],
            Policies = [],
        };
        var plan = _platform.Plan(Adding(refunds));
        plan.Problems.ShouldBeEmpty();
        plan.Changes.Where(step => step.Service != "refunds").Select(step => step.LogicalId)
            .ShouldBe(["security-group-rules/load-balancer", "security-group-rules/payment-api"], ignoreOrder: true);
        _platform.Make(Adding(refunds)).Succeeded.ShouldBeTrue();
        _platform.Plan(Adding(refunds)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_service_is_removed_with_all_that_is_its_own_and_nothing_else()
    {
        BuildAll();
        var removal = new PlatformChange(_platform.Scope, PlatformParts.Services, definition => definition with
        {
            Services = [.. definition.Services.Where(service => service.Name != "audit-logger").Select(service => service with { Calls = [.. service.Calls.Where(callee => callee != "audit-logger")] })],
        })
        {
            Removes = ["audit-logger"],
        };
        _platform.Make(removal).Succeeded.ShouldBeTrue();
        _platform.Inventory.ShouldNotContain(item => item.Contains("audit-logger", StringComparison.Ordinal));
        _platform.Export().Definition.Services.Count.ShouldBe(Wanted.Services.Count - 1);
    }

    [Fact]
    public void A_line_that_comes_too_early_says_what_is_missing()
    {
        var refusal = Should.Throw<PlatformChangeException>(() => _platform.Plan(Lines().Last()));
        refusal.Id.ShouldBe("PartMissing");
        refusal.Message.ShouldContain("network");
        _platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void A_line_with_a_value_that_AWS_would_refuse_is_refused_before_anything_is_changed()
    {
        BuildAll();
        var refusal = Should.Throw<PlatformChangeException>(() => _platform.Plan(Adding(Wanted.Services[0] with { Name = "odd", Cpu = 512, Memory = 999 })));
        refusal.Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_line_whose_name_is_taken_by_somebody_else_says_so()
    {
        BuildAll();
        _platform.ByHand(aws => aws.ECR.CreateRepositoryAsync(new() { RepositoryName = _platform.Scope.Names.ForService(Core.Definition.Naming.ResourceType.Repository, "refunds") }));
        var refunds = Wanted.Services[0] with { Name = "refunds", Route = null, Calls = [], Policies = [] };
        _platform.Plan(Adding(refunds)).Problems.ShouldHaveSingleItem().Id.ShouldBe("NameTaken");
    }

    private static PlatformParts Foundations => PlatformParts.Network | PlatformParts.Cluster;

    private PlatformChange Adding(MicroserviceDefinition service) =>
        new(_platform.Scope, PlatformParts.Services, definition => definition with { Services = [.. definition.Services.Where(other => other.Name != service.Name), service] })
        {
            Requires = Foundations,
            Adds = [service],
        };

    private void BuildAll()
    {
        foreach (var line in Lines())
        {
            _platform.Make(line).Succeeded.ShouldBeTrue();
        }
    }

    private PlatformChange[] Lines() =>
    [
        new(_platform.Scope, PlatformParts.Network, definition => definition with { Network = Wanted.Network, Tags = Wanted.Tags }),
        new(_platform.Scope, PlatformParts.Cluster, definition => definition with { Cluster = Wanted.Cluster, Tags = Wanted.Tags }),
        new(_platform.Scope, PlatformParts.LoadBalancer, definition => definition with { LoadBalancer = Wanted.LoadBalancer }) { Requires = PlatformParts.Network },
        new(_platform.Scope, PlatformParts.Secrets, definition => definition with { Secrets = Wanted.Secrets }) { Options = _platform.Options },
        new(_platform.Scope, PlatformParts.Services, definition => definition with { Policies = Wanted.Policies, Services = Wanted.Services })
        {
            Requires = Foundations | PlatformParts.LoadBalancer | PlatformParts.Secrets,
            Adds = Wanted.Services,
        },
    ];
}
