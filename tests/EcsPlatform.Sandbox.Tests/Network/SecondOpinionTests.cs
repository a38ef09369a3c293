using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Sandbox.Tests.Network;

/// <summary>The same wrong moves on the sandbox and on moto: both refuse them with the same code.</summary>
/// <remarks>
/// Left out, because moto is laxer than AWS's documentation: describing a NAT gateway that is not there, a load balancer in one zone
/// or with a bad name or an unknown subnet (moto: InvalidSubnetID.NotFound), a second listener on a port.
/// </remarks>
public sealed class SecondOpinionTests(MotoServer moto) : NetworkWorld, IClassFixture<MotoServer>
{
    private AwsClients Moto
    {
        get
        {
            Assert.SkipWhen(moto.Clients is null, "moto_server is not on the PATH of this machine.");
            return moto.Clients!;
        }
    }

    [Fact]
    public async Task Ec2_is_refused_alike()
    {
        (await Ec2RefusalsAsync(Ec2)).ShouldBe(await Ec2RefusalsAsync(Moto.EC2));
    }

    [Fact]
    public async Task Elastic_load_balancing_is_refused_alike()
    {
        (await ElbRefusalsAsync(Ec2, Elb)).ShouldBe(await ElbRefusalsAsync(Moto.EC2, Moto.ElasticLoadBalancingV2));
    }

