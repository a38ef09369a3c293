using System.Text.RegularExpressions;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of a Service Connect configuration (ServiceConnectConfiguration and the types in it, API reference).</summary>
internal sealed partial class ServiceConnectRules(Neighbours neighbours)
{
    private static readonly HashSet<string> LogDrivers = ["awslogs", "splunk", "awsfirelens"];

    /// <summary>What holds for the configuration by itself and with the task definition.</summary>
    public void Check(ServiceConnectConfiguration configuration, TaskDefinition definition)
    {
        EcsErrors.Require(definition.ProxyConfiguration is null,
            "Service Connect can't be used with a task definition that has a proxyConfiguration of App Mesh.");
        foreach (var service in configuration.Services ?? [])
        {
            Check(service, definition);
        }

        var names = (configuration.Services ?? []).ConvertAll(DiscoveryName);
        EcsErrors.Require(names.Distinct().Count() == names.Count, "The discoveryName of each Service Connect service must be unique.");
        CheckLogging(configuration);
    }

    public static string DiscoveryName(ServiceConnectService service) => service.DiscoveryName ?? service.PortName;

    public static PortMapping? Port(string portName, TaskDefinition definition) =>
        definition.ContainerDefinitions.SelectMany(container => container.PortMappings ?? []).FirstOrDefault(mapping => mapping.Name == portName);

    private void Check(ServiceConnectService service, TaskDefinition definition)
    {
        var port = Port(service.PortName, definition)
            ?? throw EcsErrors.InvalidParameter($"The portName {service.PortName} does not match the name of a portMapping in the task definition {definition.Family}:{definition.Revision}.");
        EcsErrors.Require(DiscoveryNames().IsMatch(DiscoveryName(service)),
            $"The discoveryName {DiscoveryName(service)} can contain up to 64 lowercase letters, numbers, underscores and hyphens, and can't start with a hyphen.");
        EcsErrors.Require(service.ClientAliases is { Count: 1 }, $"The Service Connect service {service.PortName} must have exactly one clientAlias.");
        EcsErrors.Require(service.ClientAliases[0].DnsName is not { } name || DnsNames().IsMatch(name),
            $"The dnsName {service.ClientAliases[0].DnsName} can contain up to 127 lowercase letters, numbers, underscores, hyphens and periods, and can't start with a hyphen.");
        EcsErrors.Require(service.Timeout?.IdleTimeoutSeconds is null or >= 0, "idleTimeoutSeconds must not be negative.");
        EcsErrors.Require(service.Timeout?.PerRequestTimeoutSeconds is null or >= 0, "perRequestTimeoutSeconds must not be negative.");
        EcsErrors.Require(service.Timeout?.PerRequestTimeoutSeconds is null || port.AppProtocol is not null,
            $"perRequestTimeoutSeconds can only be set where the appProtocol isn't TCP: the port {service.PortName} has none.");
        EcsErrors.Require(service.ClientAliases[0].TestTrafficRules is null || port.AppProtocol is not null,
            $"testTrafficRules can only be set where the appProtocol isn't TCP: the port {service.PortName} has none.");
        if (service.Tls is { } tls)
        {
            CheckTls(tls);
        }
    }

    private void CheckTls(ServiceConnectTlsConfiguration tls)
    {
        EcsErrors.Require(!string.IsNullOrEmpty(tls.IssuerCertificateAuthority?.AwsPcaAuthorityArn), "awsPcaAuthorityArn must be specified for Service Connect TLS.");
        EcsErrors.Require(neighbours.IsActiveAuthority(tls.IssuerCertificateAuthority!.AwsPcaAuthorityArn),
            $"The certificate authority {tls.IssuerCertificateAuthority.AwsPcaAuthorityArn} does not exist or is not active.");
        EcsErrors.Require(tls.KmsKey is null || neighbours.KeyExists(tls.KmsKey), $"The KMS key {tls.KmsKey} does not exist.");
        EcsErrors.Require(!string.IsNullOrEmpty(tls.RoleArn), "roleArn must be specified for Service Connect TLS.");
        EcsErrors.Require(neighbours.RoleTrusts(tls.RoleArn, Neighbours.ServicePrincipal),
            $"The role {tls.RoleArn} for Service Connect TLS does not exist or does not trust {Neighbours.ServicePrincipal}.");
    }

    private static void CheckLogging(ServiceConnectConfiguration configuration)
    {
        EcsErrors.Require(configuration.AccessLogConfiguration is null || configuration.LogConfiguration is not null,
            "To enable access logs, you must also specify a logConfiguration in the serviceConnectConfiguration.");
        if (configuration.LogConfiguration is not { } log)
        {
            return;
        }

        EcsErrors.Require(LogDrivers.Contains(log.LogDriver.Value), $"Log driver '{log.LogDriver.Value}' is not supported by Fargate.");
        if (log.LogDriver.Value == "awslogs")
        {
            foreach (var option in new[] { "awslogs-group", "awslogs-region", "awslogs-stream-prefix" })
            {
                EcsErrors.Require(log.Options?.ContainsKey(option) == true, $"Log driver awslogs requires options: {option}");
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_][a-z0-9_-]{0,63}$")]
    private static partial Regex DiscoveryNames();

    [GeneratedRegex("^[a-z0-9_.][a-z0-9_.-]{0,126}$")]
    private static partial Regex DnsNames();
}
