namespace EcsPlatform.Sandbox.Services.ServiceQuotas;

/// <summary>The quotas of Fargate's vCPUs (Amazon ECS Developer Guide, "Amazon ECS service quotas" and "AWS Fargate usage metrics").</summary>
internal static class FargateQuotas
{
    public const string ServiceCode = "fargate";

    public const string UsageNamespace = "AWS/Usage";

    public const string UsageMetric = "ResourceCount";

    /// <summary>vCPUs of an account that never asked for more.</summary>
    public const double Default = 6;

    public static IReadOnlyList<FargateQuota> All { get; } =
    [
        new("L-3032A538", "Fargate On-Demand vCPU resource count", "FARGATE", "Standard/OnDemand"),
        new("L-36FBB829", "Fargate Spot vCPU resource count", "FARGATE_SPOT", "Standard/Spot"),
    ];

    /// <summary>The capacity provider that a usage metric counts the vCPUs of; null for other metrics.</summary>
    public static string? Counted(string metricNamespace, string metric, IReadOnlyDictionary<string, string> dimensions) =>
        metricNamespace == UsageNamespace && metric == UsageMetric && dimensions.Count == 4
        && dimensions.GetValueOrDefault("Service") == "Fargate" && dimensions.GetValueOrDefault("Type") == "Resource" && dimensions.GetValueOrDefault("Resource") == "vCPU"
            ? All.FirstOrDefault(quota => quota.Class == dimensions.GetValueOrDefault("Class"))?.Provider
            : null;
}

/// <summary>A quota.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Provider">The capacity provider whose tasks count.</param>
/// <param name="Class">How the usage metric calls it.</param>
internal sealed record FargateQuota(string Code, string Name, string Provider, string Class);
