namespace EcsPlatform.Sandbox.Tests.Network;

public class NetworkByCliTests
{
    [Fact]
    public async Task The_cli_builds_a_network_with_a_load_balancer_and_takes_it_down()
    {
        AwsCli.SkipWhereMissing();
        await using var server = SandboxHttpServer.Start(new AwsSandbox(new SandboxOptions { Clock = new ScaledClock(600) }));
        var vpc = await Do("ec2 create-vpc --cidr-block 10.0.0.0/16 --tag-specifications ResourceType=vpc,Tags=[{Key=team,Value=payments}]", "Vpc", "VpcId");
        var rehearsed = await AwsCli.RunAsync(server.Url, $"ec2 delete-vpc --vpc-id {vpc} --dry-run");
        rehearsed.Error.ShouldContain("DryRunOperation");
        (await Do("ec2 describe-vpcs --filters Name=tag:team,Values=payments --query Vpcs[0]", "VpcId")).ShouldBe(vpc);

        var a = await Do($"ec2 create-subnet --vpc-id {vpc} --cidr-block 10.0.0.0/24 --availability-zone eu-central-1a", "Subnet", "SubnetId");
        var b = await Do($"ec2 create-subnet --vpc-id {vpc} --cidr-block 10.0.1.0/24 --availability-zone eu-central-1b", "Subnet", "SubnetId");
        (await AwsCli.RunAsync(server.Url, $"ec2 delete-vpc --vpc-id {vpc}")).Error.ShouldContain("DependencyViolation");
        var balancer = await Do($"elbv2 create-load-balancer --name web --scheme internal --subnets {a} {b} --query LoadBalancers[0]", "LoadBalancerArn");
        await Do($"elbv2 create-listener --load-balancer-arn {balancer} --port 80 --protocol HTTP"
            + " --default-actions Type=fixed-response,FixedResponseConfig={StatusCode=404} --query Listeners[0]", "ListenerArn");
        (await Do("elbv2 describe-load-balancers --names web --query LoadBalancers[0]", "VpcId")).ShouldBe(vpc);

        await Silently($"elbv2 delete-load-balancer --load-balancer-arn {balancer}");
        await Silently($"ec2 delete-subnet --subnet-id {a}");
        await Silently($"ec2 delete-subnet --subnet-id {b}");
        await Silently($"ec2 delete-vpc --vpc-id {vpc}");

        async Task<string> Do(string command, params string[] path)
        {
            var (output, error) = await AwsCli.RunAsync(server.Url, command);
            output.ShouldNotBeNull(error);
            return path.Aggregate(output.Value, (node, name) => node.GetProperty(name)).GetString()!;
        }

        async Task Silently(string command) => (await AwsCli.RunAsync(server.Url, command)).Error.ShouldBeEmpty();
    }
}
