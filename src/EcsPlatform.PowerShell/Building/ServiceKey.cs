using System.Text.Json;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Where the definition of a service has what a row's column or a parameter says.</summary>
/// <param name="Path">The keys from the service down: "deployment", "canary", "percent".</param>
/// <param name="Type">What the last of them holds.</param>
internal sealed record ServiceKey(IReadOnlyList<string> Path, Type Type)
{
    // What rows and parameters call it, and where the definition has it.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ServiceName"] = "name",
        ["Path"] = "route.paths",
        ["Paths"] = "route.paths",
        ["HostName"] = "route.hosts",
        ["Hosts"] = "route.hosts",
        ["Priority"] = "route.priority",
        ["HealthCheckPath"] = "targetHealth.path",
        ["HealthCheckIntervalSeconds"] = "targetHealth.intervalSeconds",
        ["Secret"] = "secrets",
        ["Policy"] = "policies",
        ["Call"] = "calls",
        ["CapacityProvider"] = "capacityProviderStrategy",
        ["MeshProtocol"] = "mesh.protocol",
        ["MeshTimeout"] = "mesh.requestTimeoutSeconds",
        ["MeshTimeoutSeconds"] = "mesh.requestTimeoutSeconds",
        ["MeshIdleTimeoutSeconds"] = "mesh.idleTimeoutSeconds",
        ["MeshRetry"] = "mesh.retry",
        ["ConnectionPool"] = "mesh.connectionPool",
        ["OutlierDetection"] = "mesh.outlierDetection",
        ["DeploymentStrategy"] = "deployment.strategy",
        ["DeploymentController"] = "deployment.controller",
        ["MinimumHealthyPercent"] = "deployment.minimumHealthyPercent",
        ["MaximumPercent"] = "deployment.maximumPercent",
        ["CircuitBreaker"] = "deployment.circuitBreaker",
        ["Rollback"] = "deployment.rollback",
        ["BakeTimeMinutes"] = "deployment.bakeTimeMinutes",
        ["CanaryPercent"] = "deployment.canary.percent",
        ["CanaryBakeTimeMinutes"] = "deployment.canary.bakeMinutes",
        ["StepPercent"] = "deployment.linear.stepPercent",
        ["StepBakeTimeMinutes"] = "deployment.linear.stepMinutes",
        ["DeploymentHook"] = "deployment.hooks",
        ["DeploymentAlarm"] = "deployment.alarms",
        ["ErrorAlarmCount"] = "deployment.errorAlarm.count",
        ["ErrorAlarmPeriodSeconds"] = "deployment.errorAlarm.periodSeconds",
        ["ErrorAlarmPeriods"] = "deployment.errorAlarm.evaluationPeriods",
    };

    private static readonly Dictionary<string, ServiceKey> Known = typeof(MicroserviceDefinition).GetProperties()
        .Where(property => property.CanWrite)
        .Select(property => KeyValuePair.Create(property.Name, JsonNamingPolicy.CamelCase.ConvertName(property.Name)))
        .Where(own => !Names.ContainsKey(own.Key))
        .Concat(Names)
        .ToDictionary(name => name.Key, name => At(name.Value.Split('.')), StringComparer.OrdinalIgnoreCase);

    /// <summary>The key that a column, a hashtable's key or a parameter stands for; null where no service has it.</summary>
    public static ServiceKey? Find(string name) => Known.GetValueOrDefault(name);

    private static ServiceKey At(string[] path) => new(path, path.Aggregate(typeof(MicroserviceDefinition), (type, key) => PartValue.KeysOf(type)[key].Type));
}
