using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Core.Tests.Mesh;

namespace EcsPlatform.Core.Tests.Export;

/// <summary>Meshes, keys and rotations that are made before there is a service: nothing that was said is forgotten until one comes.</summary>
public sealed class MeshLineByLineTests
{
    private const string Image = "840364872350.dkr.ecr.us-east-1.amazonaws.com/aws-appmesh-envoy:v1.29.6.1-prod";
    private const string Authority = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a";

    public static TheoryData<string> Said =>
    [
        "serviceConnect", "{domain: shop.internal, accessLogs: true}", "{tls: {}}", "{tls: {certificateAuthority: " + Authority + "}}", "cloudMap", "{type: cloudMap, domain: shop.internal}", "appMesh",
        "{type: appMesh, egress: DROP_ALL, accessLogs: true, domain: shop.internal, envoyImage: " + Image + ", tls: {mutual: true, certificateDays: 5}}",
    ];

    [Theory, MemberData(nameof(Said))]
    public void A_mesh_without_a_service_is_read_back(string mesh)
    {
        var (platform, wanted) = Start(mesh);

        platform.Export().Definition.Mesh.ShouldBe(wanted.Mesh);
        platform.Plan(MeshLine(platform, wanted)).Changes.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Said))]
    public void Services_that_come_later_get_all_of_it(string mesh)
    {
        if (mesh.Contains(Authority, StringComparison.Ordinal))
        {
            return; // an authority of somebody else's, which this account has not
        }

        var (platform, wanted) = Start(mesh);
        platform.Make(ServicesLine(platform, wanted)).ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        platform.Plan(ServicesLine(platform, wanted)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_taken_back_is_not_read_back()
    {
        var (platform, _) = Start("{type: appMesh, accessLogs: true, envoyImage: " + Image + ", tls: {mutual: true}}");
        var plain = Meshes.Of("appMesh");
        platform.Make(MeshLine(platform, plain)).ThrowIfFailed();

        platform.Export().Definition.Mesh.ShouldBe(plain.Mesh);
        platform.Inventory.ShouldNotContain(item => item.Contains("certificate-authority", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_mesh_takes_the_place_of_the_former_one_and_nothing_of_that_stays()
    {
        var (platform, wanted) = Start("{type: appMesh, tls: {mutual: true}}");
        platform.Make(ServicesLine(platform, wanted)).ThrowIfFailed();

        var move = platform.Plan(new PlatformChange(platform.Scope, PlatformParts.Mesh, live => MeshTranslation.Of(live, MeshType.ServiceConnect).Definition) { Mesh = MeshType.ServiceConnect });
        move.Changes.Where(step => step.Type == "service").ShouldAllBe(step => step.Action == PlanAction.Update);
        platform.InProcess(session => session.ApplyAsync(move, _ => { })).ThrowIfFailed();

        platform.Definition = MeshTranslation.Of(wanted, MeshType.ServiceConnect).Definition;
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Export().Definition.Mesh!.Type.ShouldBe(MeshType.ServiceConnect);
    }

    [Fact]
    public void A_mesh_line_that_wants_App_Mesh_where_it_is_gone_makes_nothing()
    {
        var (platform, _) = Start(null);
        platform.Account.Faults.Discontinue("appmesh");
        var before = platform.Inventory;

        ErrorIds.Of(Should.Throw<ServiceEndedException>(() => platform.Make(MeshLine(platform, Meshes.Of("appMesh"))))).ShouldBe(ErrorIds.AppMeshGone);

        platform.Inventory.ShouldBe(before);
    }

    [Fact]
    public void So_does_a_service_line_on_a_platform_whose_mesh_has_ended_and_moving_goes_on()
    {
        var (platform, wanted) = Start("appMesh");
        platform.Account.Faults.Discontinue("appmesh");

        ErrorIds.Of(Should.Throw<ServiceEndedException>(() => platform.Plan(ServicesLine(platform, wanted)))).ShouldBe(ErrorIds.AppMeshGone);

        platform.Make(new PlatformChange(platform.Scope, PlatformParts.Mesh, live => MeshTranslation.Of(live, MeshType.ServiceConnect).Definition) { Mesh = MeshType.ServiceConnect }).ThrowIfFailed();
        platform.Make(ServicesLine(platform, wanted)).ThrowIfFailed();
    }

    [Fact]
    public void Keys_come_with_the_cluster_and_are_read_back()
    {
        var (platform, _) = Start(null);
        var wanted = new EncryptionDefinition { Data = true, Repositories = false, RotationDays = 120, DeletionWindowDays = 9 };
        PlatformChange Line(EncryptionDefinition? encryption) => new(platform.Scope, PlatformParts.Cluster, live => live with { Encryption = encryption });

        platform.Make(Line(wanted)).ThrowIfFailed();
        platform.Export().Definition.Encryption.ShouldBe(wanted);
        platform.Plan(Line(wanted)).Changes.ShouldBeEmpty();

        platform.Make(Line(null)).ThrowIfFailed();
        platform.Export().Definition.Encryption.ShouldBeNull();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_rotation_without_a_service_is_read_back_and_ends_with_all_that_is_its_own(bool restarts)
    {
        var (platform, _) = Start(null);
        var rotation = new SecretRotation { Days = 30, RestartServices = restarts };
        PlatformChange Line(SecretRotation? wanted) => new(platform.Scope, PlatformParts.Secrets, live => live with
        {
            Secrets = [new SecretDefinition { Name = "session", Generate = new GeneratedSecret { Length = 48 }, Rotation = wanted }],
        });

        platform.Make(Line(rotation)).ThrowIfFailed();
        platform.Export().Definition.Secrets.ShouldHaveSingleItem().Rotation.ShouldBe(rotation);

        platform.Make(Line(null)).ThrowIfFailed();
        platform.Export().Definition.Secrets.ShouldHaveSingleItem().Rotation.ShouldBeNull();
        platform.Inventory.ShouldNotContain(item => item.Contains("rotation", StringComparison.Ordinal));
    }

    /// <summary>A network, a cluster, a load balancer, and a mesh if one is said.</summary>
    private static (SandboxedPlatform Platform, PlatformDefinition Wanted) Start(string? mesh)
    {
        var wanted = mesh is null ? Meshes.None : Meshes.Of(mesh);
        var platform = new SandboxedPlatform(wanted);
        platform.Make(new(platform.Scope, PlatformParts.Network, live => live with { Network = wanted.Network })).ThrowIfFailed();
        platform.Make(new(platform.Scope, PlatformParts.Cluster, live => live with { Cluster = wanted.Cluster })).ThrowIfFailed();
        platform.Make(new(platform.Scope, PlatformParts.LoadBalancer, live => live with { LoadBalancer = wanted.LoadBalancer })).ThrowIfFailed();
        if (mesh is not null)
        {
            platform.Make(MeshLine(platform, wanted)).ThrowIfFailed();
        }

        return (platform, wanted);
    }

    private static PlatformChange MeshLine(SandboxedPlatform platform, PlatformDefinition wanted) =>
        new(platform.Scope, PlatformParts.Mesh, live => live with { Mesh = wanted.Mesh }) { Requires = PlatformParts.Network, Mesh = wanted.Mesh!.Type };

    private static PlatformChange ServicesLine(SandboxedPlatform platform, PlatformDefinition wanted) =>
        new(platform.Scope, PlatformParts.Services, live => live with { Services = wanted.Services }) { Adds = wanted.Services };
}
