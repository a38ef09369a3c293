using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Tests.ElasticLoadBalancing;

public class ListenerAndRuleTests : LoadBalancingWorld
{
    [Fact]
    public async Task A_port_has_one_listener()
    {
        var balancer = await Balancer();
        await Listener(balancer);
        (await Refused(() => Listener(balancer))).ShouldBe("DuplicateListener");
        await Listener(balancer, 81);
    }

    [Theory]
    [InlineData(null, "ValidationError")]
    [InlineData("arn:aws:acm:eu-west-1:123456789012:certificate/1", "CertificateNotFound")]
    public async Task Https_needs_a_certificate_of_the_region(string? certificate, string code)
    {
        var balancer = await Balancer();
        (await Refused(() => Elb.CreateListenerAsync(new CreateListenerRequest
        {
            LoadBalancerArn = balancer.LoadBalancerArn,
            Port = 443,
            Protocol = ProtocolEnum.HTTPS,
            Certificates = certificate is null ? null : [new() { CertificateArn = certificate }],
            DefaultActions = [NotFound],
        }))).ShouldBe(code);
    }

    [Fact]
    public async Task A_listener_has_the_attributes_of_its_protocol()
    {
        var listener = await Listener(await Balancer());
        (await Seen())["routing.http.response.server.enabled"].ShouldBe("true");

        await Set("routing.http.response.server.enabled", "false");
        (await Seen())["routing.http.response.server.enabled"].ShouldBe("false");
        (await Refused(() => Set("routing.http.response.server.enabled", "no"))).ShouldBe("ValidationError");
        (await Refused(() => Set("tcp.idle_timeout.seconds", "60"))).ShouldBe("ValidationError");

        Task Set(string key, string value) => Elb.ModifyListenerAttributesAsync(
            new ModifyListenerAttributesRequest { ListenerArn = listener, Attributes = [new() { Key = key, Value = value }] });

        async Task<Dictionary<string, string>> Seen() => (await Elb.DescribeListenerAttributesAsync(
            new DescribeListenerAttributesRequest { ListenerArn = listener })).Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
    }

    [Fact]
    public async Task Forwarding_needs_a_target_group_of_the_same_vpc_and_protocol_that_no_other_balancer_has()
    {
        var (balancer, other) = (await Balancer(), await Balancer("other"));
        var group = await TargetGroup();
        (await Refused(() => Listener(balancer, 80, Forward(group.Replace("web", "gone", StringComparison.Ordinal))))).ShouldBe("TargetGroupNotFound");
        var tcp = (await Elb.CreateTargetGroupAsync(new CreateTargetGroupRequest
        {
            Name = "tcp",
            Protocol = ProtocolEnum.TCP,
            Port = 80,
            VpcId = VpcId,
            TargetType = TargetTypeEnum.Ip,
        })).TargetGroups.Single().TargetGroupArn;
        (await Refused(() => Listener(balancer, 80, Forward(tcp)))).ShouldBe("IncompatibleProtocols");
        await Listener(balancer, 80, Forward(group));
        (await Refused(() => Listener(other, 80, Forward(group)))).ShouldBe("TargetGroupAssociationLimit");
    }

    [Fact]
    public async Task A_forward_is_shown_in_both_of_its_forms()
    {
        var group = await TargetGroup();
        var listener = await Listener(await Balancer(), 80, new Amazon.ElasticLoadBalancingV2.Model.Action { Type = ActionTypeEnum.Forward, TargetGroupArn = group });
        var action = (await Elb.DescribeListenersAsync(new DescribeListenersRequest { ListenerArns = [listener] })).Listeners.Single().DefaultActions.Single();
        action.TargetGroupArn.ShouldBe(group);
        action.ForwardConfig.TargetGroups.Single().Weight.ShouldBe(1);
    }

    [Fact]
    public async Task Priorities_are_unique_and_rules_are_listed_by_them()
    {
        var listener = await Listener(await Balancer());
        var late = await Rule(listener, 20, NotFound, "/late");
        var early = await Rule(listener, 3, NotFound, "/early");
        (await Refused(() => Rule(listener, 20, NotFound, "/other"))).ShouldBe("PriorityInUse");

        (await Priorities(listener)).ShouldBe(["3", "20", "default"]);
        await Elb.SetRulePrioritiesAsync(new SetRulePrioritiesRequest
        {
            RulePriorities = [new() { RuleArn = late.RuleArn, Priority = 3 }, new() { RuleArn = early.RuleArn, Priority = 20 }],
        });
        (await Elb.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [late.RuleArn] })).Rules.Single().Priority.ShouldBe("3");
        (await Refused(() => Elb.SetRulePrioritiesAsync(new SetRulePrioritiesRequest
        {
            RulePriorities = [new() { RuleArn = late.RuleArn, Priority = 20 }],
        }))).ShouldBe("PriorityInUse");
    }

    [Fact]
    public async Task A_rule_has_at_most_five_condition_values()
    {
        var listener = await Listener(await Balancer());
        await Rule(listener, 1, NotFound, "/1", "/2", "/3", "/4", "/5");
        (await Refused(() => Rule(listener, 2, NotFound, "/1", "/2", "/3", "/4", "/5", "/6"))).ShouldBe("ValidationError");
        (await Refused(() => Rule(listener, 2, NotFound, "/with space"))).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task A_balancer_has_a_hundred_rules_and_no_more()
    {
        var listener = await Listener(await Balancer());
        for (var i = 1; i <= 100; i++)
        {
            await Rule(listener, i, NotFound, $"/{i}");
        }

        (await Refused(() => Rule(listener, 101, NotFound, "/101"))).ShouldBe("TooManyRules");
        var first = await Elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, PageSize = 60 });
        var second = await Elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, PageSize = 60, Marker = first.NextMarker });
        (first.Rules.Count, second.Rules.Count, second.NextMarker).ShouldBe((60, 41, null));
    }

    [Fact]
    public async Task The_default_rule_stays()
    {
        var listener = await Listener(await Balancer());
        var rule = (await Elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener })).Rules.Single();
        (await Refused(() => Elb.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = rule.RuleArn }))).ShouldBe("OperationNotPermitted");
    }

    [Fact]
    public async Task Weights_move_by_modifying_the_rule()
    {
        var (blue, green) = (await TargetGroup("blue"), await TargetGroup("green"));
        var rule = await Rule(await Listener(await Balancer()), 1, Forward(blue, green), "/*");
        rule.Actions.Single().TargetGroupArn.ShouldBeNull();
        await Elb.ModifyRuleAsync(new ModifyRuleRequest { RuleArn = rule.RuleArn, Actions = [Forward(green, blue)] });

        var seen = (await Elb.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [rule.RuleArn] })).Rules.Single();
        seen.Actions.Single().ForwardConfig.TargetGroups.Single(tuple => tuple.TargetGroupArn == green).Weight.ShouldBe(1);
        seen.Conditions.Single().Values.ShouldBe(["/*"]);
    }

    private async Task<List<string>> Priorities(string listener) =>
        [.. (await Elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener })).Rules.Select(rule => rule.Priority)];
}