    private static async Task<Dictionary<string, string>> Ec2RefusalsAsync(IAmazonEC2 ec2)
    {
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var subnet = (await ec2.CreateSubnetAsync(new CreateSubnetRequest { VpcId = vpc, CidrBlock = "10.0.0.0/24" })).Subnet.SubnetId;
        var table = (await ec2.CreateRouteTableAsync(new CreateRouteTableRequest { VpcId = vpc })).RouteTable.RouteTableId;
        var gateway = (await ec2.CreateInternetGatewayAsync(new CreateInternetGatewayRequest())).InternetGateway.InternetGatewayId;
        await ec2.AttachInternetGatewayAsync(new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = vpc });
        await ec2.AssociateRouteTableAsync(new AssociateRouteTableRequest { RouteTableId = table, SubnetId = subnet });
        var group = (await ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest { VpcId = vpc, GroupName = "web", Description = "web" })).GroupId;
        var ingress = new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = group,
            IpPermissions = [Tcp(80, "0.0.0.0/0")],
        };
        await ec2.AuthorizeSecurityGroupIngressAsync(ingress);
        return new()
        {
            ["VPC too wide"] = await Code(() => ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/8" })),
            ["VPC unknown"] = await Code(() => ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = ["vpc-00000000000000000"] })),
            ["subnet outside"] = await Code(() => ec2.CreateSubnetAsync(new CreateSubnetRequest { VpcId = vpc, CidrBlock = "10.1.0.0/24" })),
            ["subnet overlaps"] = await Code(() => ec2.CreateSubnetAsync(new CreateSubnetRequest { VpcId = vpc, CidrBlock = "10.0.0.0/25" })),
            ["subnet unknown"] = await Code(() => ec2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = "subnet-00000000000000000" })),
            ["gateway attached twice"] = await Code(() => ec2.AttachInternetGatewayAsync(
                new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = vpc })),
            ["gateway attached, deleted"] = await Code(() => ec2.DeleteInternetGatewayAsync(new DeleteInternetGatewayRequest { InternetGatewayId = gateway })),
            ["table in use, deleted"] = await Code(() => ec2.DeleteRouteTableAsync(new DeleteRouteTableRequest { RouteTableId = table })),
            ["route missing"] = await Code(() => ec2.DeleteRouteAsync(new DeleteRouteRequest { RouteTableId = table, DestinationCidrBlock = "0.0.0.0/0" })),
            ["group twice"] = await Code(() => ec2.CreateSecurityGroupAsync(
                new CreateSecurityGroupRequest { VpcId = vpc, GroupName = "web", Description = "web" })),
            ["group unknown"] = await Code(() => ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = "sg-00000000000000000" })),
            ["rule twice"] = await Code(() => ec2.AuthorizeSecurityGroupIngressAsync(ingress)),
            ["rule missing"] = await Code(() => ec2.RevokeSecurityGroupIngressAsync(
                new RevokeSecurityGroupIngressRequest { GroupId = group, IpPermissions = [Tcp(81, "0.0.0.0/0")] })),
            ["address unknown"] = await Code(() => ec2.ReleaseAddressAsync(new ReleaseAddressRequest { AllocationId = "eipalloc-00000000000000000" })),
            ["association unknown"] = await Code(() => ec2.DisassociateRouteTableAsync(
                new DisassociateRouteTableRequest { AssociationId = "rtbassoc-00000000000000000" })),
        };
    }

    private static async Task<Dictionary<string, string>> ElbRefusalsAsync(IAmazonEC2 ec2, IAmazonElasticLoadBalancingV2 elb)
    {
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.2.0.0/16" })).Vpc.VpcId;
        var gateway = (await ec2.CreateInternetGatewayAsync(new CreateInternetGatewayRequest())).InternetGateway.InternetGatewayId;
        await ec2.AttachInternetGatewayAsync(new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = vpc });
        List<string> subnets = [];
        foreach (var zone in (await ec2.DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest())).AvailabilityZones.Take(2))
        {
            subnets.Add((await ec2.CreateSubnetAsync(new CreateSubnetRequest
            {
                VpcId = vpc,
                CidrBlock = $"10.2.{subnets.Count}.0/24",
                AvailabilityZone = zone.ZoneName,
            })).Subnet.SubnetId);
        }

        var balancer = (await elb.CreateLoadBalancerAsync(new CreateLoadBalancerRequest { Name = "web", Subnets = subnets })).LoadBalancers.Single().LoadBalancerArn;
        CreateTargetGroupRequest Group(string name, int timeout = 5) => new()
        {
            Name = name,
            Protocol = Amazon.ElasticLoadBalancingV2.ProtocolEnum.HTTP,
            Port = 80,
            VpcId = vpc,
            TargetType = TargetTypeEnum.Ip,
            HealthCheckIntervalSeconds = 10,
            HealthCheckTimeoutSeconds = timeout,
        };
        var group = (await elb.CreateTargetGroupAsync(Group("web"))).TargetGroups.Single().TargetGroupArn;
        var createListener = new CreateListenerRequest
        {
            LoadBalancerArn = balancer,
            Port = 80,
            Protocol = Amazon.ElasticLoadBalancingV2.ProtocolEnum.HTTP,
            DefaultActions = [new() { Type = ActionTypeEnum.Forward, TargetGroupArn = group }],
        };
        var listener = (await elb.CreateListenerAsync(createListener)).Listeners.Single().ListenerArn;
        var createRule = new CreateRuleRequest
        {
            ListenerArn = listener,
            Priority = 1,
            Conditions = [new() { Field = "path-pattern", Values = ["/a"] }],
            Actions = [new() { Type = ActionTypeEnum.Forward, TargetGroupArn = group }],
        };
        await elb.CreateRuleAsync(createRule);
        return new()
        {
            ["balancer unknown by name"] = await Code(() => elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { Names = ["gone"] })),
            ["listener unknown"] = await Code(() => elb.DescribeListenersAsync(new DescribeListenersRequest { ListenerArns = [listener[..^1] + "x"] })),
            ["listeners of nothing"] = await Code(() => elb.DescribeListenersAsync(new DescribeListenersRequest())),
            ["rule on a taken priority"] = await Code(() => elb.CreateRuleAsync(createRule)),
            ["group in use"] = await Code(() => elb.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = group })),
            ["group unknown by name"] = await Code(() => elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["gone"] })),
            ["group with a slow check"] = await Code(() => elb.CreateTargetGroupAsync(Group("slow", timeout: 10))),
        };
    }

    private static async Task<string> Code(Func<Task> call)
    {
        try
        {
            await call();
            return "accepted";
        }
        catch (AmazonServiceException refusal)
        {
            return refusal.ErrorCode;
        }
    }
}
