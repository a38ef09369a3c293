using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Blueprint;

/// <summary>The resources that the payments platform is made of.</summary>
public sealed class PaymentsBlueprintTests
{
    private static readonly IReadOnlyList<Resource> Resources = PlatformBlueprint.Build(Platforms.Payments, new BlueprintOptions());

    [Fact]
    public void It_is_made_of_these() => Resources.GroupBy(resource => resource.Kind.Type).OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Key} {type.Count()}").ShouldBe(
    [
        "alarm 10", "cluster 1", "elastic-ip 3", "internet-gateway 1", "listener 1", "listener-rule 5", "load-balancer 1", "log-group 5", "nat-gateway 3",
        "repository 5", "role 10", "route-table 4", "scalable-target 5", "scaling-policy 10", "secret 4", "security-group 6", "security-group-rules 6",
        "service 5", "subnet 6", "target-group 5", "task-definition 5", "vpc 1",
    ]);

    [Fact]
    public void Logical_ids_are_unique() => Resources.Select(resource => resource.LogicalId).ShouldBeUnique();

    [Fact]
    public void Names_are_unique_within_their_type() => Resources.Select(resource => (resource.Kind.Type, resource.Name)).ShouldBeUnique();

    [Fact]
    public void Everything_that_a_resource_needs_is_there_and_comes_before_it()
    {
        var before = new HashSet<Resource>(ReferenceEqualityComparer.Instance);
        foreach (var resource in Resources)
        {
            resource.Needs.Where(need => !before.Contains(need.Resource)).Select(need => $"{resource} needs {need.Resource}").ShouldBeEmpty();
            before.Add(resource);
        }
    }

    [Fact]
    public void Every_kind_is_known_to_removal() => Resources.Select(resource => resource.Kind).Distinct().ShouldBeSubsetOf(PlatformBlueprint.Kinds.All);

    [Fact]
    public void Every_type_that_holds_another_up_is_known()
    {
        var types = PlatformBlueprint.Kinds.All.Select(kind => kind.Type).ToList();
        PlatformBlueprint.Kinds.All.SelectMany(kind => kind.RemovedAfter).Distinct().ShouldBeSubsetOf(types);
    }

    [Fact]
    public void Names_follow_the_customers_pattern()
    {
        Named<ClusterResource>().ShouldBe(["cluster-payments-dev"]);
        Named<LoadBalancerResource>().ShouldBe(["alb-payments-dev"]);
        Named<ServiceResource>().ShouldBe(["service-payment-api-dev", "service-fraud-detection-dev", "service-notification-service-dev", "service-audit-logger-dev", "service-webhook-processor-dev"]);
        Named<TargetGroupResource>().ShouldBe(["tg-payment-api-dev", "tg-fraud-detection-dev", "tg-notification-service-dev", "tg-audit-logger-dev", "tg-webhook-processor-dev"]);
    }

    [Fact]
    public void A_service_starts_when_its_roles_have_their_policies_its_group_its_rules_and_its_subnets_a_way_out()
    {
        foreach (var service in Resources.OfType<ServiceResource>())
        {
            var ready = service.Needs.Where(need => need.Ready).Select(need => need.Resource.LogicalId).ToList();
            string[] wanted =
            [
                "cluster/main", $"role/{service.Key}-execution", $"role/{service.Key}-task", $"security-group-rules/{service.Key}",
                "route-table/private-a", "route-table/private-b", "route-table/private-c", $"listener-rule/{service.Key}-80",
            ];
            wanted.ShouldBeSubsetOf(ready);
        }
    }

    [Fact]
    public void A_service_lets_in_the_load_balancer_and_its_callers_only()
    {
        var rules = Rules("fraud-detection");

        rules.Ingress.Select(rule => $"{rule.Port} {rule.Group?.Key}{rule.Cidr}").ShouldBe(["8081 load-balancer", "8081 payment-api"]);
        rules.Egress.Select(rule => $"{rule.Port} {rule.Group?.Key}{rule.Cidr}").ShouldBe(["8083 audit-logger", "443 0.0.0.0/0"]);
    }

    [Fact]
    public void The_load_balancer_reaches_the_tasks_only() =>
        Rules("load-balancer").Egress.Select(rule => $"{rule.Port} {rule.Group?.Key}{rule.Cidr}")
            .ShouldBe(["8080 payment-api", "8081 fraud-detection", "8082 notification-service", "8083 audit-logger", "8084 webhook-processor"]);

    [Fact]
    public void Everything_carries_the_users_tags_where_aws_takes_tags() =>
        Resources.Where(resource => resource.Tags.Count == 0).Select(resource => resource.Kind.Type).Distinct().ShouldBe(["security-group-rules", "scaling-policy"], ignoreOrder: true);

    private static IEnumerable<string> Named<TResource>()
        where TResource : Resource => Resources.OfType<TResource>().Select(resource => resource.Name);

    private static SecurityGroupRulesResource Rules(string key) => Resources.OfType<SecurityGroupRulesResource>().Single(rules => rules.Key == key);
}
