using System.Net;
using System.Net.Sockets;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>What Cloud Map checks of an instance's attributes (RegisterInstance in the API reference).</summary>
internal static class InstanceRules
{
    private static readonly HashSet<string> Known =
    [
        "AWS_ALIAS_DNS_NAME", "AWS_EC2_INSTANCE_ID", "AWS_INIT_HEALTH_STATUS", "AWS_INSTANCE_CNAME",
        "AWS_INSTANCE_IPV4", "AWS_INSTANCE_IPV6", "AWS_INSTANCE_PORT",
    ];

    public static void Check(Dictionary<string, string> attributes, Service service, bool isHttpNamespace)
    {
        foreach (var key in attributes.Keys.Where(key => key.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            CloudMapErrors.Require(Known.Contains(key), $"The attribute {key} is not supported.");
        }

        CloudMapErrors.Require(attributes.Keys.Count(key => !Known.Contains(key)) <= CloudMapQuotas.CustomAttributes,
            $"An instance can have at most {CloudMapQuotas.CustomAttributes} custom attributes.");
        var isAlias = attributes.ContainsKey("AWS_ALIAS_DNS_NAME");
        CloudMapErrors.Require(!isAlias || !attributes.Keys.Any(key => key.StartsWith("AWS_INSTANCE_", StringComparison.Ordinal)),
            "AWS_ALIAS_DNS_NAME can't be combined with AWS_INSTANCE attributes.");
        CloudMapErrors.Require(!isAlias || service.DnsConfig?.RoutingPolicy == RoutingPolicy.WEIGHTED, "AWS_ALIAS_DNS_NAME requires the routing policy WEIGHTED.");
        CloudMapErrors.Require(!attributes.ContainsKey("AWS_EC2_INSTANCE_ID") || isHttpNamespace, "AWS_EC2_INSTANCE_ID is for HTTP namespaces only.");
        CheckValues(attributes, service);
        foreach (var record in isAlias ? [] : service.DnsConfig?.DnsRecords ?? [])
        {
            var required = record.Type.Value switch
            {
                "A" => "AWS_INSTANCE_IPV4",
                "AAAA" => "AWS_INSTANCE_IPV6",
                "SRV" => "AWS_INSTANCE_PORT",
                _ => "AWS_INSTANCE_CNAME",
            };
            CloudMapErrors.Require(attributes.ContainsKey(required), $"The service has a record of type {record.Type.Value}: {required} must be specified.");
        }
    }

    private static void CheckValues(Dictionary<string, string> attributes, Service service)
    {
        CloudMapErrors.Require(Address("AWS_INSTANCE_IPV4") is null or AddressFamily.InterNetwork, "AWS_INSTANCE_IPV4 is no IPv4 address.");
        CloudMapErrors.Require(Address("AWS_INSTANCE_IPV6") is null or AddressFamily.InterNetworkV6, "AWS_INSTANCE_IPV6 is no IPv6 address.");
        CloudMapErrors.Require(!attributes.TryGetValue("AWS_INSTANCE_PORT", out var port) || (int.TryParse(port, out var number) && number is >= 0 and <= 65535),
            "AWS_INSTANCE_PORT must be between 0 and 65535.");
        if (attributes.TryGetValue("AWS_INIT_HEALTH_STATUS", out var health))
        {
            CloudMapErrors.Require(service.HealthCheckCustomConfig is not null, "AWS_INIT_HEALTH_STATUS requires HealthCheckCustomConfig.");
            CloudMapErrors.Require(health is "HEALTHY" or "UNHEALTHY", "AWS_INIT_HEALTH_STATUS must be HEALTHY or UNHEALTHY.");
        }

        AddressFamily? Address(string key) => !attributes.TryGetValue(key, out var text) ? null
            : IPAddress.TryParse(text, out var address) ? address.AddressFamily : AddressFamily.Unknown;
    }
}
