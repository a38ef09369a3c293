using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Tests.ElasticLoadBalancing;

public class TargetHealthTests : LoadBalancingWorld
{
    private const string Ip = "10.0.0.200";

    [Fact]
    public async Task Nobody_checks_a_target_until_a_listener_forwards_to_it()
    {
        var group = await TargetGroup();
        await Register(group, Ip);
        (await Health(group, Ip)).Reason.Value.ShouldBe("Target.NotInUse");

        await Listener(await Balancer(), 80, Forward(group));
        (await Health(group, Ip)).State.Value.ShouldBe("initial");
        Pass(10);
        (await Health(group, Ip)).State.Value.ShouldBe("healthy");
    }

    [Fact]
    public async Task A_deregistered_target_drains_for_the_delay_and_is_gone()
    {
        var group = await InUse();
        await Elb.ModifyTargetGroupAttributesAsync(new ModifyTargetGroupAttributesRequest
        {
            TargetGroupArn = group,
            Attributes = [new() { Key = "deregistration_delay.timeout_seconds", Value = "30" }],
        });
        await Register(group, Ip);
        Pass(10);
        await Elb.DeregisterTargetsAsync(new DeregisterTargetsRequest { TargetGroupArn = group, Targets = [new() { Id = Ip }] });
        Pass(29);
        (await Health(group, Ip)).State.Value.ShouldBe("draining");
        Pass(1);

        (await Health(group, Ip)).Reason.Value.ShouldBe("Target.NotRegistered");
        ((await Elb.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = group })).TargetHealthDescriptions ?? []).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_health_check_is_noticed_and_so_is_its_end(bool everythingIsCleared)
    {
        var group = await InUse();
        await Register(group, Ip);
        Pass(10);
        Sandbox.Faults.SetHealthCheckFailure("web");
        Pass(19);
        (await Health(group, Ip)).State.Value.ShouldBe("healthy");
        Pass(1);
        (await Health(group, Ip)).State.Value.ShouldBe("unhealthy");

        if (everythingIsCleared)
        {
            Sandbox.Faults.Clear();
        }
        else
        {
            Sandbox.Faults.SetHealthCheckFailure("web", fails: false);
        }

        Pass(49);
        (await Health(group, Ip)).State.Value.ShouldBe("unhealthy");
        Pass(1);
        (await Health(group, Ip)).State.Value.ShouldBe("healthy");
    }

    [Fact]
    public async Task A_target_that_ecs_registered_fails_by_its_services_name()
    {
        var group = await InUse();
        Sandbox.Faults.SetHealthCheckFailure("payments-api");
        Inside(elb =>
        {
            elb.RegisterTarget(group, Ip, 8080, "us-east-1a", "payments-api");
            return true;
        });
        Pass(20);
        Inside(elb => elb.Health(group, Ip, 8080)).ShouldBe("unhealthy");
    }

    [Fact]
    public async Task Security_groups_between_balancer_and_target_decide()
    {
        var group = await InUse();
        var (ip, taskGroup) = await TaskInterface();
        await Register(group, ip);
        Pass(20);
        (await Health(group, ip)).Reason.Value.ShouldBe("Target.Timeout");

        await Allow(taskGroup, Tcp(8080, group: GroupId));
        Pass(50);
        (await Health(group, ip)).State.Value.ShouldBe("healthy");

        await Ec2.RevokeSecurityGroupEgressAsync(new RevokeSecurityGroupEgressRequest
        {
            GroupId = GroupId,
            IpPermissions = [new() { IpProtocol = "-1", Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
        });
        Pass(20);
        (await Health(group, ip)).Reason.Value.ShouldBe("Target.Timeout");
    }

    [Theory]
    [InlineData("10.9.0.4")]
    [InlineData("i-0123456789abcdef0")]
    public async Task An_address_outside_the_vpc_is_refused(string id)
    {
        var group = await TargetGroup();
        (await Refused(() => Register(group, id))).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task Nothing_ticks_once_states_have_settled()
    {
        var group = await InUse();
        await Register(group, Ip);
        Pass(300);
        Clock.PendingTimers.ShouldBe(0);
    }

    private async Task<string> InUse()
    {
        var group = await TargetGroup();
        await Listener(await Balancer(), 80, Forward(group));
        return group;
    }
}
