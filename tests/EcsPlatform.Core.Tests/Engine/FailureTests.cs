using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Something fails for good, or somebody stops the run: the rest is done, and the next run goes on.</summary>
public sealed class FailureTests
{
    [Fact]
    public void A_container_that_crashes_on_start_fails_its_service_only_with_reason_and_exit_code()
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.Account.Faults.SetContainerCrash("service-front-t1");

        var report = platform.Up();

        var failure = report.Failures.ShouldHaveSingleItem();
        failure.LogicalId.ShouldBe("service/front");
        failure.Message.ShouldContain("Essential container in task exited");
        failure.Message.ShouldContain("exit code 1");
        failure.Message.ShouldContain("  | "); // what its container wrote last
        report.Done.ShouldContain(step => step.LogicalId == "service/worker");

        platform.Account.Faults.SetContainerCrash("service-front-t1", crashes: false);
        platform.Clock.Advance(TimeSpan.FromMinutes(10));
        platform.Up().ThrowIfFailed();
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(20)]
    [InlineData(110)]
    public void A_run_that_is_stopped_returns_soon_and_the_next_one_goes_on(double seconds)
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        using var stop = new CancellationTokenSource();
        using var timer = platform.Clock.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

        try
        {
            platform.Up(stop.Token).Succeeded.ShouldBeFalse();
        }
        catch (OperationCanceledException)
        {
            // It was stopped while it was still looking.
        }

        platform.Clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(seconds + 1));
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void A_nat_gateway_that_has_failed_is_replaced_by_the_next_run()
    {
        var platform = new SandboxedPlatform(Platforms.Small);
        platform.ByHand(async aws =>
        {
            // Ours by its tags, as a run that died would have left it, and without a way out: it fails (Gateway.NotAttached).
            var vpc = (await aws.EC2.CreateVpcAsync(new() { CidrBlock = "10.77.0.0/16" })).Vpc.VpcId;
            var subnet = (await aws.EC2.CreateSubnetAsync(new() { VpcId = vpc, CidrBlock = "10.77.0.0/24" })).Subnet.SubnetId;
            var address = (await aws.EC2.AllocateAddressAsync(new() { Domain = "vpc" })).AllocationId;
            return (await aws.EC2.CreateNatGatewayAsync(new()
            {
                SubnetId = subnet,
                AllocationId = address,
                TagSpecifications = [new() { ResourceType = "natgateway", Tags =
                [
                    new() { Key = "ecsplatform:platform", Value = "small" }, new() { Key = "ecsplatform:environment", Value = "t1" }, new() { Key = "ecsplatform:id", Value = "nat-gateway/a" },
                ] }],
            })).NatGateway.NatGatewayId;
        });
        platform.Clock.Advance(TimeSpan.FromMinutes(1));

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
    }
}
