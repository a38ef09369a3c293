using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>What Cloud Map checks of a service (CreateService, DnsRecord and HealthCheckConfig in the API reference).</summary>
internal static class ServiceRules
{
    private static readonly string[] Combinations = ["A", "AAAA", "A,AAAA", "SRV", "CNAME"];

    public static void Check(CreateServiceRequest request, Namespace home)
    {
        CloudMapErrors.Require(request.DnsConfig is null || home.Type != NamespaceType.HTTP, "DnsConfig can't be specified for a service in an HTTP namespace.");
        CloudMapErrors.Require(request.DnsConfig is null || request.Type is null, "DnsConfig can't be specified for a service of type HTTP.");
        CloudMapErrors.Require(request.HealthCheckConfig is null || request.HealthCheckCustomConfig is null,
            "You can specify either HealthCheckConfig or HealthCheckCustomConfig, but not both.");
        CloudMapErrors.Require(request.HealthCheckConfig is null || home.Type != NamespaceType.DNS_PRIVATE,
            "HealthCheckConfig can't be specified for a service in a private DNS namespace.");
        CloudMapErrors.Require(request.HealthCheckConfig is not { Type.Value: "TCP", ResourcePath: not null },
            "ResourcePath can't be specified for a health check of type TCP.");
        if (request.DnsConfig is { } dns)
        {
            CheckRecords(dns.DnsRecords);
            var isCname = dns.DnsRecords.Exists(record => record.Type == RecordType.CNAME);
            CloudMapErrors.Require(!isCname || dns.RoutingPolicy == RoutingPolicy.WEIGHTED, "A CNAME record requires the routing policy WEIGHTED.");
        }
    }

    public static void CheckRecords(List<DnsRecord> records)
    {
        var types = string.Join(',', records.Select(record => record.Type.Value).Order(StringComparer.Ordinal));
        CloudMapErrors.Require(Combinations.Contains(types), $"The combination of DNS record types [{types}] is not supported.");
    }
}
