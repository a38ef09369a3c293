using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.Lambda;

namespace EcsPlatform.Sandbox.Tests.Terraform;

/// <summary>A client that we did not write, and that reads back everything it made.</summary>
public class TerraformTests
{
    [Fact]
    public async Task Terraform_builds_a_platform_finds_nothing_to_change_and_takes_it_down()
    {
        TerraformMirror.SkipWhereMissing();
        var sandbox = new AwsSandbox(new SandboxOptions { Clock = new ScaledClock(600) });
        await using var server = SandboxHttpServer.Start(sandbox);
        using var terraform = new TerraformRun(server.Url, "platform.tf");

        await terraform.DoAsync("init");
        await terraform.DoAsync("apply -auto-approve");
        sandbox.Inventory().ShouldContain("us-east-1 Ecs Clusters/main");
        await terraform.DoAsync("plan -detailed-exitcode"); // 2 where the plan is not empty
        await terraform.DoAsync("destroy -auto-approve");

        // Roles that services made for themselves stay, as they do in AWS.
        sandbox.Inventory().ShouldAllBe(item => item.Contains("AWSServiceRoleFor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Terraform_builds_changes_and_removes_meshes_keys_functions_and_what_CodeDeploy_needs()
    {
        TerraformMirror.SkipWhereMissing();
        var sandbox = new AwsSandbox(new SandboxOptions { Clock = new ScaledClock(600) });
        await MakeLoadBalancerAsync(sandbox);
        var given = sandbox.Inventory();
        await using var server = SandboxHttpServer.Start(sandbox);
        using var terraform = new TerraformRun(server.Url, "platform.tf", "meshes.tf", "keys.tf", "deployments.tf");
        terraform.Add("function.zip", LambdaWorld.Zip().ToArray());

        await terraform.DoAsync("init");
        await terraform.DoAsync("apply -auto-approve");
        sandbox.Inventory().ShouldContain("us-east-1 AppMesh VirtualServices/payments/virtualService/ledger.payments.local");

        // What the variable stands in changes where it is; of all the rest Terraform finds nothing to change.
        (await terraform.DoAsync("apply -auto-approve -var green=50")).ShouldContain("Resources: 0 added, 11 changed, 0 destroyed.");
        await terraform.DoAsync("plan -detailed-exitcode -var green=50"); // 2 where the plan is not empty
        await terraform.DoAsync("destroy -auto-approve -var green=50");

        // Keys and authorities go on their day; roles that services made for themselves stay.
        sandbox.Inventory().Except(given).ShouldAllBe(item =>
            item.Contains("AWSServiceRoleFor", StringComparison.Ordinal) || item.Contains(" Kms Keys/", StringComparison.Ordinal) || item.Contains(" PrivateCa ", StringComparison.Ordinal));
    }

    private static async Task MakeLoadBalancerAsync(AwsSandbox sandbox)
    {
        var vpc = (await sandbox.CallAsync(EC2Model.CreateVpc, new() { CidrBlock = "10.1.0.0/16" })).Vpc.VpcId;
        var a = (await sandbox.CallAsync(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.1.0.0/24", AvailabilityZone = "us-east-1a" })).Subnet.SubnetId;
        var b = (await sandbox.CallAsync(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.1.1.0/24", AvailabilityZone = "us-east-1b" })).Subnet.SubnetId;
        await sandbox.CallAsync(ElasticLoadBalancingV2Model.CreateLoadBalancer, new() { Name = "given", Scheme = "internal", Subnets = [a, b] });
    }
}
