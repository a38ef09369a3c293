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
        using var terraform = new TerraformRun(server.Url, Path.Combine(AppContext.BaseDirectory, "Terraform", "platform.tf"));

        await terraform.DoAsync("init");
        await terraform.DoAsync("apply -auto-approve");
        sandbox.Inventory().ShouldContain("us-east-1 Ecs Clusters/main");
        await terraform.DoAsync("plan -detailed-exitcode"); // 2 where the plan is not empty
        await terraform.DoAsync("destroy -auto-approve");

        // Roles that services made for themselves stay, as they do in AWS.
        sandbox.Inventory().ShouldAllBe(item => item.Contains("AWSServiceRoleFor", StringComparison.Ordinal));
    }
}
