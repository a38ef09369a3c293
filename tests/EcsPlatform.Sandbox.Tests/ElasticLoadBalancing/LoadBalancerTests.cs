using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Tests.ElasticLoadBalancing;

public class LoadBalancerTests : LoadBalancingWorld
{
    [Fact]
    public async Task It_provisions_for_two_minutes()
    {
        var balancer = await Balancer();
        balancer.State.Code.ShouldBe(LoadBalancerStateEnum.Provisioning);
        balancer.DNSName.ShouldMatch(@"^web-\d{10}\.us-east-1\.elb\.amazonaws\.com$");
        Pass(119);
        (await Seen(balancer)).State.Code.ShouldBe(LoadBalancerStateEnum.Provisioning);
        Pass(1);
        (await Seen(balancer)).State.Code.ShouldBe(LoadBalancerStateEnum.Active);
    }

    [Fact]
    public async Task The_same_again_is_the_same_one_and_different_settings_are_refused()
    {
        var balancer = await Balancer();
        (await Balancer()).LoadBalancerArn.ShouldBe(balancer.LoadBalancerArn);
        (await Refused(() => Elb.CreateLoadBalancerAsync(new CreateLoadBalancerRequest
        {
            Name = "web",
            Subnets = Subnets,
            Scheme = LoadBalancerSchemeEnum.Internal,
        }))).ShouldBe("DuplicateLoadBalancerName");
    }

    [Theory]
    [InlineData("a-name-of-more-than-thirty-two-chars")]
    [InlineData("-web")]
    [InlineData("web-")]
    [InlineData("internal-web")]
    [InlineData("web_1")]
    public async Task Names_have_rules(string name) => (await Refused(() => Balancer(name))).ShouldBe("ValidationError");

    [Fact]
    public async Task It_needs_two_zones_eight_addresses_in_each_and_a_way_to_the_internet()
    {
        (await Refused(() => Balancer(subnets: [Subnets[0]]))).ShouldBe("ValidationError");
        var sameZone = await Subnet(VpcId, "10.0.2.0/24");
        (await Refused(() => Balancer(subnets: [Subnets[0], sameZone]))).ShouldBe("InvalidConfigurationRequest");
        (await Refused(() => Balancer(subnets: [Subnets[0], "subnet-00000000000000000"]))).ShouldBe("SubnetNotFound");
        var small = await Subnet(VpcId, "10.0.3.0/28", "us-east-1c");
        for (var i = 0; i < 4; i++)
        {
            PutInterface(small);
        }

        (await Refused(() => Balancer(subnets: [Subnets[0], small]))).ShouldBe("InvalidSubnet");
        var island = await Vpc("10.1.0.0/16");
        List<string> inland = [await Subnet(island, "10.1.0.0/24"), await Subnet(island, "10.1.1.0/24", "us-east-1b")];
        (await Refused(() => Elb.CreateLoadBalancerAsync(new CreateLoadBalancerRequest { Name = "web", Subnets = inland }))).ShouldBe("InvalidSubnet");
        (await Refused(() => Elb.CreateLoadBalancerAsync(
            new CreateLoadBalancerRequest { Name = "web", Subnets = inland, SecurityGroups = [GroupId] }))).ShouldBe("InvalidConfigurationRequest");
    }

