using System.Globalization;
using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>A task definition as a flat list of what we set, in which what ECS fills in, reorders or leaves out makes no difference.</summary>
internal static class TaskDefinitionShape
{
    public static IReadOnlyDictionary<string, string> Of(TaskDefinition revision) => Of(
        revision.Cpu, revision.Memory, revision.NetworkMode?.Value, revision.ExecutionRoleArn, revision.TaskRoleArn, revision.RuntimePlatform, revision.ContainerDefinitions, revision.ProxyConfiguration, revision.Volumes);

    public static IReadOnlyDictionary<string, string> Of(RegisterTaskDefinitionRequest request) => Of(
        request.Cpu, request.Memory, request.NetworkMode?.Value, request.ExecutionRoleArn, request.TaskRoleArn, request.RuntimePlatform, request.ContainerDefinitions, request.ProxyConfiguration, request.Volumes);

    public static IEnumerable<PropertyDifference> Compare(IReadOnlyDictionary<string, string> actual, IReadOnlyDictionary<string, string> desired) =>
        actual.Keys.Union(desired.Keys)
            .Where(key => actual.GetValueOrDefault(key, "") != desired.GetValueOrDefault(key, ""))
            .Order(StringComparer.Ordinal)
            .Select(key => new PropertyDifference(key, actual.GetValueOrDefault(key), desired.GetValueOrDefault(key)));

    private static Dictionary<string, string> Of(
        string? cpu,
        string? memory,
        string? networkMode,
        string? executionRole,
        string? taskRole,
        RuntimePlatform? platform,
        List<ContainerDefinition>? containers,
        ProxyConfiguration? proxy,
        List<Volume>? volumes)
    {
        var shape = new Dictionary<string, string>(StringComparer.Ordinal);
        Set("cpu", cpu);
        Set("memory", memory);
        Set("networkMode", networkMode);
        Set("executionRoleArn", executionRole);
        Set("taskRoleArn", taskRole);
        Set("runtimePlatform.cpuArchitecture", platform?.CpuArchitecture?.Value ?? "X86_64");
        Set("volumes", Sorted(volumes?.Select(volume => volume.Name)));
        Set("proxyConfiguration", proxy is null ? null : $"{proxy.Type?.Value ?? "APPMESH"} {proxy.ContainerName}");
        foreach (var property in proxy?.Properties ?? [])
        {
            Set($"proxyConfiguration.{property.Name}", property.Value);
        }

        foreach (var container in containers ?? [])
        {
            Describe($"{container.Name}.", container);
        }

        return shape;

        void Describe(string prefix, ContainerDefinition container)
        {
            Set(prefix + "image", container.Image);
            Set(prefix + "essential", container.Essential ?? true);
            Set(prefix + "memory", container.Memory);
            Set(prefix + "memoryReservation", container.MemoryReservation);
            Set(prefix + "readonlyRootFilesystem", container.ReadonlyRootFilesystem ?? false);
            Set(prefix + "user", container.User);
            Set(prefix + "entryPoint", Join(container.EntryPoint));
            Set(prefix + "command", Join(container.Command));
            Set(prefix + "dependsOn", Sorted(container.DependsOn?.Select(dependency => $"{dependency.ContainerName} {dependency.Condition?.Value}")));
            Set(prefix + "mountPoints", Sorted(container.MountPoints?.Select(mount => $"{mount.SourceVolume} at {mount.ContainerPath}{(mount.ReadOnly == true ? " read-only" : "")}")));
            Set(prefix + "portMappings", Join(container.PortMappings?.Select(mapping => string.Create(CultureInfo.InvariantCulture, $"{mapping.ContainerPort}/{mapping.Protocol?.Value ?? "tcp"} {mapping.Name} {mapping.AppProtocol?.Value}").TrimEnd())));
            Set(prefix + "ulimits", Join(container.Ulimits?.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name?.Value} {limit.SoftLimit} {limit.HardLimit}"))));
            Set(prefix + "healthCheck", container.HealthCheck is { } check
                ? string.Create(CultureInfo.InvariantCulture, $"{Join(check.Command)} every {check.Interval ?? 30} s, {check.Timeout ?? 5} s, {check.Retries ?? 3} times, after {check.StartPeriod ?? 0} s")
                : null);
            foreach (var variable in container.Environment ?? [])
            {
                Set($"{prefix}environment.{variable.Name}", variable.Value);
            }

            foreach (var secret in container.Secrets ?? [])
            {
                Set($"{prefix}secrets.{secret.Name}", secret.ValueFrom);
            }

            Set(prefix + "logDriver", container.LogConfiguration?.LogDriver?.Value);
            foreach (var (option, value) in container.LogConfiguration?.Options ?? [])
            {
                Set($"{prefix}logOptions.{option}", value);
            }
        }

        void Set(string property, object? value)
        {
            var text = value switch
            {
                bool flag => flag ? "true" : "false",
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                _ => value?.ToString(),
            };
            if (!string.IsNullOrEmpty(text))
            {
                shape[property] = text;
            }
        }
    }

    private static string? Sorted(IEnumerable<string>? values) => Join(values?.Order(StringComparer.Ordinal));

    private static string? Join(IEnumerable<string>? values) => values is null ? null : string.Join(" ", values);
}
