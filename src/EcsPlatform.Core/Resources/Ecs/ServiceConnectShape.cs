using System.Globalization;
using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>A place in Service Connect as a flat list of what we set, in which what ECS fills in makes no difference.</summary>
internal static class ServiceConnectShape
{
    private const string Prefix = "serviceConnect.";

    // Service Connect's own defaults (ECS API, TimeoutConfiguration).
    private const int UsualIdleSeconds = 300;
    private const int UsualRequestSeconds = 15;

    /// <summary>What a service's current deployment has of it; null when it is not in Service Connect.</summary>
    public static ServiceConnectConfiguration? ConfigurationOf(Service service) =>
        (service.Deployments ?? []).FirstOrDefault(deployment => deployment.Status == "PRIMARY")?.ServiceConnectConfiguration is { Enabled: true } configuration ? configuration : null;

    /// <summary>Some of the differences are of its configuration.</summary>
    public static bool Touches(IEnumerable<PropertyDifference> differences) =>
        differences.Any(difference => difference.Property.StartsWith(Prefix, StringComparison.Ordinal) && difference.Property != ServiceConnectEndpoints.Property);

    /// <summary>What differs.</summary>
    public static IEnumerable<PropertyDifference> Compare(ServiceConnectConfiguration? actual, ServiceConnectConfiguration? desired)
    {
        var (live, wanted) = (Of(actual), Of(desired));
        return live.Keys.Union(wanted.Keys)
            .Where(key => live.GetValueOrDefault(key, "") != wanted.GetValueOrDefault(key, ""))
            .Order(StringComparer.Ordinal)
            .Select(key => new PropertyDifference(Prefix + key, live.GetValueOrDefault(key), wanted.GetValueOrDefault(key)));
    }

    private static Dictionary<string, string> Of(ServiceConnectConfiguration? configuration)
    {
        var shape = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration is not { Enabled: true })
        {
            return shape;
        }

        Set("enabled", "true");
        Set("namespace", configuration.Namespace);
        Set("logGroup", configuration.LogConfiguration?.Options?.GetValueOrDefault("awslogs-group"));
        Set("logStreamPrefix", configuration.LogConfiguration?.Options?.GetValueOrDefault("awslogs-stream-prefix"));
        Set("accessLogs", configuration.AccessLogConfiguration?.Format?.Value);
        foreach (var service in configuration.Services ?? [])
        {
            var prefix = $"{service.DiscoveryName ?? service.PortName}.";
            Set(prefix + "portName", service.PortName);
            Set(prefix + "clientAliases", string.Join(" ", (service.ClientAliases ?? []).Select(alias => string.Create(CultureInfo.InvariantCulture, $"{alias.DnsName}:{alias.Port}"))));
            Set(prefix + "idleTimeoutSeconds", (service.Timeout?.IdleTimeoutSeconds ?? UsualIdleSeconds).ToString(CultureInfo.InvariantCulture));
            Set(prefix + "perRequestTimeoutSeconds", (service.Timeout?.PerRequestTimeoutSeconds ?? UsualRequestSeconds).ToString(CultureInfo.InvariantCulture));
            Set(prefix + "tls.authority", service.Tls?.IssuerCertificateAuthority?.AwsPcaAuthorityArn);
            Set(prefix + "tls.kmsKey", service.Tls?.KmsKey);
            Set(prefix + "tls.roleArn", service.Tls?.RoleArn);
        }

        return shape;

        void Set(string property, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                shape[property] = value;
            }
        }
    }
}
