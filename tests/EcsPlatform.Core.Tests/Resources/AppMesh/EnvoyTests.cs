using Amazon.ECS.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>The proxy in a service's task.</summary>
public sealed class EnvoyTests
{
    private static readonly Resolution Account = new(new PlatformScope("shop", "dev", "eu-west-1"), "123456789012", "aws", []);
    private static readonly MicroserviceDefinition Orders = new() { Name = "orders", Port = 8080, Cpu = 256, Memory = 512, Image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1" };
    private static readonly SecretResource Certificate = new() { Key = "mesh-orders", Name = "secret-mesh-orders-dev", Definition = new SecretDefinition { Name = "mesh-orders" }, BaseFolder = "." };

    [Theory]
    [InlineData("eu-west-1", "840364872350.dkr.ecr.eu-west-1.amazonaws.com/aws-appmesh-envoy:")]
    [InlineData("me-south-1", "772975370895.dkr.ecr.me-south-1.amazonaws.com/aws-appmesh-envoy:")]
    [InlineData("cn-north-1", "919366029133.dkr.ecr.cn-north-1.amazonaws.com.cn/aws-appmesh-envoy:")]
    public void Each_region_has_its_image(string region, string beginning)
    {
        EnvoyImages.Of(region).ShouldStartWith(beginning);
        ImageReference.TryParse(EnvoyImages.Of(region), out _).ShouldBeTrue();
    }

    [Fact]
    public void The_service_starts_after_its_proxy_and_all_its_traffic_passes_through_it()
    {
        var request = TaskDefinitionRequest.Of(Task(Sidecar()), null, Account);
        var (own, envoy) = (request.ContainerDefinitions[0], request.ContainerDefinitions[1]);

        request.ContainerDefinitions.Count.ShouldBe(2);
        own.DependsOn.Select(dependency => $"{dependency.ContainerName} {dependency.Condition}").ShouldBe(["envoy HEALTHY"]);
        (envoy.Name, envoy.User, envoy.Essential).ShouldBe(("envoy", "1337", true));
        envoy.Environment.ShouldHaveSingleItem().Value.ShouldBe("arn:aws:appmesh:eu-west-1:123456789012:mesh/mesh-shop-dev/virtualNode/node-orders-dev");
        envoy.HealthCheck.Command[1].ShouldContain("server_info");
        envoy.LogConfiguration.Options["awslogs-stream-prefix"].ShouldBe("envoy");
        (request.ProxyConfiguration.Type.Value, request.ProxyConfiguration.ContainerName).ShouldBe(("APPMESH", "envoy"));
        request.ProxyConfiguration.Properties.ToDictionary(property => property.Name, property => property.Value).ShouldBe(
            new Dictionary<string, string>
            {
                ["AppPorts"] = "8080",
                ["EgressIgnoredIPs"] = "169.254.170.2,169.254.169.254",
                ["IgnoredUID"] = "1337",
                ["ProxyEgressPort"] = "15001",
                ["ProxyIngressPort"] = "15000",
            },
            ignoreOrder: true);
        request.Volumes.ShouldBeNull();
        ConstraintCheck.Check(ECSModel.RegisterTaskDefinition, request).ShouldBeEmpty();
    }

    [Fact]
    public void Certificates_are_laid_out_before_the_proxy_starts_and_nobody_else_sees_them()
    {
        var request = TaskDefinitionRequest.Of(Task(Sidecar() with { Certificate = Certificate }), null, Account);
        var (own, envoy, certificates) = (request.ContainerDefinitions[0], request.ContainerDefinitions[1], request.ContainerDefinitions[2]);

        envoy.DependsOn.Select(dependency => $"{dependency.ContainerName} {dependency.Condition}").ShouldBe(["mesh-certificates SUCCESS"]);
        envoy.MountPoints.ShouldHaveSingleItem().ReadOnly.ShouldBe(true);
        certificates.Essential.ShouldBe(false);
        certificates.Image.ShouldBe(envoy.Image);
        certificates.EntryPoint.ShouldBe(["sh", "-c"]);
        certificates.Secrets.Select(secret => secret.ValueFrom[secret.ValueFrom.LastIndexOf("000000", StringComparison.Ordinal)..]).ShouldBe(["000000:certificate::", "000000:chain::", "000000:privateKey::"]);
        request.Volumes.ShouldHaveSingleItem().Name.ShouldBe("mesh-certificates");
        own.MountPoints.ShouldBeNull();
        own.Secrets.ShouldBeEmpty();
        ConstraintCheck.Check(ECSModel.RegisterTaskDefinition, request).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_shell_lays_out_is_what_the_specifications_point_at()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "skipped: there is no sh.");
        var script = TaskDefinitionRequest.Of(Task(Sidecar() with { Certificate = Certificate }), null, Account).ContainerDefinitions[2].Command.ShouldHaveSingleItem();
        var folder = Directory.CreateTempSubdirectory("mesh-certificates");
        try
        {
            // No PATH: the image has a shell, but hardly a program besides.
            using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", script.Replace("/mesh-certificates", folder.FullName, StringComparison.Ordinal)])
            {
                Environment = { ["PATH"] = "/nowhere", ["MESH_CERTIFICATE"] = "own", ["MESH_CHAIN"] = "above", ["MESH_PRIVATE_KEY"] = "%s key\\n" },
            })!;
            shell.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();

            shell.ExitCode.ShouldBe(0);
            File.ReadAllText(Path.Combine(folder.FullName, "certificate.pem")).ShouldBe("own\nabove\n");
            File.ReadAllText(Path.Combine(folder.FullName, "authority.pem")).ShouldBe("above\n");
            File.ReadAllText(Path.Combine(folder.FullName, "private-key.pem")).ShouldBe("%s key\\n\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_the_containers_reserve_fits_into_the_smallest_task(bool tls)
    {
        var request = TaskDefinitionRequest.Of(Task(tls ? Sidecar() with { Certificate = Certificate } : Sidecar()), null, Account);

        request.ContainerDefinitions.Sum(container => container.MemoryReservation).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(512);
        request.ContainerDefinitions[0].Memory.ShouldBe(384);
    }

    [Fact]
    public void A_new_image_of_the_service_belongs_to_deployments_and_one_of_the_proxy_to_the_definition()
    {
        var task = Task(Sidecar());
        var running = new TaskDefinition { ContainerDefinitions = [new ContainerDefinition { Name = "orders", Image = "deployed" }, new ContainerDefinition { Name = "envoy", Image = "older" }] };

        TaskDefinitionRequest.Of(task, running, Account).ContainerDefinitions.Select(container => container.Image).ShouldBe(["deployed", EnvoyImages.Of("eu-west-1")]);
    }

    [Fact]
    public void A_proxy_streams_its_own_node_and_no_other() =>
        TaskPermissions.OfTask(new PlatformDefinition { Name = "shop" }, Orders, null, Sidecar())(Account).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            grant => grant.Actions.ShouldBe(["appmesh:StreamAggregatedResources"]),
            grant => grant.Resources.ShouldBe(["arn:aws:appmesh:eu-west-1:123456789012:mesh/mesh-shop-dev/virtualNode/node-orders-dev"]));

    [Fact]
    public void The_execution_role_may_pull_the_proxy_and_read_its_certificate()
    {
        _ = ImageReference.TryParse(Orders.Image, out var image);
        var grants = TaskPermissions.OfExecution(Orders, image, null, Task(null).LogGroup, new Dictionary<string, (SecretResource?, string?)>(), null, Sidecar() with { Certificate = Certificate })(Account);

        grants.First(grant => grant.Actions.Contains("ecr:BatchGetImage")).Resources.ShouldBe(
            ["arn:aws:ecr:eu-west-1:123456789012:repository/orders", "arn:aws:ecr:eu-west-1:840364872350:repository/aws-appmesh-envoy"]);
        grants.First(grant => grant.Actions.Contains("secretsmanager:GetSecretValue")).Resources.ShouldBe(["arn:aws:secretsmanager:eu-west-1:123456789012:secret:secret-mesh-orders-dev-??????"]);
    }

    [Fact]
    public void What_somebody_changed_in_the_proxy_is_a_difference_that_names_it()
    {
        var request = TaskDefinitionRequest.Of(Task(Sidecar()), null, Account);
        var wanted = TaskDefinitionShape.Of(request);
        request.ProxyConfiguration.Properties.First(property => property.Name == "AppPorts").Value = "9090";
        request.ContainerDefinitions[0].DependsOn = null;

        TaskDefinitionShape.Compare(TaskDefinitionShape.Of(request), wanted).Select(difference => difference.ToString()).ShouldBe(
            ["orders.dependsOn: (none) -> envoy HEALTHY", "proxyConfiguration.AppPorts: 9090 -> 8080"]);
    }

    private static EnvoySidecar Sidecar()
    {
        var mesh = new MeshResource { Key = "main", Name = "mesh-shop-dev", Egress = MeshEgress.AllowAll };
        return new EnvoySidecar
        {
            Image = EnvoyImages.Of("eu-west-1"),
            Node = new VirtualNodeResource { Key = "orders", Name = "node-orders-dev", Mesh = mesh, Spec = new() },
        };
    }

    private static TaskDefinitionResource Task(EnvoySidecar? envoy) => new()
    {
        Key = "orders",
        Name = "task-orders-dev",
        Definition = Orders,
        LogGroup = new LogGroupResource { Key = "orders", Name = "/ecs/shop-dev/orders", RetentionDays = 30 },
        ExecutionRole = Role("execution"),
        TaskRole = Role("task"),
        Secrets = new Dictionary<string, (SecretResource?, string?)>(),
        Envoy = envoy,
    };

    private static RoleResource Role(string name) => new() { Key = name, Name = name, Description = name, Grants = _ => [] };
}
