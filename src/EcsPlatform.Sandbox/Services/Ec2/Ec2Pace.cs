namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>How long EC2 takes, as usually seen; the sandbox's LifecycleSpeed divides it.</summary>
internal static class Ec2Pace
{
    public static readonly TimeSpan NatGatewayAvailable = TimeSpan.FromSeconds(100);

    public static readonly TimeSpan NatGatewayFailed = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan NatGatewayDeleted = TimeSpan.FromSeconds(60);

    // NatGateways stay visible for about an hour after deletion or failure (VPC user guide, "NAT gateway basics").
    public static readonly TimeSpan NatGatewayForgotten = TimeSpan.FromHours(1);
}
