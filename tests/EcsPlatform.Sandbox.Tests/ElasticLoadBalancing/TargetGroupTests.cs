using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Tests.ElasticLoadBalancing;

public class TargetGroupTests : LoadBalancingWorld
{
    [Fact]
    public async Task The_same_again_is_the_same_one_and_different_settings_are_refused()
    {
        var group = await TargetGroup();
        (await TargetGroup()).ShouldBe(group);
        (await Refused(() => TargetGroup(interval: 20))).ShouldBe("DuplicateTargetGroupName");
    }

    [Fact]
    public async Task Health_check_settings_fit_together()
    {
        (await Refused(() => Create(request => request.HealthCheckTimeoutSeconds = 10))).ShouldBe("ValidationError");
        (await Refused(() => Create(request => request.HealthCheckPath = "health"))).ShouldBe("ValidationError");
        (await Refused(() => Create(request => request.Matcher = new() { HttpCode = "200-599" }))).ShouldBe("ValidationError");
        (await Refused(() => Create(request => request.HealthCheckProtocol = ProtocolEnum.TCP))).ShouldBe("ValidationError");
        (await Refused(() => Create(request => request.VpcId = null))).ShouldBe("ValidationError");
        (await Refused(() => Create(request => request.VpcId = "vpc-00000000000000000"))).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task It_stays_while_a_rule_or_a_listener_forwards_to_it()
    {
        var (balancer, group) = (await Balancer(), await TargetGroup());
        Inside(elb => elb.IsAttachedToListener(group)).ShouldBeFalse();
        var listener = await Listener(balancer);
        var rule = await Rule(listener, 1, Forward(group), "/*");
        Inside(elb => elb.IsAttachedToListener(group)).ShouldBeTrue();
        (await Elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { LoadBalancerArn = balancer.LoadBalancerArn }))
            .TargetGroups.Single().LoadBalancerArns.ShouldBe([balancer.LoadBalancerArn]);

        (await Refused(() => Delete(group))).ShouldBe("ResourceInUse");
        await Elb.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = rule.RuleArn });
        await Delete(group);
        await Delete(group);
    }

    [Theory]
    [InlineData("deregistration_delay.timeout_seconds", "3601")]
    [InlineData("slow_start.duration_seconds", "10")]
    [InlineData("idle_timeout.timeout_seconds", "10")]
    public async Task Attributes_are_checked(string key, string value)
    {
        var group = await TargetGroup();
        (await Refused(() => Set(group, key, value))).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task Attributes_have_defaults()
    {
        var group = await TargetGroup();
        await Set(group, "deregistration_delay.timeout_seconds", "30");
        var seen = (await Elb.DescribeTargetGroupAttributesAsync(new DescribeTargetGroupAttributesRequest { TargetGroupArn = group }))
            .Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        seen["deregistration_delay.timeout_seconds"].ShouldBe("30");
        seen["load_balancing.algorithm.type"].ShouldBe("round_robin");
    }

    private Task Create(Action<CreateTargetGroupRequest> change)
    {
        var request = NewGroup();
        change(request);
        return Elb.CreateTargetGroupAsync(request);
    }

    private Task Delete(string group) => Elb.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = group });

    private Task Set(string group, string key, string value) => Elb.ModifyTargetGroupAttributesAsync(
        new ModifyTargetGroupAttributesRequest { TargetGroupArn = group, Attributes = [new() { Key = key, Value = value }] });
}
