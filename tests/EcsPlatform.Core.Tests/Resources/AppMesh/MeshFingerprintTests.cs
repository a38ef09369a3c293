using Amazon.AppMesh.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>Fingerprints save descriptions of what is in a mesh, and never hide or invent a difference.</summary>
public sealed class MeshFingerprintTests
{
    private const string MeshName = "mesh-meshed-t1";
    private const string Ledger = "node-ledger-t1";

    private static readonly PlatformDefinition Meshed = Platforms.Read(
        """
        name: meshed
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        mesh: {type: appMesh}
        loadBalancer: {listeners: [{port: 80}]}
        tags: {CostCenter: test}
        services:
          - {name: front, port: 8080, cpu: 256, memory: 512, desiredCount: 1, route: {paths: [/*]}, calls: [ledger]}
          - {name: ledger, port: 8081, cpu: 256, memory: 512, desiredCount: 1, mesh: {retry: {maxRetries: 2, perTryTimeoutSeconds: 5}}}
        """);

    private static readonly Dictionary<string, (string Property, Func<AwsClients, Task> Change)> ByHand = new(StringComparer.Ordinal)
    {
        ["virtual-node/ledger"] = ("healthCheck.unhealthyThreshold", async aws =>
        {
            var node = (await aws.AppMesh.DescribeVirtualNodeAsync(new() { MeshName = MeshName, VirtualNodeName = Ledger })).VirtualNode;
            node.Spec.Listeners[0].HealthCheck.UnhealthyThreshold = 9;
            await aws.AppMesh.UpdateVirtualNodeAsync(new() { MeshName = MeshName, VirtualNodeName = Ledger, Spec = node.Spec });
        }),
        ["virtual-router/ledger"] = ("portMapping.port", async aws =>
        {
            var router = (await RoutersAsync(aws)).Single(router => router.VirtualRouterName.Contains("ledger", StringComparison.Ordinal));
            await aws.AppMesh.UpdateVirtualRouterAsync(new() { MeshName = MeshName, VirtualRouterName = router.VirtualRouterName, Spec = new() { Listeners = [new() { PortMapping = new() { Port = 9999, Protocol = "http" } }] } });
        }),
        ["route/ledger"] = ("httpRoute.retryPolicy.maxRetries", async aws =>
        {
            var router = (await RoutersAsync(aws)).Single(router => router.VirtualRouterName.Contains("ledger", StringComparison.Ordinal)).VirtualRouterName;
            var name = (await aws.AppMesh.ListRoutesAsync(new() { MeshName = MeshName, VirtualRouterName = router })).Routes.Single().RouteName;
            var route = (await aws.AppMesh.DescribeRouteAsync(new() { MeshName = MeshName, VirtualRouterName = router, RouteName = name })).Route;
            route.Spec.HttpRoute.RetryPolicy.MaxRetries = 9;
            await aws.AppMesh.UpdateRouteAsync(new() { MeshName = MeshName, VirtualRouterName = router, RouteName = name, Spec = route.Spec });
        }),
        ["virtual-service/ledger.meshed-t1.local"] = ("provider.virtualNode.virtualNodeName", async aws =>
        {
            var service = (await aws.AppMesh.ListVirtualServicesAsync(new() { MeshName = MeshName })).VirtualServices.Single(service => service.VirtualServiceName.StartsWith("ledger.", StringComparison.Ordinal));
            await aws.AppMesh.UpdateVirtualServiceAsync(new()
            {
                MeshName = MeshName, VirtualServiceName = service.VirtualServiceName, Spec = new() { Provider = new() { VirtualNode = new() { VirtualNodeName = Ledger } } },
            });
        }),
    };

    private readonly SandboxedPlatform _platform = Built();

