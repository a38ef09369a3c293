using Amazon.ApplicationAutoScaling;
using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.IdentityManagement.Model;

namespace EcsPlatform.Aws.Tests.Models;

/// <summary>Names that AWSSDK gives otherwise than the model: sources must compile against either.</summary>
public sealed class SdkNameTests
{
    [Fact]
    public void Constants_are_named_after_their_value()
    {
        LaunchType.FARGATE.Value.ShouldBe("FARGATE");
        LoadBalancerSchemeEnum.InternetFacing.Value.ShouldBe("internet-facing");
        TargetHealthReasonEnum.ElbInitialHealthChecking.Value.ShouldBe("Elb.InitialHealthChecking");
        ScalableDimension.EcsServiceDesiredCount.Value.ShouldBe("ecs:service:DesiredCount");
    }

    [Fact]
    public void A_constant_can_have_a_value_that_the_model_does_not_know()
    {
        LaunchType tomorrow = "MOON";

        (tomorrow == "MOON").ShouldBeTrue();
    }

    [Fact]
    public void Members_and_classes_are_renamed_as_the_sdk_does()
    {
        new IpPermission { Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/8" }] }.Ipv4Ranges.Count.ShouldBe(1);
        new AttachedPolicyType().PolicyArn.ShouldBeNull();
        new DescribeVpcAttributeResponse { EnableDnsSupport = true }.EnableDnsSupport.ShouldBe(true);
    }

    [Fact]
    public void Nothing_is_set_in_a_new_request()
    {
        var request = new Amazon.ECS.Model.CreateServiceRequest();

        request.DesiredCount.ShouldBeNull();
        request.LoadBalancers.ShouldBeNull();
        request.LaunchType.ShouldBeNull();
    }
}
