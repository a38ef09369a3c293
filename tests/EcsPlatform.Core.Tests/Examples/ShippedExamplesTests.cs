using System.Text.Json;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Definition;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Examples;

/// <summary>Every example that is shipped stands up, plans empty, is read back, and comes down whole.</summary>
public sealed class ShippedExamplesTests
{
    public static TheoryData<string> Files => ["payments-mesh/platform.yaml", "payments-mesh/service-connect.yaml", "fintech-mesh/platform.yaml", "fintech-mesh/service-connect.yaml", "shop-deployments/platform.yaml", "pci-deployments/platform.yaml"];

    [Theory, MemberData(nameof(Files))]
    public void It_goes_up_plans_empty_is_read_back_and_leaves_nothing(string file)
    {
        var platform = new SandboxedPlatform(Read(file));
        var empty = platform.Inventory;

        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        var written = platform.Definition;
        platform.Definition = platform.Export().Definition;
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Definition = written;
        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBe(empty);
    }

    [Theory, InlineData("payments-mesh"), InlineData("fintech-mesh")]
    public void With_service_connect_it_is_what_a_move_comes_to(string example)
    {
        var moved = MeshTranslation.Of(Read($"{example}/platform.yaml"), MeshType.ServiceConnect).Definition;

        JsonSerializer.Serialize(Read($"{example}/service-connect.yaml")).ShouldBe(JsonSerializer.Serialize(moved));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_key_is_in_the_schema(string file) => SchemaCheck.Errors(
        System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(RepositoryFiles.Schema))!,
        YamlAsJson.Read(File.ReadAllText(RepositoryFiles.ExampleFile(file)))).ShouldBeEmpty();

    private static PlatformDefinition Read(string file) => Platforms.Read(File.ReadAllText(RepositoryFiles.ExampleFile(file)));
}
