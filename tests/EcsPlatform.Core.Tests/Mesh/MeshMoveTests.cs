using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Definition;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Mesh;

/// <summary>A move to another mesh says what it changes, loses and gains, before anything happens.</summary>
public sealed class MeshMoveTests
{
    [Fact]
    public void From_app_mesh_everything_that_service_connect_lacks_is_named_and_left_out()
    {
        var before = AppMesh();

        var (becomes, losses, gains) = MeshTranslation.Of(before, MeshType.ServiceConnect);

        losses.Select(loss => $"{loss.Service}.{loss.Setting}").ShouldBe([".tls.mutual", ".egress", ".envoyImage", "orders.retry", "orders.connectionPool", "orders.outlierDetection"]);
        gains.ShouldNotBeEmpty();
        DefinitionValidator.Validate(becomes).ShouldBeEmpty();
        becomes.Mesh!.Tls.ShouldBe(new MeshTls());
        becomes.Services.Single(service => service.Name == "orders").Mesh.RequestTimeoutSeconds.ShouldBe(20);
    }

    [Fact]
    public void To_cloud_map_alone_even_more_is_lost()
    {
        var (becomes, losses, _) = MeshTranslation.Of(AppMesh(), MeshType.CloudMap);

        losses.ShouldContain(loss => loss.Setting == "requestTimeoutSeconds" && loss.Service == "orders");
        DefinitionValidator.Validate(becomes).ShouldBeEmpty();
    }

    [Fact]
    public void No_address_changes_with_the_mesh()
    {
        var before = Meshes.CloudMap;
        var after = MeshTranslation.Of(before, MeshType.ServiceConnect).Definition;

        foreach (var service in before.Services)
        {
            MeshAddresses.VariablesOf(after, service).ShouldBe(MeshAddresses.VariablesOf(before, service));
        }

        MeshAddresses.VariablesOf(before, before.Services[0]).ShouldBe(new Dictionary<string, string>
        {
            ["ORDERS_URL"] = "http://orders.shop-t1.local:8081",
            ["STOCK_URL"] = "http://stock.shop-t1.local:8082",
        });
    }

    [Fact]
    public void Its_plan_keeps_the_services_and_replaces_nothing()
    {
        var platform = new SandboxedPlatform(Meshes.CloudMap);
        platform.Up().ThrowIfFailed();

        var move = platform.InProcess(session => session.PlanMeshMoveAsync(platform.Definition, MeshType.ServiceConnect, platform.Options));

        move.From.ShouldBe(MeshType.CloudMap);
        move.Plan.Problems.ShouldBeEmpty();
        move.Plan.Count(PlanAction.Replace).ShouldBe(0);
        move.Plan.Changes.Where(step => step.Type == "service").Select(step => step.Action).ShouldAllBe(action => action == PlanAction.Update);
        move.Plan.Changes.Where(step => step.Action == PlanAction.Delete).Select(step => step.Type).Distinct().ShouldBe(["discovery-service", "namespace"]);
    }

    [Fact]
    public void To_service_connect_ecs_takes_codedeploys_place_and_moves_the_traffic_in_the_same_steps()
    {
        var before = Platforms.Read(File.ReadAllText(RepositoryFiles.ExampleFile("pci-deployments/platform.yaml")));
        var platform = new SandboxedPlatform(before);
        platform.Up().ThrowIfFailed();

        var (becomes, losses, _) = MeshTranslation.Of(before, MeshType.ServiceConnect);
        losses.Where(loss => loss.Setting == "deployment.controller").Select(loss => loss.Service).ShouldBe(before.Services.Select(service => service.Name));
        DefinitionValidator.Validate(becomes).ShouldBeEmpty();
        becomes.Services.ShouldAllBe(service => service.Deployment.Controller == RolloutController.Ecs && service.Deployment.Strategy == RolloutStrategy.Linear && service.Deployment.Linear.StepPercent == 17);

        platform.Definition = becomes;
        platform.Plan().Changes.ShouldAllBe(step => step.Type != "service" || step.Action == PlanAction.Update);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void A_protocol_that_ecs_does_not_change_is_refused_before_anything_happens()
    {
        var platform = new SandboxedPlatform(Meshes.ServiceConnect);
        platform.Up().ThrowIfFailed();
        platform.Definition = platform.Definition with
        {
            Services = [.. platform.Definition.Services.Select(service => service.Name == "orders" ? service with { Mesh = new ServiceMeshSettings { Protocol = MeshProtocol.Http2 } } : service)],
        };

        platform.Plan().Problems.ShouldHaveSingleItem().Id.ShouldBe("ProtocolFixed");
    }

    private static PlatformDefinition AppMesh()
    {
        var definition = Meshes.Of("{type: appMesh, tls: {mutual: true}, egress: DROP_ALL, envoyImage: 840364872350.dkr.ecr.us-east-1.amazonaws.com/aws-appmesh-envoy:v1.29.12.1-prod}");
        return definition with
        {
            Services =
            [
                .. definition.Services.Select(service => service.Name != "orders" ? service : service with
                {
                    Mesh = new ServiceMeshSettings { RequestTimeoutSeconds = 20, Retry = new RetryPolicy(), ConnectionPool = new ConnectionPool(), OutlierDetection = new OutlierDetection() },
                }),
            ],
        };
    }
}
