namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>How long a Fargate task stays in each state, at AWS's own pace (typical figures; the stop order is in the Developer Guide, "task lifecycle").</summary>
internal static class TaskPace
{
    /// <summary>The network interface is attached.</summary>
    public static TimeSpan Provisioning { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Secrets are read, images pulled, containers started.</summary>
    public static TimeSpan Pending { get; } = TimeSpan.FromSeconds(15);

    /// <summary>A container that only prepares something does its work and ends.</summary>
    public static TimeSpan InitContainer { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Targets are registered.</summary>
    public static TimeSpan Activating { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Without a load balancer to drain.</summary>
    public static TimeSpan Deactivating { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Containers get SIGTERM and end.</summary>
    public static TimeSpan Stopping { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The network interface is detached.</summary>
    public static TimeSpan Deprovisioning { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The interface of a stopped task still holds its subnet and groups.</summary>
    public static TimeSpan InterfaceLingers { get; } = TimeSpan.FromSeconds(20);

    /// <summary>A stopped task can be described for about an hour.</summary>
    public static TimeSpan StoppedTasksShow { get; } = TimeSpan.FromHours(1);
}
