using EcsPlatform.Core.Definition;

namespace EcsPlatform.Benchmarks;

/// <summary>Platforms like the payments example, with any number of services.</summary>
internal static class PaymentPlatforms
{
    /// <summary>Every service has what the example's services have: a route, a secret, a policy, a callee, step scaling with two alarms.</summary>
    /// <param name="count">Number of services.</param>
    /// <param name="mesh">Their mesh; null for none.</param>
    public static PlatformDefinition WithServices(int count, MeshType? mesh = null) => new()
    {
        Mesh = mesh is { } type ? new MeshDefinition { Type = type } : null,
        Name = "bench",
        EnvironmentSuffix = "load",
        Tags = new Dictionary<string, string> { ["CostCenter"] = "payments" },
        Network = new NetworkDefinition { Zones = 3, NatGateway = NatGatewayMode.PerZone },
        LoadBalancer = new LoadBalancerDefinition(),
        Secrets =
        [
            new SecretDefinition { Name = "database", Generate = new GeneratedSecret() },
            new SecretDefinition { Name = "partners", Generate = new GeneratedSecret() },
        ],
        Policies = [new PolicyDefinition { Name = "archive", Statements = [new PolicyStatement { Actions = ["s3:PutObject"], Resources = ["arn:aws:s3:::payments-archive/*"] }] }],
        Services = [.. Enumerable.Range(0, count).Select(index => Service(index, count))],
    };

    private static MicroserviceDefinition Service(int index, int count) => new()
    {
        Name = $"payment-{index:000}",
        Port = 8080,
        Cpu = 512,
        Memory = 1024,
        Route = new RouteDefinition { Paths = [$"/payments/{index:000}/*"] },
        Secrets = new Dictionary<string, string> { ["DATABASE_URL"] = "database" },
        Policies = ["archive"],
        Calls = count > 1 ? [$"payment-{(index + 1) % count:000}"] : [],
        LogRetentionDays = 7,
        Scaling = new ScalingDefinition { Minimum = 2, Maximum = 10, Step = new StepScaling() },
    };
}