    public static TheoryData<string> Parts => [.. ByHand.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void An_edit_by_hand_is_found_said_as_it_is_and_mended_and_the_next_look_describes_nothing(string part)
    {
        var (property, change) = ByHand[part];
        Do(change);

        var (plan, described) = Look();

        var step = plan.Changes.ShouldHaveSingleItem();
        step.ToString().ShouldBe($"Update {part}");
        step.Differences.ShouldContain(difference => difference.Property.EndsWith(property, StringComparison.Ordinal));
        described.ShouldBe(1);
        _platform.Up().ThrowIfFailed();
        ChangesNothingAndDescribes(0);
    }

    [Theory]
    [InlineData(KillMode.BeforeEffect)]
    [InlineData(KillMode.AfterEffect)]
    public void A_death_between_the_update_and_its_tag_costs_a_description_until_the_next_change(KillMode mode)
    {
        var twin = Built();
        twin.Definition = Retrying(4);
        var before = twin.Account.Journal.Count;
        twin.Up().ThrowIfFailed();
        var tagging = 1 + twin.Account.Journal.Entries.Skip(before).ToList().FindIndex(call => call is { Service: "appmesh", Operation: "TagResource" });
        _platform.Definition = Retrying(4);

        _platform.DiesAt(tagging, mode, _platform.UpAsync).ShouldBeTrue();

        ChangesNothingAndDescribes(mode == KillMode.BeforeEffect ? 1 : 0);
        _platform.Definition = Retrying(5);
        _platform.Plan().Changes.ShouldHaveSingleItem().ToString().ShouldBe("Update route/ledger");
        _platform.Up().ThrowIfFailed();
        ChangesNothingAndDescribes(0);
    }

    [Theory]
    [InlineData("2:{hash}")]
    [InlineData("1:00000000000000000000000000000000")]
    [InlineData("1:")]
    [InlineData("{hash}")]
    [InlineData("whatever")]
    [InlineData(null)]
    public void A_tag_that_is_not_the_specifications_costs_a_description_and_nothing_else(string? tag)
    {
        var (arn, hash) = Node();
        Do(aws => tag is null
            ? aws.AppMesh.UntagResourceAsync(new() { ResourceArn = arn, TagKeys = [PlatformTags.Spec] })
            : aws.AppMesh.TagResourceAsync(new() { ResourceArn = arn, Tags = [new() { Key = PlatformTags.Spec, Value = tag.Replace("{hash}", hash, StringComparison.Ordinal) }] }));

        ChangesNothingAndDescribes(1);
    }

    [Fact]
    public void Other_tags_of_the_user_reach_every_part_and_leave_the_fingerprints_right()
    {
        _platform.Definition = Meshed with { Tags = new Dictionary<string, string> { ["CostCenter"] = "another" } };

        _platform.Up().ThrowIfFailed();

        ChangesNothingAndDescribes(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tagging_api_that_lags_behind_costs_calls_and_nothing_else(bool knewThemBefore)
    {
        LaggingTags? tags = null;
        var platform = new SandboxedPlatform(Meshed, between: handler => tags = new LaggingTags(handler));
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        tags!.Lags = true;
        if (!knewThemBefore)
        {
            tags.Forget();
        }

        platform.Definition = Retrying(4);
        platform.Plan().Changes.ShouldHaveSingleItem().ToString().ShouldBe("Update route/ledger");
        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        platform.Definition = Retrying(2);
        platform.Plan().Changes.ShouldHaveSingleItem().ToString().ShouldBe("Update route/ledger");
    }

    [Fact]
    public void Who_may_not_ask_the_tagging_api_sees_the_same()
    {
        var platform = new SandboxedPlatform(Meshed, between: handler => new DeniedTags(handler));

        platform.Up().ThrowIfFailed();

        platform.Plan().Changes.ShouldBeEmpty();
        platform.Down().ThrowIfFailed();
        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_read_back_shows_no_tag_of_ours()
    {
        _platform.Export().Definition.Tags.ShouldBe(Meshed.Tags);
        Node().Hash.Length.ShouldBe(32);
    }

    private static SandboxedPlatform Built()
    {
        var platform = new SandboxedPlatform(Meshed);
        platform.Up().ThrowIfFailed();
        return platform;
    }

    private static PlatformDefinition Retrying(int times) => Meshed with
    {
        Services = [.. Meshed.Services.Select(service => service.Name == "ledger" ? service with { Mesh = service.Mesh with { Retry = new() { MaxRetries = times, PerTryTimeoutSeconds = 5 } } } : service)],
    };

    private static async Task<List<VirtualRouterRef>> RoutersAsync(AwsClients aws) => (await aws.AppMesh.ListVirtualRoutersAsync(new() { MeshName = MeshName })).VirtualRouters;

    private void Do(Func<AwsClients, Task> work) => _platform.ByHand(async aws =>
    {
        await work(aws);
        return true;
    });

    private (string Arn, string Hash) Node() => _platform.ByHand(async aws =>
    {
        var arn = (await aws.AppMesh.DescribeVirtualNodeAsync(new() { MeshName = MeshName, VirtualNodeName = Ledger })).VirtualNode.Metadata.Arn;
        var tags = (await aws.AppMesh.ListTagsForResourceAsync(new() { ResourceArn = arn })).Tags;
        return (arn, tags.Single(tag => tag.Key == PlatformTags.Spec).Value.Split(':')[1]);
    });

    private void ChangesNothingAndDescribes(int parts)
    {
        var (plan, described) = Look();
        plan.Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        described.ShouldBe(parts);
    }

    /// <summary>A plan, and how many parts of the mesh it described.</summary>
    private (Plan Plan, int Described) Look()
    {
        var before = _platform.Account.Journal.Count;
        var plan = _platform.Plan();
        return (plan, _platform.Account.Journal.Entries.Skip(before)
            .Count(call => call is { Service: "appmesh", Operation: "DescribeVirtualNode" or "DescribeVirtualRouter" or "DescribeRoute" or "DescribeVirtualService" }));
    }

    private sealed class DeniedTags(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Headers.TryGetValues("X-Amz-Target", out var target) && target.Single().EndsWith(".GetResources", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest)
                {
                    RequestMessage = request,
                    Content = new StringContent("""{"__type": "AccessDeniedException", "Message": "not authorized to perform: tag:GetResources"}"""),
                })
                : base.SendAsync(request, cancellationToken);
    }
}
