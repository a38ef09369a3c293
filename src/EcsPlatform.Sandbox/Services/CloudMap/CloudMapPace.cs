namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>How long Cloud Map's operations take, at AWS's own pace (typical figures): those with DNS wait for Route 53.</summary>
internal static class CloudMapPace
{
    /// <summary>From SUBMITTED to PENDING.</summary>
    public static TimeSpan Submitted { get; } = TimeSpan.FromSeconds(1);

    /// <summary>From PENDING to its end, without DNS.</summary>
    public static TimeSpan Pending { get; } = TimeSpan.FromSeconds(2);

    /// <summary>From PENDING to its end, where a hosted zone or its records change.</summary>
    public static TimeSpan PendingDns { get; } = TimeSpan.FromSeconds(30);

    /// <summary>From PENDING to its end, where an instance's records change.</summary>
    public static TimeSpan PendingRecords { get; } = TimeSpan.FromSeconds(5);

    /// <summary>"Cloud Map waits for approximately 30 seconds" before a reported health counts (HealthCheckCustomConfig in the API reference).</summary>
    public static TimeSpan ReportedHealth { get; } = TimeSpan.FromSeconds(30);
}
