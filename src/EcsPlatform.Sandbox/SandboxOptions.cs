namespace EcsPlatform.Sandbox;

/// <summary>How a sandbox is set up.</summary>
public sealed record SandboxOptions
{
    /// <summary>Decides every identifier and every chance; the same seed gives the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The region of calls that name none.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>Time a call takes, half before and half after its effect; 0 answers at once.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The sandbox's time; a <see cref="VirtualClock"/> when left out.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>How much faster than AWS lifecycles run (a NAT gateway, a task); 1 is AWS's own pace, 2 twice as fast.</summary>
    public double LifecycleSpeed { get; init; } = 1;

    /// <summary>vCPUs that the account may run at once on Fargate, On-Demand and Spot each; 4,000, as an account has that runs platforms (a new one begins with 6).
    /// <see cref="EcsPlatform.Sandbox.Faults.SetVcpuQuota"/> does the same later on.</summary>
    public double FargateVcpus { get; init; } = 4000;

    /// <summary>How long a new role cannot be assumed yet; 8 seconds.</summary>
    public TimeSpan RolePropagation { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>ARNs of the account's own managed policies that count as existing; AWS's own always do.</summary>
    public IReadOnlyCollection<string> ManagedPolicies { get; init; } = [];

    /// <summary>Whether a task fails to start when its ECR repository lacks the image; by default only the repository must exist, because a platform is built before its first push.</summary>
    public bool ImagesMustExist { get; init; }

    /// <summary>Services that AWS has switched off, by signing name ("appmesh"): their endpoints do not resolve. <see cref="EcsPlatform.Sandbox.Faults.Discontinue"/> does the same later on.</summary>
    public IReadOnlyCollection<string> Discontinued { get; init; } = [];
}
