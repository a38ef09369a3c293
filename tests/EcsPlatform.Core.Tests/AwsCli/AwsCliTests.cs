using System.Text.Json;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox;
using Cli = EcsPlatform.Tests.AwsCli;

namespace EcsPlatform.Core.Tests.AwsCli;

/// <summary>The payments platform as the unmodified AWS CLI sees it.</summary>
public sealed class AwsCliTests
{
    [Fact]
    public async Task The_CLI_lists_and_describes_what_was_built()
    {
        Cli.SkipWhereMissing();
        var platform = new SandboxedPlatform(Platforms.Payments, latency: TimeSpan.Zero);
        platform.Up().ThrowIfFailed();
        await using var server = SandboxHttpServer.Start(platform.Account);

        await Task.WhenAll(
            Check("ecs list-clusters", answer => answer.GetProperty("clusterArns").GetArrayLength().ShouldBe(1)),
            Check("ecs describe-services --cluster cluster-payments-dev --services service-payment-api-dev service-audit-logger-dev", answer =>
                answer.GetProperty("services").EnumerateArray().ShouldAllBe(service => service.GetProperty("runningCount").GetInt32() == 2)),
            Check("ecs describe-task-definition --task-definition task-payment-api-dev", answer =>
                answer.GetProperty("taskDefinition").GetProperty("containerDefinitions")[0].GetProperty("memoryReservation").GetInt32().ShouldBe(1536)),
            Check("elbv2 describe-load-balancers --names alb-payments-dev", answer =>
                answer.GetProperty("LoadBalancers")[0].GetProperty("State").GetProperty("Code").GetString().ShouldBe("active")),
            Check("iam list-roles", answer => answer.GetProperty("Roles").EnumerateArray()
                .Count(role => role.GetProperty("RoleName").GetString()!.EndsWith("-dev", StringComparison.Ordinal)).ShouldBe(10)),
            Check("iam list-role-policies --role-name task-role-audit-logger-dev", answer => answer.GetProperty("PolicyNames").GetArrayLength().ShouldBeGreaterThan(0)),
            Check("ec2 describe-subnets --filters Name=tag:ecsplatform:platform,Values=payments", answer => answer.GetProperty("Subnets").GetArrayLength().ShouldBe(6)),
            Check("cloudwatch describe-alarms", answer => answer.GetProperty("MetricAlarms").GetArrayLength().ShouldBe(10)));
        var balancer = (await Ask("elbv2 describe-load-balancers")).GetProperty("LoadBalancers")[0].GetProperty("LoadBalancerArn").GetString();
        var listener = (await Ask($"elbv2 describe-listeners --load-balancer-arn {balancer}")).GetProperty("Listeners")[0].GetProperty("ListenerArn").GetString();
        await Check($"elbv2 describe-rules --listener-arn {listener}", answer => answer.GetProperty("Rules").GetArrayLength().ShouldBe(6));

        async Task<JsonElement> Ask(string command)
        {
            var (answer, error) = await Cli.RunAsync(server.Url, command, platform.Definition.Region);
            error.ShouldBeEmpty(command);
            return answer!.Value;
        }

        async Task Check(string command, Action<JsonElement> expect) => expect(await Ask(command));
    }

    [Fact]
    public async Task The_CLI_makes_and_deletes_a_network_and_a_cluster_by_itself()
    {
        Cli.SkipWhereMissing();
        var account = new AwsSandbox();
        await using var server = SandboxHttpServer.Start(account);

        var vpc = await Make("ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId");
        var subnets = await Task.WhenAll(
            Make($"ec2 create-subnet --vpc-id {vpc} --cidr-block 10.9.0.0/24 --availability-zone us-east-1a --query Subnet.SubnetId"),
            Make($"ec2 create-subnet --vpc-id {vpc} --cidr-block 10.9.1.0/24 --availability-zone us-east-1b --query Subnet.SubnetId"),
            Make("ecs create-cluster --cluster-name mine --query cluster.clusterName"));
        account.Inventory().ShouldContain("us-east-1 Ecs Clusters/mine");

        await Task.WhenAll(
            Run($"ec2 delete-subnet --subnet-id {subnets[0]}"),
            Run($"ec2 delete-subnet --subnet-id {subnets[1]}"),
            Run("ecs delete-cluster --cluster mine"));
        await Run($"ec2 delete-vpc --vpc-id {vpc}");
        account.Inventory().ShouldBeEmpty();

        async Task<string> Make(string command) => (await Run(command))!.Value.GetString()!;

        async Task<JsonElement?> Run(string command)
        {
            var (answer, error) = await Cli.RunAsync(server.Url, command, "us-east-1");
            error.ShouldBeEmpty(command);
            return answer;
        }
    }
}
