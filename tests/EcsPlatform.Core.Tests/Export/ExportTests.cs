using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Core.Tests.Mesh;

namespace EcsPlatform.Core.Tests.Export;

public sealed class ExportTests
{
    [Fact]
    public void Planning_what_was_read_back_changes_nothing()
    {
        var platform = new SandboxedPlatform(Platforms.Payments);
        platform.Up().Succeeded.ShouldBeTrue();
        platform.Definition = platform.Export().Definition;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_read_back_is_valid()
    {
        var platform = new SandboxedPlatform(Platforms.Payments);
        platform.Up();
        DefinitionValidator.Validate(platform.Export().Definition).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_was_asked_for_is_read_back()
    {
        var asked = Everything();
        var platform = new SandboxedPlatform(asked);
        platform.Up().Succeeded.ShouldBeTrue();

        var read = platform.Export();

        read.Parts.ShouldBe(Core.Blueprint.PlatformParts.All);
        read.Definition.Tags.ShouldBe(asked.Tags, ignoreOrder: true);
        read.Definition.Network.NatGateway.ShouldBe(asked.Network.NatGateway);
        read.Definition.Cluster.CapacityProviders.ShouldBe(asked.Cluster.CapacityProviders);
        read.Definition.LoadBalancer!.IngressCidrs.ShouldBe(asked.LoadBalancer!.IngressCidrs);
        var service = read.Definition.Services.Single(service => service.Name == "web");
        service.Image.ShouldBe("1.2.3");
        service.Calls.ShouldBe(["ledger"]);
        service.HttpsEgress.ShouldBeFalse();
        service.Egress.ShouldHaveSingleItem().Port.ShouldBe(5432);
        service.Secrets["DATABASE_PASSWORD"].ShouldBe("database:password");
        service.Architecture.ShouldBe(CpuArchitecture.Arm64);
        service.Scaling!.TargetTracking!.Memory.ShouldBe(80);
        service.Route!.Hosts.ShouldBe(["shop.example.com"]);
        platform.Definition = read.Definition;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{domain: shop.internal, accessLogs: true}")]
    [InlineData("{type: cloudMap}")]
    [InlineData("{type: cloudMap, domain: shop.internal}")]
    public void A_mesh_is_read_back_and_the_addresses_that_it_computes_are_not(string mesh)
    {
        var asked = Meshes.Of(mesh);
        asked = mesh.Contains("cloudMap", StringComparison.Ordinal) ? asked : asked with
        {
            Services = [.. asked.Services.Select(service => service.Name == "orders" ? service with { Mesh = new ServiceMeshSettings { RequestTimeoutSeconds = 30, IdleTimeoutSeconds = 60 } } : service)],
        };
        var platform = new SandboxedPlatform(asked);
        platform.Up().Succeeded.ShouldBeTrue();

        var read = platform.Export();

        read.Parts.HasFlag(Core.Blueprint.PlatformParts.Mesh).ShouldBeTrue();
        read.Definition.Mesh.ShouldBe(asked.Mesh);
        read.Definition.Services.Select(service => (service.Name, service.Mesh)).ShouldBe(asked.Services.Select(service => (service.Name, service.Mesh)), ignoreOrder: true);
        read.Definition.Services.Single(service => service.Name == "front").Environment.ShouldBe(new Dictionary<string, string> { ["MODE"] = "test" });
        platform.Definition = read.Definition;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Of_nothing_nothing_is_read_back()
    {
        var read = new SandboxedPlatform(Platforms.Payments).Export();
        read.Parts.ShouldBe(Core.Blueprint.PlatformParts.None);
        read.Definition.Services.ShouldBeEmpty();
    }

    private static PlatformDefinition Everything() => new()
    {
        Name = "shop",
        EnvironmentSuffix = "dev",
        Tags = new Dictionary<string, string> { ["Team"] = "shop" },
        Network = new NetworkDefinition { Zones = 2, NatGateway = NatGatewayMode.Single },
        Cluster = new ClusterDefinition { CapacityProviders = [CapacityProvider.Fargate, CapacityProvider.FargateSpot] },
        LoadBalancer = new LoadBalancerDefinition { IngressCidrs = ["10.0.0.0/8"], Listeners = [new ListenerDefinition { Port = 8080 }] },
        Mesh = new MeshDefinition(),
        Secrets = [new SecretDefinition { Name = "database", Generate = new GeneratedSecret() }],
        Services =
        [
            new MicroserviceDefinition
            {
                Name = "web",
                Image = "1.2.3",
                Port = 8000,
                Cpu = 512,
                Memory = 1024,
                Calls = ["ledger"],
                HttpsEgress = false,
                Egress = [new EgressRule { Cidr = "10.9.0.0/16", Port = 5432 }],
                Secrets = new Dictionary<string, string> { ["DATABASE_PASSWORD"] = "database:password" },
                Environment = new Dictionary<string, string> { ["MODE"] = "live" },
                Architecture = CpuArchitecture.Arm64,
                OpenFiles = new FileLimit { Soft = 1024, Hard = 4096 },
                HealthCheck = new ContainerHealthCheck { Command = ["CMD", "true"], StartPeriodSeconds = 10 },
                CapacityProviderStrategy = [new CapacityProviderStrategyItem { Provider = CapacityProvider.FargateSpot, Weight = 3 }],
                Route = new RouteDefinition { Paths = ["/*"], Hosts = ["shop.example.com"] },
                ExecuteCommand = true,
                Scaling = new ScalingDefinition { Maximum = 6, TargetTracking = new TargetTracking { Cpu = 70, Memory = 80 } },
            },
            new MicroserviceDefinition { Name = "ledger", Port = 9000, Cpu = 256, Memory = 512 },
        ],
    };
}