    [Fact]
    public async Task Its_interfaces_hold_subnets_groups_and_gateway_for_a_while_after_it_is_gone()
    {
        var balancer = await Balancer();
        InterfacesOf(Subnets[0]).ShouldBe(1);
        await Elb.DeleteLoadBalancerAsync(new DeleteLoadBalancerRequest { LoadBalancerArn = balancer.LoadBalancerArn });
        (await Refused(() => Seen(balancer))).ShouldBe("LoadBalancerNotFound");

        (await Refused(() => Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = Subnets[0] }))).ShouldBe("DependencyViolation");
        (await Refused(() => Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = GroupId }))).ShouldBe("DependencyViolation");
        Pass(20);
        await Ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = Subnets[0] });
        await Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = GroupId });
    }

    [Fact]
    public async Task Deleting_it_takes_listeners_and_rules_along_and_leaves_target_groups()
    {
        var (balancer, group) = (await Balancer(), await TargetGroup());
        var listener = await Listener(balancer);
        var rule = await Rule(listener, 1, Forward(group), "/*");
        await Elb.DeleteLoadBalancerAsync(new DeleteLoadBalancerRequest { LoadBalancerArn = balancer.LoadBalancerArn });

        (await Refused(() => Elb.DescribeListenersAsync(new DescribeListenersRequest { ListenerArns = [listener] }))).ShouldBe("ListenerNotFound");
        (await Refused(() => Elb.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [rule.RuleArn] }))).ShouldBe("RuleNotFound");
        await Elb.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = group });
    }

    [Fact]
    public async Task Deletion_protection_protects()
    {
        var balancer = await Balancer();
        await Elb.ModifyLoadBalancerAttributesAsync(new ModifyLoadBalancerAttributesRequest
        {
            LoadBalancerArn = balancer.LoadBalancerArn,
            Attributes = [new() { Key = "deletion_protection.enabled", Value = "true" }],
        });
        (await Refused(() => Elb.DeleteLoadBalancerAsync(
            new DeleteLoadBalancerRequest { LoadBalancerArn = balancer.LoadBalancerArn }))).ShouldBe("OperationNotPermitted");
    }

    [Theory]
    [InlineData("idle_timeout.timeout_seconds", "4001")]
    [InlineData("routing.http2.enabled", "yes")]
    [InlineData("proxy_protocol_v2.enabled", "true")]
    public async Task Attributes_are_checked(string key, string value)
    {
        var balancer = await Balancer();
        (await Refused(() => Elb.ModifyLoadBalancerAttributesAsync(new ModifyLoadBalancerAttributesRequest
        {
            LoadBalancerArn = balancer.LoadBalancerArn,
            Attributes = [new() { Key = key, Value = value }],
        }))).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task Security_groups_and_subnets_can_be_changed()
    {
        var balancer = await Balancer();
        var group = await Group(VpcId, "other");
        await Elb.SetSecurityGroupsAsync(new SetSecurityGroupsRequest { LoadBalancerArn = balancer.LoadBalancerArn, SecurityGroups = [group] });
        await Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = GroupId });

        var third = await Subnet(VpcId, "10.0.2.0/24", "us-east-1c");
        await Elb.SetSubnetsAsync(new SetSubnetsRequest { LoadBalancerArn = balancer.LoadBalancerArn, Subnets = [Subnets[1], third] });

        (await Seen(balancer)).AvailabilityZones.Select(zone => zone.SubnetId).ShouldBe([Subnets[1], third]);
        Pass(20);
        InterfacesOf(Subnets[0]).ShouldBe(0);
        InterfacesOf(third).ShouldBe(1);
    }

    [Fact]
    public async Task Tags_are_read_for_twenty_resources_at_a_time()
    {
        var arn = (await Balancer()).LoadBalancerArn;
        await Elb.AddTagsAsync(new AddTagsRequest { ResourceArns = [arn], Tags = [new() { Key = "team", Value = "payments" }] });
        var seen = await Elb.DescribeTagsAsync(new Amazon.ElasticLoadBalancingV2.Model.DescribeTagsRequest { ResourceArns = [arn] });
        seen.TagDescriptions.Single().Tags.Single().Value.ShouldBe("payments");
        (await Refused(() => Elb.DescribeTagsAsync(
            new Amazon.ElasticLoadBalancingV2.Model.DescribeTagsRequest { ResourceArns = [.. Enumerable.Repeat(arn, 21)] }))).ShouldBe("ValidationError");
        Inside(elb => elb.TaggedResources().Single().Arn).ShouldBe(arn);
    }
}
