using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Sandbox.Services.Ec2;

namespace EcsPlatform.Sandbox.Tests.Network;

/// <summary>A fresh sandbox with typed clients on it; time stands still until a test moves it.</summary>
public abstract class NetworkWorld : IDisposable
{
    private readonly HttpMessageHandler _handler;
    private readonly AwsClients _aws;

    protected NetworkWorld()
    {
        Sandbox = new AwsSandbox(new SandboxOptions { Clock = Clock });
        _handler = Sandbox.CreateHandler();
        _aws = new AwsClients(new AwsClientOptions
        {
            Handler = _handler,
            Credentials = SandboxClients.Credentials,
            Region = "us-east-1",
            MaxRetries = 0,
            IgnoreConfiguredEndpointUrls = true,
            Time = Clock,
        });
    }

    protected VirtualClock Clock { get; } = new();

    protected AwsSandbox Sandbox { get; }

    protected IAmazonEC2 Ec2 => _aws.EC2;

    protected IAmazonElasticLoadBalancingV2 Elb => _aws.ElasticLoadBalancingV2;

    public void Dispose()
    {
        _aws.Dispose();
        _handler.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static async Task<string> Refused(Func<Task> call)
    {
        var refusal = await call.ShouldThrowAsync<AmazonServiceException>();
        return refusal.ErrorCode;
    }

    protected void Pass(int seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    protected async Task<string> Vpc(string cidr = "10.0.0.0/16") =>
        (await Ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = cidr })).Vpc.VpcId;

    protected async Task<string> Subnet(string vpc, string cidr = "10.0.0.0/24", string zone = "us-east-1a") =>
        (await Ec2.CreateSubnetAsync(new CreateSubnetRequest { VpcId = vpc, CidrBlock = cidr, AvailabilityZone = zone })).Subnet.SubnetId;

    protected async Task<string> Gateway(string? attachTo = null)
    {
        var id = (await Ec2.CreateInternetGatewayAsync(new CreateInternetGatewayRequest())).InternetGateway.InternetGatewayId;
        if (attachTo is not null)
        {
            await Ec2.AttachInternetGatewayAsync(new AttachInternetGatewayRequest { InternetGatewayId = id, VpcId = attachTo });
        }

        return id;
    }

    protected async Task<string> ElasticIp() => (await Ec2.AllocateAddressAsync(new AllocateAddressRequest { Domain = DomainType.Vpc })).AllocationId;

    protected async Task<NatGateway> Nat(string subnet, string allocation, string? token = null) =>
        (await Ec2.CreateNatGatewayAsync(new CreateNatGatewayRequest { SubnetId = subnet, AllocationId = allocation, ClientToken = token })).NatGateway;

    protected async Task<NatGateway> Seen(NatGateway gateway) =>
        (await Ec2.DescribeNatGatewaysAsync(new DescribeNatGatewaysRequest { NatGatewayIds = [gateway.NatGatewayId] })).NatGateways.Single();

    protected async Task<string> Group(string vpc, string name = "web") =>
        (await Ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest { VpcId = vpc, GroupName = name, Description = name })).GroupId;

    protected async Task<string> RouteTable(string vpc) =>
        (await Ec2.CreateRouteTableAsync(new CreateRouteTableRequest { VpcId = vpc })).RouteTable.RouteTableId;

    protected Task Allow(string group, IpPermission permission) =>
        Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest { GroupId = group, IpPermissions = [permission] });

    protected static IpPermission Tcp(int port, string? cidr = null, string? group = null) => new()
    {
        IpProtocol = "tcp",
        FromPort = port,
        ToPort = port,
        Ipv4Ranges = cidr is null ? null : [new() { CidrIp = cidr }],
        UserIdGroupPairs = group is null ? null : [new() { GroupId = group }],
    };

    private protected NetworkInterface PutInterface(string subnet, params string[] groups) => Sandbox.Look((Ec2Service ec2) =>
        ec2.CreateInterface(new InterfaceOrder(subnet, groups, "a task", "amazon-ecs")));
}
