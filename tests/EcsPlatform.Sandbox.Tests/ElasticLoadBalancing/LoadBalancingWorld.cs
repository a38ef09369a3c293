using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Tests.Network;
using ListenerAction = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Tests.ElasticLoadBalancing;

/// <summary>A VPC with an internet gateway and a subnet in each of two zones.</summary>
public abstract class LoadBalancingWorld : NetworkWorld, IAsyncLifetime
{
    protected string VpcId { get; private set; } = "";

    protected List<string> Subnets { get; } = [];

    protected string GroupId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        VpcId = await Vpc();
        await Gateway(VpcId);
        Subnets.Add(await Subnet(VpcId));
        Subnets.Add(await Subnet(VpcId, "10.0.1.0/24", "us-east-1b"));
        GroupId = await Group(VpcId, "alb");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task<LoadBalancer> Balancer(string name = "web", List<string>? subnets = null, string? type = null) =>
        (await Elb.CreateLoadBalancerAsync(new CreateLoadBalancerRequest
        {
            Name = name,
            Subnets = subnets ?? Subnets,
            SecurityGroups = [GroupId],
            Type = type,
        })).LoadBalancers.Single();

    protected async Task<LoadBalancer> Seen(LoadBalancer balancer) => (await Elb.DescribeLoadBalancersAsync(
        new DescribeLoadBalancersRequest { LoadBalancerArns = [balancer.LoadBalancerArn] })).LoadBalancers.Single();

    protected async Task<string> TargetGroup(string name = "web", int interval = 10) => (await Elb.CreateTargetGroupAsync(NewGroup(name, interval)))
        .TargetGroups.Single().TargetGroupArn;

    protected CreateTargetGroupRequest NewGroup(string name = "web", int interval = 10) => new()
    {
        Name = name,
        Protocol = ProtocolEnum.HTTP,
        Port = 8080,
        VpcId = VpcId,
        TargetType = TargetTypeEnum.Ip,
        HealthCheckIntervalSeconds = interval,
        HealthCheckTimeoutSeconds = 5,
        HealthCheckPath = "/health",
    };

    protected async Task<string> Listener(LoadBalancer balancer, int port = 80, params ListenerAction[] actions) =>
        (await Elb.CreateListenerAsync(new CreateListenerRequest
        {
            LoadBalancerArn = balancer.LoadBalancerArn,
            Port = port,
            Protocol = balancer.Type == LoadBalancerTypeEnum.Network ? ProtocolEnum.TCP : ProtocolEnum.HTTP,
            DefaultActions = actions.Length > 0 ? [.. actions] : [NotFound],
        })).Listeners.Single().ListenerArn;

    protected async Task<Rule> Rule(string listener, int priority, ListenerAction action, params string[] paths) =>
        (await Elb.CreateRuleAsync(new CreateRuleRequest
        {
            ListenerArn = listener,
            Priority = priority,
            Conditions = [new() { Field = "path-pattern", PathPatternConfig = new() { Values = [.. paths] } }],
            Actions = [action],
        })).Rules.Single();

    protected static ListenerAction NotFound => new()
    {
        Type = ActionTypeEnum.FixedResponse,
        FixedResponseConfig = new() { StatusCode = "404", ContentType = "text/plain" },
    };

    protected static ListenerAction Forward(params string[] targetGroups) => new()
    {
        Type = ActionTypeEnum.Forward,
        ForwardConfig = new() { TargetGroups = [.. targetGroups.Select((arn, index) => new TargetGroupTuple { TargetGroupArn = arn, Weight = index == 0 ? 1 : 0 })] },
    };

    protected Task Register(string targetGroup, string ip, int port = 8080) => Elb.RegisterTargetsAsync(new RegisterTargetsRequest
    {
        TargetGroupArn = targetGroup,
        Targets = [new() { Id = ip, Port = port }],
    });

    protected async Task<TargetHealth> Health(string targetGroup, string ip, int port = 8080) => (await Elb.DescribeTargetHealthAsync(new DescribeTargetHealthRequest
    {
        TargetGroupArn = targetGroup,
        Targets = [new() { Id = ip, Port = port }],
    })).TargetHealthDescriptions.Single().TargetHealth;

    /// <summary>A task's interface behind its own security group, and the address.</summary>
    protected async Task<(string Ip, string Group)> TaskInterface()
    {
        var group = await Group(VpcId, "task");
        return (PutInterface(Subnets[0], group).PrivateIpAddress, group);
    }

    private protected T Inside<T>(Func<ElasticLoadBalancingService, T> look) => Sandbox.Look(look);

    private protected int InterfacesOf(string subnet) => Sandbox.Look((Ec2Service ec2) => 251 - ec2.FindSubnet(subnet)!.AvailableIpAddressCount!.Value);
}
