using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Mesh;

/// <summary>Platforms with a mesh: a front that calls two services of which one calls back, a job that nobody calls.</summary>
internal static class Meshes
{
    public const string Yaml =
        """
        name: shop
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        loadBalancer: {scheme: internet-facing, listeners: [{port: 80, protocol: HTTP}]}
        mesh: {type: serviceConnect}
        services:
          - {name: front, port: 8080, cpu: 256, memory: 512, desiredCount: 1, route: {paths: [/*]}, calls: [orders, stock], environment: {MODE: test}}
          - {name: orders, port: 8081, cpu: 256, memory: 512, desiredCount: 1, calls: [stock]}
          - {name: stock, port: 8082, cpu: 256, memory: 512, desiredCount: 1, calls: [orders], mesh: {protocol: grpc}}
          - {name: job, cpu: 256, memory: 512, desiredCount: 1, calls: [orders]}
        """;

    public static PlatformDefinition ServiceConnect => Of("{type: serviceConnect, accessLogs: true}");

    public static PlatformDefinition CloudMap => Of("cloudMap");

    public static PlatformDefinition None => ServiceConnect with { Mesh = null };

    public static PlatformDefinition Of(string mesh) => Platforms.Read(Yaml.Replace("{type: serviceConnect}", mesh, StringComparison.Ordinal));

    public static PlatformDefinition Named(string name) => name switch
    {
        "serviceConnect" => ServiceConnect,
        "encrypted" => Of("{type: serviceConnect, tls: {}}"),
        "cloudMap" => CloudMap,
        "appMesh" => Of("{type: appMesh, accessLogs: true}"),
        "mutual" => Of("{type: appMesh, tls: {mutual: true}}"),
        _ => None,
    };

    /// <summary>The ECS services with their ages: one that was made anew reads differently.</summary>
    public static IReadOnlyList<string> ServicesOf(SandboxedPlatform platform) => platform.ByHand(async aws =>
    {
        var services = (await aws.ECS.DescribeServicesAsync(new() { Cluster = "cluster-shop-t1", Services = [.. platform.Definition.Services.Select(service => $"service-{service.Name}-t1")] })).Services;
        return services.Select(service => $"{service.ServiceArn} {service.CreatedAt:O}").ToList();
    });
}
